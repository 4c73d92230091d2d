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

/** Hubs, a reader, and a database that may be unreachable. */
function createFixture(maxStreamsPerKey = 10) {
  const clock = createManualClock();
  const environment = createModelEnvironment();
  let isUnreachable = false;
  let reads = 0;
  const reply = <T>(value: T) => {
    if (isUnreachable) throw Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' });
    return value;
  };
  const model = createModelFlagSetReader(environment);
  const hubs = createStreamHubs({
    clock,
    logger: silentLogger,
    maxStreamsPerKey,
    flagSets: {
      read: async (...asked) => {
        reads += 1;
        return reply(await model.read(...asked));
      },
    },
    projectKeys: { read: async () => reply(keys) },
    readHeads: async () =>
      reply({
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
    setUnreachable: (value: boolean) => {
      isUnreachable = value;
    },
    change: () => environment.change([{ kind: 'flags', key: 'a', action: 'set' }]),
    async connect() {
      const attach = await hubs.prepareFlags(key, ENVIRONMENT, null);
      reader.connect((sink) => {
        attach(sink);
        return { close: sink.close };
      });
    },
    /** Advances the clock second by second, so that every sweep runs. */
    async pass(seconds: number) {
      for (let passed = 0; passed < seconds; passed += 1) {
        clock.advance(1_000);
        await new Promise(setImmediate);
      }
    },
  };
}

describe('while Postgres is unreachable', () => {
  it('streams stay open, heartbeats report the growing age, and changes arrive after the recovery', async () => {
    const fixture = createFixture();
    await fixture.connect();
    fixture.setUnreachable(true);
    fixture.change();
    await fixture.pass(46);
    expect(fixture.heartbeats.slice(1).map((ageMs) => Math.round((ageMs ?? 0) / 15_000))).toEqual([1, 2, 3]);
    expect(fixture.reader.replica?.position).not.toBe(fixture.environment.position);
    fixture.setUnreachable(false);
    await fixture.pass(3);
    expect(fixture.reader.replica?.position).toBe(fixture.environment.position);
  });

  it('no new stream opens, because its first state could be old', async () => {
    const fixture = createFixture();
    await fixture.connect();
    fixture.setUnreachable(true);
    await expect(fixture.hubs.prepareFlags(key, ENVIRONMENT, null)).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });
});

it('the number of streams of a key is limited', async () => {
  const fixture = createFixture(1);
  await fixture.connect();
  await expect(fixture.hubs.prepareFlags(key, ENVIRONMENT, null)).rejects.toMatchObject({
    code: 'TOO_MANY_REQUESTS',
  });
});

it('any number of hints during a reading causes one more reading', async () => {
  const fixture = createFixture();
  await fixture.connect();
  const before = fixture.reads();
  for (let hint = 0; hint < 100; hint += 1) fixture.hubs.environmentsChanged([ENVIRONMENT]);
  await fixture.pass(1);
  expect(fixture.reads() - before).toBe(2);
});

it('a hub is dropped some time after its last reader has left', async () => {
  const fixture = createFixture();
  // Prepared but never attached, like a reader that disconnects while it waits.
  await fixture.hubs.prepareFlags(key, ENVIRONMENT, null);
  await fixture.pass(70);
  const before = fixture.reads();
  fixture.hubs.environmentsChanged([ENVIRONMENT]);
  await fixture.pass(1);
  expect(fixture.reads()).toBe(before);
});
