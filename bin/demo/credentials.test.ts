import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newCredentials, readCredentials, writeCredentials } from './credentials.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sf-credentials-'));
  path = join(folder, 'credentials.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const COMPLETE = {
  apiToken: 'sf_api_x',
  secretsKey: 'a2V5',
  projectId: 'p',
  serverKey: { id: '1', key: 'sf_srv_x' },
  clientKey: { id: '2', key: 'sf_cli_x' },
  relayKey: { id: '3', key: 'sf_rly_x' },
  demoComplete: true,
};

test('a new API token has the prefix that secret scanners find, and 256 random bits', () => {
  const { apiToken } = newCredentials();
  expect(apiToken).toMatch(/^sf_api_[A-Za-z0-9_-]{43}$/);
  expect(newCredentials().apiToken).not.toBe(apiToken);
});

test('there are no credentials before the first start', () => {
  expect(readCredentials(path)).toBeUndefined();
});

test.each([COMPLETE, newCredentials()])(
  'credentials are read as they were written, at every step of the setup',
  (some) => {
    writeCredentials(path, some);
    expect(readCredentials(path)).toEqual(some);
  },
);

test('only the owner may read the file, and no temporary file remains', () => {
  writeCredentials(path, COMPLETE);
  writeCredentials(path, COMPLETE);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['credentials.json']);
});

describe('a damaged file is reported in one line', () => {
  test.each([
    ['{"apiToken": "sf_', 'it is not JSON'],
    ['[]', 'the file is not an object'],
    ['{}', 'apiToken is not a non-empty string'],
    ['{"apiToken": "a", "serverKey": {"id": "1"}}', 'serverKey.key is not a non-empty string'],
  ])('%s', (text, reason) => {
    writeFileSync(path, text);
    expect(() => readCredentials(path)).toThrow(
      `${path} is damaged: ${reason}. Restore it, or delete the data folder to start over.`,
    );
  });
});
