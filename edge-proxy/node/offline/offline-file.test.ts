import { describe, expect, it } from 'vitest';
import { booleanFlag } from '../../../test/support/flags.ts';
import { readOfflineFile } from './offline-file.ts';
import type { OfflineKey } from './offline-keys.ts';

const HASH = 'a'.repeat(64);
const RELAY_KEY = { kind: 'relay', sha256: HASH };
const ID = '11111111-1111-4111-8111-111111111111';

const environment = (key: string, more: object = {}) => ({ key, flags: [booleanFlag('banner')], ...more });

function problemsOf(file: object, keys: readonly OfflineKey[] = []): readonly string[] {
  const read = readOfflineFile(JSON.stringify(file), keys, 1_000_000_000_000);
  return read.ok ? [] : read.problems;
}

describe('the environments of an offline file', () => {
  it('need keys of their own', () => {
    const environments = [environment('production'), environment('staging'), environment('production')];
    expect(problemsOf({ environments, keys: [RELAY_KEY] })).toEqual([
      'environments[2].key: "production" is the key of environments[0], too; each environment needs its own',
    ]);
  });

  it('need keys of their own, also when an SDK key names one of them', () => {
    const environments = [environment('production'), environment('production')];
    const keys = [{ kind: 'server', sha256: HASH, environment: 'production' }];
    expect(problemsOf({ environments, keys })).toEqual([
      expect.stringMatching(/^environments\[1\]\.key: "production"/),
    ]);
  });

  it('need ids of their own', () => {
    const environments = [environment('production', { id: ID }), environment('staging', { id: ID })];
    expect(problemsOf({ environments, keys: [RELAY_KEY] })).toEqual([
      `environments[1].id: "${ID}" is the id of environments[0], too; each environment needs its own`,
    ]);
  });

  it('are accepted if all differ', () => {
    const environments = [environment('production', { id: ID }), environment('staging')];
    expect(problemsOf({ environments, keys: [RELAY_KEY] })).toEqual([]);
  });
});

describe('the SDK keys of an offline file', () => {
  const environments = [environment('production'), environment('staging')];
  const server = { kind: 'server', sha256: HASH, environment: 'production' };

  it('are refused if one key has two meanings', () => {
    const keys = [server, { ...server, environment: 'staging' }];
    expect(problemsOf({ environments, keys })).toEqual([
      'keys: one key is listed for different environments, kinds or times (SHA-256 aaaaaaaa…); list it once',
    ]);
  });

  it('are refused if OFFLINE_KEYS gives one of them another meaning', () => {
    const configured = [{ environment: 'production', kind: 'client', hash: HASH }] as const;
    expect(problemsOf({ environments, keys: [server] }, configured)).toEqual([
      expect.stringMatching(/^keys: one key is listed for different/),
    ]);
  });

  it('may be listed twice with one meaning', () => {
    const configured = [{ environment: 'production', kind: 'server', hash: HASH }] as const;
    expect(problemsOf({ environments, keys: [server] }, configured)).toEqual([]);
  });
});

describe('the numbers of an offline file', () => {
  it.each(['9007199254740993', '12345678901234567890', '0.1000000000000000055', '1e400'])(
    'are refused if they cannot be held exactly: %s',
    (number) => {
      const text = `{"environments":[{"key":"production","flags":[{"key":"f","defaultValue":${number}}]}]}`;
      expect(readOfflineFile(text, [], 0)).toEqual({
        ok: false,
        problems: [
          'JSON pointer "/environments/0/flags/0/defaultValue": the number cannot be held exactly; write it as a string, or with at most 15 digits',
        ],
      });
    },
  );
});
