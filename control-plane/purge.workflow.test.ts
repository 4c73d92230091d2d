import postgres from 'postgres';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentLogger } from '../shared/logging/logger.ts';
import {
  type StreamingFixture,
  startStreamingFixture,
} from '../test/support/control-plane/streaming-fixture.ts';
import type { OnMaintenanceConnection } from './maintenance-connection.ts';
import { purgeOldData } from './purge-old-data.ts';
import { ensureEventPartitions } from './store/events/event-partitions.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

let fixture: StreamingFixture;
let sql: postgres.Sql;

beforeEach(async () => {
  // The second control plane has no hub yet, so it finds old positions only in the database.
  fixture = await startStreamingFixture({ controlPlanes: 2 });
  sql = postgres(fixture.database.url, { max: 2, onnotice: () => {} });
});
afterEach(async () => {
  await sql.end();
  await fixture.stop();
});

function purge(days: { tombstoneDays?: number; eventDays?: number }, dryRun = false, logs: unknown[] = []) {
  const onConnection: OnMaintenanceConnection = (work) => work(sql);
  const logger = { ...silentLogger, info: (_: string, fields: unknown) => void logs.push(fields) };
  return purgeOldData({ onConnection, now: Date.now, random: () => 0, logger }, days, dryRun);
}

it('gives readers from before the purge a snapshot, later ones a delta', async () => {
  const { secret } = await fixture.createKey('server');
  for (const key of ['kept', 'gone', 'gone-later']) await fixture.createFlag(key);
  const early = await positionNow();
  await fixture.api.call('DELETE', `/api/projects/${fixture.projectId}/flags/gone`);
  const middle = await positionNow();
  // All this happened forty days ago, what follows happens today.
  await sql`update environment_versions set created_at = created_at - interval '40 days'`;
  await fixture.api.call('DELETE', `/api/projects/${fixture.projectId}/flags/gone-later`);
  await fixture.configure('kept', { enabled: true });

  const planned: unknown[] = [];
  expect(await purge({ tombstoneDays: 30 }, true, planned)).toMatchObject({ flags: 2, events: 0 });
  expect(planned).toContainEqual(expect.objectContaining({ flags: 1, dryRun: true }));
  expect(await flagRows('gone')).toBe(2);

  await purge({ tombstoneDays: 30 });
  const none = { flags: 0, segments: 0, versions: 0, partitions: 0, events: 0, webhookDeliveries: 0 };
  expect(await purge({ tombstoneDays: 30 }, true)).toEqual(none);
  expect(await flagRows('gone')).toBe(0);
  expect(await flagRows('gone-later')).toBe(2);
  expect(await flagRows('kept')).toBe(2);
  const [row] = await sql`
    select oldest_resumable as oldest, (select min(version) from environment_versions where environment_id = e.id) as first
    from environments e where id = ${fixture.environment.id}`;
  const middleVersion = Number(middle.split('-')[0]);
  expect(row).toEqual({ oldest: middleVersion, first: middleVersion });

  const old = await fixture.open('/stream', { key: secret, lastEventId: early, at: 1 });
  await expect.poll(() => old.events[0]?.event).toBe('snapshot');
  const recent = await fixture.open('/stream', { key: secret, lastEventId: middle, at: 1 });
  await expect.poll(() => recent.events[0]?.event).toBe('delta');
  expect(JSON.parse(recent.events[0]?.data ?? '')).toMatchObject({
    from: middle,
    deleted: { flags: ['gone-later'] },
  });
  // Nothing is left to purge, and flags can still be made and deleted.
  const nothing: unknown[] = [];
  await purge({ tombstoneDays: 30 }, false, nothing);
  expect(nothing).toEqual([]);
  await fixture.createFlag('gone');
});

it('purges deleted flags that require each other', async () => {
  for (const key of ['required', 'dependent']) await fixture.createFlag(key);
  await fixture.configure('dependent', { prerequisites: [{ flagKey: 'required', variations: ['on'] }] });
  for (const key of ['dependent', 'required']) {
    expect((await fixture.api.call('DELETE', `/api/projects/${fixture.projectId}/flags/${key}`)).status).toBe(
      204,
    );
  }
  await sql`update environment_versions set created_at = created_at - interval '40 days'`;
  await purge({ tombstoneDays: 30 });
  expect(await flagRows('required')).toBe(0);
  expect(await flagRows('dependent')).toBe(0);
});

it('drops partitions of old events, and keeps the newer ones', async () => {
  await ensureEventPartitions(sql, Date.now() - 200 * DAY_MS);
  const before = await partitions();
  const logs: unknown[] = [];
  await purge({ eventDays: 31 }, true, logs);
  expect(await partitions()).toEqual(before);
  await purge({ eventDays: 31 });
  const after = await partitions();
  expect(after).toHaveLength(before.length - 4);
  expect(logs).toContainEqual(
    expect.objectContaining({ partitions: before.filter((name) => !after.includes(name)) }),
  );
  expect(await ensureEventPartitions(sql, Date.now())).toEqual([]);
});

it('deletes idempotency keys 24 hours after their requests by the clock of Postgres, without a retention', async () => {
  const create = async (key: string) => {
    const headers = { 'idempotency-key': key };
    expect((await fixture.api.call('POST', '/api/projects', { name: key }, headers)).status).toBe(201);
  };
  for (const key of ['old', 'nearly', 'new']) await create(key);
  const age = (key: string, hours: string) => sql`
    update idempotency_keys set expires_at = expires_at - ${hours}::interval where key = ${key}`;
  await age('old', '24 hours');
  await age('nearly', '23 hours 55 minutes');
  // More than one statement deletes.
  await sql`
    insert into idempotency_keys (user_id, key, attempt_id, request_hash, locked_until, expires_at)
    select user_id, 'many-' || n, attempt_id, request_hash, locked_until, expires_at
    from idempotency_keys, generate_series(1, 1100) n where key = 'old'`;
  const keys = async () => (await sql`select key from idempotency_keys order by key`).map(({ key }) => key);

  const planned: unknown[] = [];
  await purge({}, true, planned);
  expect(planned).toEqual([{ idempotencyKeys: 1101, dryRun: true }]);
  expect(await keys()).toHaveLength(1103);
  // The clock of the process does not count.
  const later = { now: () => Date.now() + 2 * DAY_MS, random: () => 0, logger: silentLogger };
  const onConnection: OnMaintenanceConnection = (work) => work(sql);
  await purgeOldData({ ...later, onConnection }, {}, false);
  expect(await keys()).toEqual(['nearly', 'new']);
});

it('deletes sessions and links for signing in once they have expired, without a retention', async () => {
  const lives = { live: [0, 60], idle: [601, 60], expired: [0, 0] } as const;
  for (const [name, [idle, seconds]] of Object.entries(lives)) {
    await sql`
      insert into sessions (hash, user_id, how, user_agent, idle_seconds, last_used_at, expires_at)
      select md5(${name} || n) || md5(n::text || ${name}), id, 'link', ${name}, 600, now() - make_interval(secs => ${idle}),
        now() + make_interval(secs => ${seconds})
      from users, generate_series(1, ${name === 'expired' ? 600 : 1}) n where email = 'admin@localhost'`;
    await sql`
      insert into sign_in_links (kind, hash, user_id, created_by, expires_at)
      select 'link', md5(${name}) || md5(${name}), id, id, now() + make_interval(secs => ${seconds})
      from users where email = 'admin@localhost'`;
  }
  const planned: unknown[] = [];
  await purge({}, true, planned);
  expect(planned).toContainEqual({ sessions: 601, signInLinks: 1, dryRun: true });
  await purge({}, false, []);
  expect(await sql`select user_agent as name from sessions`).toEqual([{ name: 'live' }]);
  expect(await sql`select from sign_in_links`).toHaveLength(2);
});

async function positionNow(): Promise<string> {
  const [row] = await sql`
    select e.version || '-' || v.token as position
    from environments e join environment_versions v on v.environment_id = e.id and v.version = e.version
    where e.id = ${fixture.environment.id}`;
  return String(row?.position);
}

async function flagRows(key: string): Promise<number> {
  const [row] = await sql`
    select count(*)::int as rows from flag_environments fe join flags f on f.id = fe.flag_id where f.key = ${key}`;
  return Number(row?.rows);
}

async function partitions(): Promise<string[]> {
  const rows = await sql`
    select inhrelid::regclass::text as name from pg_inherits where inhparent = 'evaluation_events'::regclass order by 1`;
  return rows.map(({ name }) => String(name));
}
