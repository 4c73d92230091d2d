import { expect, test } from 'vitest';
import { nodeVersionError } from './check-node-version.mjs';

test.each(['20.19.0', '20.20.2', '21.0.0', '22.1.0', '24.3.0'])('Node %s is new enough', (version) => {
  expect(nodeVersionError(version)).toBeUndefined();
});

test.each(['20.18.3', '18.20.8', '0.12.18', '9.99.0'])(
  'Node %s is too old, and the message names the required version',
  (version) => {
    expect(nodeVersionError(version)).toBe(
      `Node ${version} is too old: Solid Fortnight needs 20.19 or newer (https://nodejs.org).`,
    );
  },
);
