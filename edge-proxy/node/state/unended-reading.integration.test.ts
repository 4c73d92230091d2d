import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { flagSet } from '../../../test/support/flags.ts';
import { createEdgeState } from '../../core/state/edge-state.ts';
import { bootFromFiles } from '../../core/state/persistence/boot-from-files.ts';
import { encodeStateFile } from '../../core/state/persistence/state-file.ts';
import { flagsFile, RELAY_FILE } from '../../core/state/persistence/storage.ts';
import { openFileStorage } from './file-storage.ts';

const ENVIRONMENT = '11111111-1111-4111-8111-111111111111';
const MODULE = (path: string) => JSON.stringify(fileURLToPath(new URL(path, import.meta.url)));

/** Reads the folder as an edge does, and exits like one that runs out of memory while it reads the flags. */
const READER = `
import { createEdgeState } from ${MODULE('../../core/state/edge-state.ts')};
import { bootFromFiles } from ${MODULE('../../core/state/persistence/boot-from-files.ts')};
import { openFileStorage } from ${MODULE('./file-storage.ts')};
const { createHash } = await import('node:crypto');
const logger = { debug() {}, info() {}, warn() {}, error() {} };
const now = Date.now;
const checksum = async (pieces) => {
  if (pieces.join('').includes('"segments"')) process.kill(process.pid, 'SIGKILL');
  return createHash('sha256').update(pieces.join('')).digest('hex');
};
const storage = await openFileStorage(process.argv[1]);
const state = createEdgeState({ now, keysMaxAgeMs: Infinity });
await bootFromFiles({ storage, state, checksum, owner: 'owner', now, logger });
`;

const checksum = async (pieces: readonly string[]) =>
  createHash('sha256').update(pieces.join('')).digest('hex');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sf-unended-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('a state file that ends its reader is passed over at the next start', { timeout: 60_000 }, async () => {
  const storage = await openFileStorage(folder);
  const head = { owner: 'owner', position: '1-aa', currentAsOf: Date.now() } as const;
  const environment = { id: ENVIRONMENT, key: 'production', name: 'Production', privateAttributes: [] };
  const relay = { protocol: 1, projectId: ENVIRONMENT, environments: [environment], keys: [] };
  const flags = { protocol: 1, ...flagSet([], [], ENVIRONMENT), committedAt: '2026-03-01T00:00:00.000Z' };
  const write = async (name: string, kind: 'relay' | 'flags', data: object) =>
    storage.write(name, await encodeStateFile({ ...head, kind }, [JSON.stringify(data)], checksum));
  await write(RELAY_FILE, 'relay', relay);
  await write(flagsFile(ENVIRONMENT), 'flags', flags);

  const args = ['--import', 'tsx', '--input-type=module', '--eval', READER, folder];
  const reader = spawn(process.execPath, args, { stdio: 'inherit' });
  const [, signal] = await once(reader, 'exit');
  expect(signal).toBe('SIGKILL');

  const logged: string[] = [];
  const log = (message: string) => void logged.push(message);
  const logger = { debug: log, info: log, warn: log, error: log };
  const state = createEdgeState({ now: Date.now, keysMaxAgeMs: Number.POSITIVE_INFINITY });
  await bootFromFiles({ storage, state, checksum, owner: 'owner', now: Date.now, logger });
  expect(state.relay()?.position).toBe('1-aa');
  expect(state.environment(ENVIRONMENT)).toBeUndefined();
  expect(logged).toContain('stored state cannot be used and is set aside');
  expect(readdirSync(folder).sort()).toEqual([`${flagsFile(ENVIRONMENT)}.refused`, RELAY_FILE]);
});
