import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../shared/logging/logger.ts';
import {
  createModelFlagSetReader,
  createModelReader,
} from '../../test/support/control-plane/model-network.ts';
import { createManualClock } from '../../test/support/manual-clock.ts';
import { createModelEnvironment } from '../../test/support/sync/model-environment.ts';
import type { AuthenticatedSdkKey } from '../model/sdk-key.ts';
import type { ProjectKeys } from '../store/access/project-keys-reader.ts';
import { createStreamHubs } from './stream-hubs.ts';

const ENVIRONMENT = '00000000-0000-4000-8000-000000000001';
const key: AuthenticatedSdkKey = {
  id: 'the key',
  kind: 'server',
  projectId: 'the project',
  environmentIds: [ENVIRONMENT],
  expiresAt: null,
};
const keys: ProjectKeys = {
  projectId: key.projectId,
  position: '1-k',
  environments: [],
  keys: [{ id: key.id, kind: 'server', hash: 'h', environmentIds: [ENVIRONMENT], expiresAt: null }],
};

/** Hubs on a database that can go away, and readers of theirs. */
function createStage(maxStreamsPerKey = 10) {
  const clock = createManualClock();
  const environment = createModelEnvironment();
  let away = false;
  let reads = 0;
  const answer = <T>(value: T) => {
    if (away) throw Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' });
    return value;
  };
  const model = createModelFlagSetReader(environment);
  const hubs = createStreamHubs({
    clock,
    logger: silentLogger,
    maxStreamsPerKey,
    flags: {
      read: async (...asked) => {
        reads += 1;
        return answer(await model.read(...asked));
      },
    },
    relay: { read: async () => answer(keys) },
    heads: async () =>
      answer({
        environments: new Map([[ENVIRONMENT, environment.position]]),
        projects: new Map([[key.projectId, keys.position]]),
      }),
  });
  hubs.start();
  const heartbeats: (number | null)[] = [];
  const reader = createModelReader({ onHeartbeat: (ageMs) => heartbeats.push(ageMs) });
  return {
    clock,
    environment,
    hubs,
    heartbeats,
    reader,
    reads: () => reads,
    setAway: (value: boolean) => {
      away = value;
    },
    change: () => environment.change([{ kind: 'flags', key: 'a', action: 'set' }]),
    async connect() {
      const attach = await hubs.prepareFlags(key, ENVIRONMENT, null);
      reader.connect((sink) => {
        attach(sink);
        return { close: sink.close };
      });
    },
    /** Lets two-second sweeps happen one after the other. */
    async pass(seconds: number) {
      for (let passed = 0; passed < seconds; passed += 1) {
        clock.advance(1_000);
        await new Promise(setImmediate);
      }
    },
  };
}

describe('while Postgres is away', () => {
  it('streams stay open with heartbeats that tell their growing age, and go on when it is back', async () => {
    const stage = createStage();
    await stage.connect();
    stage.setAway(true);
    stage.change();
    await stage.pass(46);
    expect(stage.heartbeats.slice(1).map((ageMs) => Math.round((ageMs ?? 0) / 15_000))).toEqual([1, 2, 3]);
    expect(stage.reader.replica?.position).not.toBe(stage.environment.position);
    stage.setAway(false);
    await stage.pass(3);
    expect(stage.reader.replica?.position).toBe(stage.environment.position);
  });

  it('nobody new is let in: what could be told might be old', async () => {
    const stage = createStage();
    await stage.connect();
    stage.setAway(true);
    await expect(stage.hubs.prepareFlags(key, ENVIRONMENT, null)).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });
});

it('a key may hold only so many streams, until one of them ends', async () => {
  const stage = createStage(1);
  await stage.connect();
  await expect(stage.hubs.prepareFlags(key, ENVIRONMENT, null)).rejects.toMatchObject({
    code: 'TOO_MANY_REQUESTS',
  });
});

it('many hints during a reading cause one more, not many', async () => {
  const stage = createStage();
  await stage.connect();
  const before = stage.reads();
  for (let hint = 0; hint < 100; hint += 1) stage.hubs.environmentsChanged([ENVIRONMENT]);
  await stage.pass(1);
  expect(stage.reads() - before).toBe(2);
});

it('a hub is dropped some time after its last reader', async () => {
  const stage = createStage();
  // Asked for, but never attached: as a reader that left while it waited.
  await stage.hubs.prepareFlags(key, ENVIRONMENT, null);
  await stage.pass(70);
  const before = stage.reads();
  stage.hubs.environmentsChanged([ENVIRONMENT]);
  await stage.pass(1);
  expect(stage.reads()).toBe(before);
});
