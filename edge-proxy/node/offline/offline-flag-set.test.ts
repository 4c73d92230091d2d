import { describe, expect, it } from 'vitest';
import { booleanFlag } from '../../../test/support/flags.ts';
import { readFlagSet } from './offline-flag-set.ts';

const CHANGED_AT = '2026-11-22T20:01:00.000Z';

function read(metadata: object) {
  const { version: _, ...flag } = booleanFlag('banner');
  const problems: string[] = [];
  const environment = { key: 'production', flags: [{ ...flag, metadata }] };
  return { set: readFlagSet(environment, 'environments[0]', CHANGED_AT, problems), problems };
}

describe('the metadata of a flag in an offline file', () => {
  it('are read', () => {
    const metadata = { owner: 'checkout', ticket: 4711, temporary: true };
    const { set, problems } = read(metadata);
    expect(problems).toEqual([]);
    expect(set?.flags[0]?.metadata).toEqual(metadata);
  });

  it('are refused with the path of each faulty entry', () => {
    const { set, problems } = read({ enabled: true, ratio: 0.5 });
    expect(set).toBeUndefined();
    expect(problems).toEqual([
      expect.stringMatching(/^environments\[0\]\.flags\[0\]\.metadata\.enabled: has a reserved name/),
      expect.stringMatching(/^environments\[0\]\.flags\[0\]\.metadata\.ratio: must be a text/),
    ]);
  });
});
