import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SdkKeyRecord } from '../../../../shared/keys/sdk-key.ts';
import type { LogFields, Logger } from '../../../../shared/logging/logger.ts';
import { replicaFromSnapshot, toSnapshot } from '../../../../shared/sync/replica.ts';
import { createMemoryStorage, type MemoryStorage } from '../../../../test/support/edge/memory-storage.ts';
import { keyRecord, NOW, OTHER, OWN } from '../../../../test/support/edge/test-edge.ts';
import { booleanFlag, flagSet } from '../../../../test/support/flags.ts';
import { createManualClock, type ManualClock } from '../../../../test/support/manual-clock.ts';
import { createEdgeState, type EdgeState } from '../edge-state.ts';
import { bootFromFiles } from './boot-from-files.ts';
import { encodeSnapshotInSlices } from './encode-snapshot.ts';
import { persistInFiles } from './persist-in-files.ts';
import { encodeStateFile, type StateHead } from './state-file.ts';
import { AGES_FILE, flagsFile, RELAY_FILE } from './storage.ts';

const COMMITTED_AT = '2026-03-01T11:59:00.000Z';
const ENVIRONMENTS = [
  { id: OWN, key: 'production', name: 'Production', privateAttributes: ['email'] },
  { id: OTHER, key: 'staging', name: 'Staging', privateAttributes: [] },
];

/** Web Crypto answers from another thread, and a manual clock does not wait for it. */
const checksum = async (pieces: readonly string[]) =>
  createHash('sha256').update(pieces.join('')).digest('hex');

let clock: ManualClock;
let storage: MemoryStorage;
let logged: { level: string; message: string; fields: LogFields }[];
let key: SdkKeyRecord;

beforeEach(async () => {
  clock = createManualClock(NOW);
  storage = createMemoryStorage();
  logged = [];
  key = { ...(await keyRecord('server', 'own', [OWN])), id: 'aaaaaaaa-0000-4000-8000-000000000000' };
});

const log =
  (level: string) =>
  (message: string, fields: LogFields = {}) =>
    void logged.push({ level, message, fields });
const logger: Logger = { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };

function snapshotOf(id: string, flagKeys: readonly string[]) {
  const flags = flagKeys.map((flagKey) => booleanFlag(flagKey));
  return { protocol: 1, ...flagSet(flags, [], id), committedAt: COMMITTED_AT };
}

function setRelay(state: EdgeState, environments = ENVIRONMENTS): void {
  state.setRelay('3-aa', { protocol: 1, projectId: OWN, environments, keys: [key] });
}

function setFlags(state: EdgeState, id: string, position: string, flagKeys: readonly string[]): void {
  state.setFlags(id, replicaFromSnapshot(position, snapshotOf(id, flagKeys)), undefined);
}

function depsFor(state: EdgeState, owner = 'owner') {
  return { ...clock, random: () => 0.5, logger, storage, state, owner, checksum };
}

function start(keysMaxAgeMs = Number.POSITIVE_INFINITY) {
  const state = createEdgeState({ now: clock.now, keysMaxAgeMs });
  return { state, persistence: persistInFiles(depsFor(state)) };
}

/** The state of an edge that starts with the storage as it is now. */
async function restart(options: { owner?: string; keysMaxAgeMs?: number } = {}): Promise<EdgeState> {
  const { keysMaxAgeMs = Number.POSITIVE_INFINITY, owner } = options;
  const state = createEdgeState({ now: clock.now, keysMaxAgeMs });
  await bootFromFiles(depsFor(state, owner));
  return state;
}

const faults = () => logged.filter(({ level }) => level === 'error' || level === 'warn');

describe('stored state', () => {
  it('restores keys, flags and positions, and writes a burst of changes once', async () => {
    const { state } = start();
    setRelay(state);
    for (let version = 1; version <= 20; version += 1) setFlags(state, OWN, `${version}-aa`, ['banner']);
    await clock.advanceAsync(1_000);
    expect(storage.writes).toEqual([RELAY_FILE, flagsFile(OWN)]);

    const booted = await restart();
    expect(booted.keys()?.find(key.hash)).toMatchObject({ id: key.id });
    expect(booted.environment(OWN)?.position).toBe('20-aa');
    expect(booted.environment(OWN)?.set.flags.has('banner')).toBe(true);
    expect(booted.privateAttributes(OWN)).toEqual(['email']);
    expect(booted.environment(OTHER)).toBeUndefined();
  });

  it('restores the metadata of flags', async () => {
    const { state, persistence } = start();
    const metadata = { owner: 'checkout', ticket: 4711, temporary: true };
    const described = { ...snapshotOf(OWN, []), flags: [booleanFlag('banner', { metadata })] };
    setRelay(state);
    state.setFlags(OWN, replicaFromSnapshot('1-aa', described), undefined);
    await persistence.flush();
    const banner = (await restart()).environment(OWN)?.set.flags.get('banner');
    expect(banner?.definition.metadata).toEqual(metadata);
  });

  it('writes what changed while it was writing', async () => {
    const { state, persistence } = start();
    setRelay(state);
    setFlags(state, OWN, '1-aa', ['banner']);
    const write = storage.write;
    storage.write = async (name, text) => {
      storage.write = write;
      setFlags(state, OWN, '2-bb', ['banner', 'search']);
      await write(name, text);
    };
    await persistence.flush();
    await clock.advanceAsync(1_000);
    expect((await restart()).environment(OWN)?.position).toBe('2-bb');
  });

  it('restores when everything was last known to be current', async () => {
    const { state } = start();
    setRelay(state);
    setFlags(state, OWN, '1-aa', ['banner']);
    await clock.advanceAsync(60_000);
    state.confirmFlags(OWN, NOW + 55_000);
    state.confirmRelay(NOW + 50_000);
    await clock.advanceAsync(20_000);
    const written = storage.writes.length;
    await clock.advanceAsync(3_600_000);
    expect(storage.writes).toHaveLength(written);

    const booted = await restart();
    expect(booted.environment(OWN)?.currentAsOf).toBe(NOW + 55_000);
    expect(booted.relay()?.currentAsOf).toBe(NOW + 50_000);
  });

  it('ignores an age that was stored for another position', async () => {
    const { state, persistence } = start();
    setRelay(state);
    setFlags(state, OWN, '1-aa', ['banner']);
    await persistence.flush();
    const older = storage.files.get(flagsFile(OWN)) ?? '';
    await clock.advanceAsync(30_000);
    setFlags(state, OWN, '2-bb', ['banner']);
    await persistence.close();
    storage.files.set(flagsFile(OWN), older);
    expect((await restart()).environment(OWN)?.currentAsOf).toBe(NOW);
  });

  it('never counts as more current than now, if the clock was set back', async () => {
    const { state, persistence } = start();
    setRelay(state);
    setFlags(state, OWN, '1-aa', ['banner']);
    await persistence.close();
    clock = createManualClock(NOW - 1_000);
    expect((await restart()).environment(OWN)?.currentAsOf).toBe(NOW - 1_000);
  });

  it('applies KEYS_MAX_AGE and the expiry of keys after a restart', async () => {
    key = { ...key, expiresAt: new Date(NOW + 60_000).toISOString() };
    const { state, persistence } = start();
    setRelay(state);
    await persistence.close();
    await clock.advanceAsync(30_000);
    expect((await restart({ keysMaxAgeMs: 29_000 })).keys()).toBeUndefined();
    const ring = (await restart({ keysMaxAgeMs: 31_000 })).keys();
    expect(ring?.find(key.hash)?.expiresAt).toBe(NOW + 60_000);
  });

  it('removes the file of a removed environment, and every file when everything is erased', async () => {
    const { state, persistence } = start();
    setRelay(state);
    setFlags(state, OWN, '1-aa', ['banner']);
    setFlags(state, OTHER, '1-aa', ['banner']);
    await persistence.flush();
    setRelay(state, ENVIRONMENTS.slice(0, 1));
    await clock.advanceAsync(1_000);
    expect([...storage.files.keys()].sort()).toEqual([flagsFile(OWN), RELAY_FILE]);
    state.eraseAll();
    await clock.advanceAsync(1_000);
    expect([...storage.files.keys()]).toEqual([]);
  });

  it('removes at boot the files that a crash prevented it from removing', async () => {
    const { state, persistence } = start();
    setRelay(state);
    setFlags(state, OWN, '1-aa', ['banner']);
    await persistence.flush();
    const left = '33333333-3333-4333-8333-333333333333';
    storage.files.set(flagsFile(left), 'flags of an environment that was deleted');
    await restart();
    expect([...storage.files.keys()].sort()).toEqual([flagsFile(OWN), RELAY_FILE]);
  });

  it('does not use the state of another relay key, and does not overwrite it before it has its own', async () => {
    const { state, persistence } = start();
    setRelay(state);
    await persistence.flush();
    const booted = await restart({ owner: 'another' });
    expect(booted.keys()).toBeUndefined();
    expect(storage.files.has(RELAY_FILE)).toBe(true);
    expect(faults()).toHaveLength(1);
  });
});

describe('a state file that cannot be used', () => {
  const damages: readonly [string, (text: string) => string, RegExp][] = [
    ['was cut off', (text) => text.slice(0, -20), /checksum/],
    ['has a bit turned', (text) => text.replace('banner', 'bannes'), /checksum/],
    ['claims to be fresher', (text) => text.replace(/"currentAsOf":\d/, '"currentAsOf":9'), /checksum/],
    ['is empty', () => '', /not a state file/],
    ['is something else', () => '{"flags":[]}', /not a state file/],
    ['comes from a later release', (text) => text.replace(/^(\S+) 1 /, '$1 2 '), /format 2/],
    ['has a damaged first line', (text) => text.replace('sha256=', 'sha255='), /first line/],
  ];
  it.each(damages)(
    'because it %s is set aside with one log line, and the rest is served',
    async (_, damage, problem) => {
      const { state, persistence } = start();
      setRelay(state);
      setFlags(state, OWN, '1-aa', ['banner']);
      setFlags(state, OTHER, '1-aa', ['banner']);
      await persistence.flush();
      storage.files.set(flagsFile(OWN), damage(storage.files.get(flagsFile(OWN)) ?? ''));

      const booted = await restart();
      expect(booted.keys()).toBeDefined();
      expect(booted.environment(OTHER)).toBeDefined();
      expect(booted.environment(OWN)).toBeUndefined();
      expect([...storage.aside.keys()]).toEqual([flagsFile(OWN)]);
      expect(faults()).toEqual([
        expect.objectContaining({
          fields: { file: flagsFile(OWN), problem: expect.stringMatching(problem) },
        }),
      ]);
    },
  );

  const head = { owner: 'owner', position: '1-aa', currentAsOf: NOW } as const;
  const misfits: readonly [string, StateHead, unknown, RegExp][] = [
    [
      'is about another environment',
      { ...head, kind: 'flags' },
      snapshotOf(OTHER, []),
      /another environment/,
    ],
    ['is of another kind', { ...head, kind: 'relay' }, {}, /"relay" instead of "flags"/],
    ['holds no flag set', { ...head, kind: 'flags' }, { flags: 1 }, /malformed/],
    ['has no position', { ...head, kind: 'flags', position: null }, snapshotOf(OWN, []), /position/],
  ];
  it.each(misfits)('because it %s is set aside', async (_, fileHead, data, problem) => {
    const { state, persistence } = start();
    setRelay(state);
    await persistence.flush();
    const pieces = await encodeStateFile(fileHead, [JSON.stringify(data)], checksum);
    storage.files.set(flagsFile(OWN), pieces.join(''));
    expect((await restart()).environment(OWN)).toBeUndefined();
    expect(storage.aside.has(flagsFile(OWN))).toBe(true);
    expect(faults()[0]?.fields.problem).toMatch(problem);
  });

  it('because the process that read it before ended is set aside, and the rest is served', async () => {
    const { state, persistence } = start();
    setRelay(state);
    setFlags(state, OWN, '1-aa', ['banner']);
    setFlags(state, OTHER, '1-aa', ['banner']);
    await persistence.flush();
    storage.reading = flagsFile(OWN);

    const booted = await restart();
    expect(booted.environment(OTHER)).toBeDefined();
    expect(booted.environment(OWN)).toBeUndefined();
    expect([...storage.aside.keys()]).toEqual([flagsFile(OWN)]);
    expect(faults()[0]?.fields).toMatchObject({
      file: flagsFile(OWN),
      problem: expect.stringMatching(/ended/),
    });
    expect(storage.reading).toBeUndefined();
  });

  it('does not prevent the start, even if no file can be read', async () => {
    storage.failWith('EIO');
    expect((await restart()).keys()).toBeUndefined();
    expect(faults()).toHaveLength(1);
  });
});

describe('a storage that fails', () => {
  it('is tried again until it works, and logs its failure and its recovery once', async () => {
    const { state, persistence } = start();
    storage.failWith('ENOSPC');
    setRelay(state);
    setFlags(state, OWN, '1-aa', ['banner']);
    await clock.advanceAsync(60_000);
    expect(persistence.counts().failed).toBeGreaterThan(3);
    expect(persistence.counts().failed).toBeLessThan(12);
    storage.failWith(undefined);
    await clock.advanceAsync(120_000);
    expect((await restart()).environment(OWN)?.position).toBe('1-aa');
    expect(logged.filter(({ message }) => /^storing state (failed|recovered)$/.test(message))).toHaveLength(
      2,
    );
  });
});

describe('a snapshot encoded in slices', () => {
  it('has the same text as on the wire, in short pieces', async () => {
    const flags = Array.from({ length: 1_000 }, (_, index) => booleanFlag(`flag-${index}`));
    const first = { protocol: 1, ...flagSet(flags, [], OWN), committedAt: COMMITTED_AT };
    const replica = replicaFromSnapshot('4-aa', first);
    let turns = 0;
    const pieces = await encodeSnapshotInSlices(replica, async () => {
      turns += 1;
    });
    expect(pieces.join('')).toBe(JSON.stringify(toSnapshot(replica)));
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(70_000);
    expect(turns).toBeGreaterThan(2);
  });
});

it('stores ages in a file of their own, so that a heartbeat rewrites no flags', async () => {
  const { state } = start();
  setRelay(state);
  setFlags(state, OWN, '1-aa', ['banner']);
  await clock.advanceAsync(5_000);
  const before = storage.writes.length;
  state.confirmFlags(OWN, clock.now());
  await clock.advanceAsync(20_000);
  expect(storage.writes.slice(before)).toEqual([AGES_FILE]);
});
