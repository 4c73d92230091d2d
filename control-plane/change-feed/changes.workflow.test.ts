import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../shared/logging/logger.ts';
import { requestBelow } from '../../test/support/api-request.ts';
import {
  ADMIN_TOKEN,
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../test/support/control-plane/test-control-plane.ts';
import { eventually } from '../../test/support/eventually.ts';
import { createManagementApi } from '../../test/support/management-api.ts';
import { openStream, type SseClient } from '../../test/support/sse-client.ts';
import { type ControlPlane, startControlPlane } from '../start-control-plane.ts';

let plane: TestControlPlane;
let second: ControlPlane;
let projectId: string;
let users = 0;
const open: SseClient[] = [];

const startAnother = (): Promise<ControlPlane> =>
  startControlPlane(
    { databaseUrl: plane.database.url, host: '127.0.0.1', port: 0, logLevel: 'silent' },
    { logger: silentLogger },
  );

beforeAll(async () => {
  plane = await startTestControlPlane();
  second = await startAnother();
});
afterAll(async () => {
  await second.stop();
  await plane.stop();
});
beforeEach(async () => {
  projectId = await createProject(plane.api, ['production']);
  await call('POST', '/flags', { key: 'checkout', type: 'boolean' });
});
afterEach(() => {
  for (const stream of open.splice(0)) stream.close();
});

const call = requestBelow(
  () => plane.request,
  () => `/api/projects/${projectId}` as const,
);
const turn = (enabled: boolean) => call('PATCH', '/flags/checkout/environments/production', { enabled });

interface WatchOptions {
  readonly key?: string;
  readonly lastEventId?: string;
  readonly url?: string;
}

async function watch({
  key = ADMIN_TOKEN,
  lastEventId,
  url = second.url,
}: WatchOptions = {}): Promise<SseClient> {
  const options = { key, ...(lastEventId === undefined ? {} : { lastEventId }) };
  const stream = await openStream(`${url}/api/projects/${projectId}/changes`, options);
  open.push(stream);
  return stream;
}

const ready = async (stream: SseClient) =>
  JSON.parse((await stream.until('ready', ({ event }) => event === 'ready')).data);

const changesOf = (stream: SseClient) =>
  stream.events
    .filter(({ event }) => event === 'change')
    .map(({ id, data }) => ({ id, ...JSON.parse(data) }));

const changes = (stream: SseClient, count: number) =>
  eventually(`${count} changes`, () => changesOf(stream).length >= count && changesOf(stream), 5_000);

/** A user without a role in the installation. */
async function addUser(
  role: 'viewer' | 'editor' | 'admin' | null = null,
): Promise<{ readonly id: string; readonly token: string; readonly tokenId: string }> {
  users += 1;
  const { body } = await plane.request('POST', '/api/users', {
    email: `u${users}@example.org`,
    name: 'U',
    role,
  });
  const token = await plane.request('POST', `/api/users/${body.id}/tokens`, { name: 'Test' });
  return { id: body.id, token: token.body.token, tokenId: token.body.id };
}

describe('a stream of changes', () => {
  it('tells what the audit log shows, without the values, also of changes at another control plane', async () => {
    const stream = await watch();
    expect(await ready(stream)).toMatchObject({ isComplete: true });
    await turn(true);
    await call('POST', '/segments', { key: 'beta', included: ['ana@example.org'] });
    await call('PATCH', '/flags/checkout', { name: 'Checkout' });
    await call('POST', '/environments', { key: 'staging', name: 'Staging', sortOrder: 1 });
    await call('POST', '/keys', { kind: 'server', name: 'Service', environmentKeys: ['production'] });
    const told = await changes(stream, 6);
    const audit = (await call('GET', '/audit?limit=6')).body.items.toReversed();
    expect(
      told.map(({ entryId, action, resourceType, userId, createdAt }) => ({
        entryId,
        action,
        resourceType,
        userId,
        createdAt,
      })),
    ).toEqual(
      audit.map(({ id, action, resourceType, userId, createdAt }) => ({
        entryId: id,
        action,
        resourceType,
        userId,
        createdAt,
      })),
    );
    const history = (await call('GET', '/change-sets?state=applied')).body.items;
    const about = (type: string) => told.filter(({ resourceType }) => resourceType === type);
    const none = { flagKey: null, environmentKey: null, segmentKey: null };
    expect(about('flag_environment')).toMatchObject([
      { flagKey: 'checkout', environmentKey: 'production', segmentKey: null, changeSetId: history[3]?.id },
      // Copied into the new environment.
      { flagKey: 'checkout', environmentKey: 'staging', segmentKey: null, changeSetId: null },
    ]);
    expect(about('segment')).toMatchObject([{ ...none, segmentKey: 'beta', changeSetId: history[2]?.id }]);
    expect(about('flag')).toMatchObject([{ ...none, flagKey: 'checkout', changeSetId: history[1]?.id }]);
    expect(about('environment')).toMatchObject([
      { ...none, environmentKey: 'staging', changeSetId: history[0]?.id },
    ]);
    expect(about('sdk_key')).toMatchObject([{ ...none, changeSetId: null }]);
    expect(JSON.stringify(stream.events)).not.toContain('ana@example.org');
    expect(told.map(({ id }) => Number(id))).toEqual(told.map(({ position }) => position));
  });

  it('arrives within about a second of the change', async () => {
    const stream = await watch();
    await ready(stream);
    const startedAt = performance.now();
    await turn(true);
    await changes(stream, 1);
    expect(performance.now() - startedAt).toBeLessThan(2_500);
  });

  it('goes on behind any position, in batches, without a gap', async () => {
    for (let count = 0; count < 120; count += 1) await turn(count % 2 === 0);
    const whole = await watch({ lastEventId: '0' });
    const all = await changes(whole, 123);
    expect(all.map(({ position }) => position)).toEqual(
      Array.from({ length: all.length }, (_, at) => at + 1),
    );
    const later = await watch({ lastEventId: '121' });
    expect((await changes(later, all.length - 121))[0].position).toBe(122);
    const current = await watch({ lastEventId: String(all.length) });
    expect(await ready(current)).toEqual({ position: all.length, isComplete: true });
    await turn(true);
    expect((await changes(current, 1))[0].position).toBe(all.length + 1);
  });

  it('says if a position is unknown, and refuses what is none', async () => {
    const ahead = await watch({ lastEventId: '999999' });
    expect(await ready(ahead)).toMatchObject({ isComplete: false });
    expect((await watch({ lastEventId: 'x' })).status).toBe(400);
    expect((await watch({ key: `${ADMIN_TOKEN}x` })).status).toBe(401);
  });
});

describe('a stream ends', () => {
  const endOf = (stream: SseClient) => eventually('the end', () => stream.ended, 4_000);

  it('when its token is revoked', async () => {
    const user = await addUser('viewer');
    const stream = await watch({ key: user.token });
    await ready(stream);
    await plane.request('DELETE', `/api/users/${user.id}/tokens/${user.tokenId}`);
    await endOf(stream);
    await turn(true);
    expect(changesOf(stream)).toEqual([]);
    expect((await watch({ key: user.token })).status).toBe(401);
  });

  it('when its user has no role in the project any more', async () => {
    const user = await addUser();
    expect((await watch({ key: user.token })).status).toBe(404);
    await call('PUT', `/environments/production/roles/${user.id}`, { role: 'viewer' });
    const stream = await watch({ key: user.token });
    await ready(stream);
    await turn(true);
    await changes(stream, 1);
    await call('DELETE', `/environments/production/roles/${user.id}`);
    await endOf(stream);
    expect((await watch({ key: user.token })).status).toBe(404);
  });

  it('when its project is deleted', async () => {
    const stream = await watch();
    await ready(stream);
    await call('DELETE', '');
    await endOf(stream);
    expect((await watch()).status).toBe(404);
  });

  it('when its control plane stops, without an error', async () => {
    const ending = await startAnother();
    const stream = await watch({ url: ending.url });
    await ready(stream);
    const startedAt = performance.now();
    await ending.stop();
    await endOf(stream);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});

it('are at most 20 of a user; a closed one makes room', async () => {
  const user = await addUser('viewer');
  const streams = await Promise.all(Array.from({ length: 20 }, () => watch({ key: user.token })));
  expect(streams.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
  const refused = await watch({ key: user.token });
  expect(refused.status).toBe(429);
  expect(JSON.parse(refused.body)).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  expect((await watch()).status).toBe(200);
  streams[0]?.close();
  await eventually('room', async () => (await watch({ key: user.token })).status === 200);
  const { call: api } = createManagementApi(second.url, user.token);
  expect((await api('GET', '/api/me')).status).toBe(200);
});
