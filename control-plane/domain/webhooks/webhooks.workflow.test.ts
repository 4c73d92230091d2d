import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Logger } from '../../../shared/logging/logger.ts';
import { problemOf, type RawApiRequest, requestBelow } from '../../../test/support/api-request.ts';
import {
  ADMIN_TOKEN,
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { createManagementApi } from '../../../test/support/management-api.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../../test/support/webhook-receiver.ts';
import type { ControlPlaneConfig } from '../../config.ts';
import { purgeOldData } from '../../purge-old-data.ts';
import { type ControlPlane, startControlPlane } from '../../start-control-plane.ts';

const logs: unknown[] = [];
const record = (message: string, fields?: unknown) => void logs.push([message, fields, String(fields)]);
const recordingLogger: Logger = { debug: record, info: record, warn: record, error: record };

const oldKey = randomBytes(32);
const settings = { secretsKey: oldKey, webhookAllowedNetworks: ['127.0.0.0/8'] };

let plane: TestControlPlane;
let second: ControlPlane;
let sql: postgres.Sql;
let receiver: WebhookReceiver;
let projectId: string;
/** Every secret that an answer has contained. */
const secrets: string[] = [];

const start = (more: Partial<ControlPlaneConfig>): Promise<ControlPlane> =>
  startControlPlane(
    { databaseUrl: plane.database.url, host: '127.0.0.1', port: 0, logLevel: 'silent', ...settings, ...more },
    { logger: recordingLogger },
  );

beforeAll(async () => {
  plane = await startTestControlPlane(settings, recordingLogger);
  second = await start({});
  sql = postgres(plane.database.url, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await sql.end();
  await second.stop();
  await plane.stop();
});
beforeEach(async () => {
  receiver = await startWebhookReceiver();
  projectId = await createProject(plane.api, ['production']);
  await call('POST', '/flags', { key: 'checkout', type: 'boolean' });
});
afterEach(async () => {
  // Nothing of this test may be sent during the next one.
  await sql`update webhook_deliveries set state = 'failed' where state = 'pending'`;
  await receiver.stop();
});

const call = requestBelow(
  () => plane.request,
  () => `/api/projects/${projectId}` as const,
);
const callRaw: RawApiRequest = (method, below, ...rest) =>
  plane.sendRaw(method, `/api/projects/${projectId}${below}`, ...rest);
const turn = (enabled: boolean) => call('PATCH', '/flags/checkout/environments/production', { enabled });

interface TestWebhook {
  readonly id: string;
  readonly path: `/webhooks/${string}`;
  readonly secret: string;
}

async function createWebhook(more: object = {}): Promise<TestWebhook> {
  const { status, body } = await call('POST', '/webhooks', { url: `${receiver.url}/hook`, ...more });
  expect(status, JSON.stringify(body)).toBe(201);
  secrets.push(body.secret);
  return { id: body.id, path: `/webhooks/${body.id}`, secret: body.secret };
}

const received = (count: number) =>
  eventually(`${count} requests`, () => receiver.requests.length >= count && receiver.requests);

const deliveries = async ({ path }: TestWebhook) => (await call('GET', `${path}/deliveries`)).body.items;

const ended = (webhook: TestWebhook, count = 1) =>
  eventually('the end of the deliveries', async () => {
    const all = await deliveries(webhook);
    return all.length >= count && all.every(({ state }) => state !== 'pending') ? all : false;
  });

/** Does not wait for the time of the next attempt. */
const hurry = () =>
  sql`update webhook_deliveries set due_at = now() where state = 'pending' and lease is null and due_at < 'infinity'`;

describe('an applied change set', () => {
  it('is sent, signed after Standard Webhooks, with its diff in words and as a structure', async () => {
    const webhook = await createWebhook();
    await turn(true);
    const [request] = await received(1);
    expect(request?.path).toBe('/hook');
    const verified = new Webhook(webhook.secret).verify(request?.body ?? '', { ...flat(request?.headers) });
    const [history] = (await call('GET', '/change-sets?state=applied&limit=1')).body.items;
    expect(verified).toEqual({
      type: 'change_set.applied',
      timestamp: history?.appliedAt,
      data: {
        projectId,
        position: history?.number,
        changeSet: { id: history?.id, number: history?.number, name: '', bypass: null },
        author: { userId: history?.appliedBy, kind: 'person' },
        environments: ['production'],
        flags: ['checkout'],
        flagsTotal: 1,
        segments: [],
        segmentsTotal: 0,
        lines: ['flag "checkout" in production: turned on'],
        linesTotal: 1,
        changes: [
          {
            flagKey: 'checkout',
            environmentKey: 'production',
            member: 'enabled',
            before: false,
            after: true,
          },
        ],
        changesTotal: 1,
      },
    });
    const [delivery] = await ended(webhook);
    expect(delivery).toMatchObject({ state: 'delivered', attempts: 1, lastStatus: 204, lastError: null });
    expect(request?.headers['webhook-id']).toBe((await deliveries(webhook))[0]?.eventId);
  });

  it('is sent once for each lease, with two control planes', async () => {
    const webhook = await createWebhook();
    for (let count = 0; count < 20; count += 1) await turn(count % 2 === 0);
    await received(20);
    await ended(webhook, 20);
    const ids = receiver.requests.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(20);
    expect(ids).toHaveLength(20);
    const positions = receiver.requests.map(({ body }) => JSON.parse(body).data.position);
    expect([...positions].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at + 3));
  });

  it('leaves nothing to send if its transaction is rolled back', async () => {
    await createWebhook();
    await sql.unsafe(`
      create function fail_audit() returns trigger language plpgsql as $$ begin raise exception 'test'; end $$;
      create trigger fail_audit before insert on audit_logs for each row execute function fail_audit();`);
    expect(
      (await callRaw('PATCH', '/flags/checkout/environments/production', { enabled: true })).status,
    ).toBe(500);
    await sql.unsafe('drop trigger fail_audit on audit_logs; drop function fail_audit()');
    expect(await sql`select from webhook_events where project_id = ${projectId}`).toHaveLength(0);
    expect((await turn(true)).status).toBe(200);
    expect(await sql`select from webhook_events where project_id = ${projectId}`).toHaveLength(1);
    await received(1);
    expect(receiver.requests).toHaveLength(1);
  });

  it('writes no event without an endpoint that wants it', async () => {
    await turn(true);
    await createWebhook({ eventTypes: ['environment.created'] });
    const disabled = await createWebhook({ enabled: false });
    await turn(false);
    expect(await sql`select from webhook_events where project_id = ${projectId}`).toHaveLength(0);
    await call('PATCH', disabled.path, { enabled: true });
    await turn(true);
    await received(1);
  });
});

it('tells of reviews, approvals and environments', async () => {
  await createWebhook();
  await call('POST', '/environments', { key: 'staging', name: 'Staging', sortOrder: 1 });
  await call('DELETE', '/environments/staging');
  await call('PUT', '/environments/production/protection', { approvals: 1, approverRole: 'editor' });
  const user = { email: `${projectId}@example.org`, name: 'Editor', role: 'editor' } as const;
  const author = (await plane.request('POST', '/api/users', user)).body.id;
  const token = (await plane.request('POST', `/api/users/${author}/tokens`, { name: 'Test' })).body.token;
  const asAuthor = createManagementApi(second.url, token).request;
  const draft = `/api/projects/${projectId}/change-sets` as const;
  const operation = {
    kind: 'configuration.update' as const,
    flagKey: 'checkout',
    environmentKey: 'production',
    patch: { enabled: true },
  };
  const { id } = (await asAuthor('POST', draft, { name: 'Release', operations: [operation] })).body;
  await asAuthor('POST', `${draft}/${id}/request-review`);
  const { diffHash } = (await call('GET', `/change-sets/${id}/diff`)).body;
  expect((await call('POST', `/change-sets/${id}/approvals`, { diffHash })).body.state).toBe('approved');
  expect((await asAuthor('POST', `${draft}/${id}/apply`)).status).toBe(200);
  const events = (await received(5)).map(({ body }) => JSON.parse(body));
  expect(events.map(({ type }) => type).sort()).toEqual([
    'change_set.applied',
    'change_set.approved',
    'change_set.review_requested',
    'environment.created',
    'environment.deleted',
  ]);
  const review = events.find(({ type }) => type === 'change_set.review_requested');
  expect(review.data).toMatchObject({
    author: { userId: author, kind: 'person' },
    changeSet: { id, name: 'Release', flagKeys: ['checkout'] },
  });
  expect(events.find(({ type }) => type === 'change_set.approved').data.diffHash).toBe(diffHash);
});

describe('a receiver', () => {
  it('that is down gets the same body later, under the same id', async () => {
    const webhook = await createWebhook();
    const statuses = [500, 302, 204];
    receiver.answerWith((response) => response.writeHead(statuses.shift() ?? 204).end());
    await turn(true);
    for (const attempts of [1, 2]) {
      await received(attempts);
      await eventually('the record', async () => {
        const [delivery] = await deliveries(webhook);
        return (
          delivery?.attempts === attempts && delivery.lastStatus !== null && delivery.nextAttemptAt !== null
        );
      });
      await hurry();
    }
    const [delivery] = await ended(webhook);
    expect(delivery).toMatchObject({ state: 'delivered', attempts: 3, lastStatus: 204 });
    const [first, ...later] = receiver.requests;
    for (const { body, headers } of later) {
      expect(body).toBe(first?.body);
      expect(headers['webhook-id']).toBe(first?.headers['webhook-id']);
      expect(() => new Webhook(webhook.secret).verify(body, flat(headers))).not.toThrow();
    }
    expect((await call('GET', webhook.path)).body).toMatchObject({ failures: 0, failingSince: null });
  });

  it('gets nothing after three days', async () => {
    const webhook = await createWebhook();
    receiver.answerWith((response) => response.writeHead(500).end());
    await turn(true);
    await received(1);
    await sql`update webhook_deliveries set expires_at = now() + interval '1 second' where endpoint_id = ${webhook.id}`;
    await hurry();
    const [delivery] = await ended(webhook);
    expect(delivery).toMatchObject({ state: 'failed', nextAttemptAt: null, lastError: 'it answered 500' });
  });

  it('that answers 410 is paused, and gets nothing until an admin resumes it', async () => {
    const webhook = await createWebhook();
    receiver.answerWith((response) => response.writeHead(410).end());
    await turn(true);
    const [delivery] = await ended(webhook);
    expect(delivery).toMatchObject({ state: 'failed', lastStatus: 410 });
    expect((await call('GET', webhook.path)).body).toMatchObject({ enabled: true, pauseReason: 'gone' });
    await turn(false);
    expect(await deliveries(webhook)).toHaveLength(1);
    expect((await call('POST', `${webhook.path}/resume`)).body).toMatchObject({
      pausedAt: null,
      failures: 0,
    });
    expect((await callRaw('POST', `${webhook.path}/resume`)).status).toBe(409);
    receiver.answerWith((response) => response.writeHead(200).end());
    await turn(true);
    await ended(webhook, 2);
    expect(logs).toContainEqual(expect.arrayContaining(['webhook endpoint paused, an admin must resume it']));
  });

  it('that fails for a day is paused; what is pending is sent when an admin resumes it', async () => {
    const webhook = await createWebhook();
    receiver.answerWith((response) => response.writeHead(500).end());
    await turn(true);
    await received(1);
    const { body: failing } = await call('GET', webhook.path);
    expect(failing).toMatchObject({ failures: 1, pausedAt: null });
    await sql`
      update webhook_endpoints set failures = 19, failing_since = now() - interval '25 hours' where id = ${webhook.id}`;
    await hurry();
    await eventually(
      'the pause',
      async () => (await call('GET', webhook.path)).body.pauseReason === 'failures',
    );
    const [held] = await eventually('the hold', async () => {
      const all = await deliveries(webhook);
      return all[0]?.nextAttemptAt === null && all;
    });
    expect(held).toMatchObject({ state: 'pending', attempts: 2 });
    receiver.answerWith((response) => response.writeHead(200).end());
    expect((await callRaw('POST', `${webhook.path}/deliveries/${held?.id}/redeliver`)).status).toBe(409);
    await call('POST', `${webhook.path}/resume`);
    expect(await ended(webhook)).toMatchObject([{ state: 'delivered', attempts: 3 }]);
  });

  it('that hangs holds up no other one', async () => {
    const hanging = await startWebhookReceiver();
    hanging.answerWith(() => {});
    const slow = await createWebhook({ url: hanging.url });
    const quick = await createWebhook();
    for (let count = 0; count < 10; count += 1) await turn(count % 2 === 0);
    await ended(quick, 10);
    expect(hanging.requests.length).toBeLessThanOrEqual(8);
    await call('DELETE', slow.path);
    await hanging.stop();
  });
});

it('is tried by another control plane when the lease of one that was killed ends', async () => {
  const webhook = await createWebhook({ enabled: false });
  await sql`
    with event as (
      insert into webhook_events (project_id, type, body) values (${projectId}, 'change_set.applied', '{}') returning id
    )
    insert into webhook_deliveries (endpoint_id, event_id, attempts, due_at, lease)
    select ${webhook.id}, id, 1, now() + interval '1 second', gen_random_uuid() from event`;
  expect(receiver.requests).toHaveLength(0);
  expect(await ended(webhook)).toMatchObject([{ state: 'delivered', attempts: 2 }]);
  expect(receiver.requests).toHaveLength(1);
});

describe('an admin', () => {
  it('sends a test once, and an event again under its id', async () => {
    const webhook = await createWebhook();
    receiver.answerWith((response) => response.writeHead(500).end());
    const { status, body: test } = await call('POST', `${webhook.path}/test`);
    expect({ status, state: test.state }).toEqual({ status: 202, state: 'pending' });
    const failed = await ended(webhook);
    expect(failed).toMatchObject([{ id: test.id, state: 'failed', attempts: 1, eventType: 'webhook.test' }]);
    receiver.answerWith((response) => response.writeHead(200).end());
    const again = await call('POST', `${webhook.path}/deliveries/${test.id}/redeliver`);
    expect(again.body).toMatchObject({ eventId: test.eventId, body: test.body });
    expect(again.body.id).not.toBe(test.id);
    expect(await ended(webhook, 2)).toMatchObject([{ state: 'delivered' }, { state: 'failed' }]);
    expect(receiver.requests.map(({ headers }) => headers['webhook-id'])).toEqual([
      test.eventId,
      test.eventId,
    ]);
    const one = await call('GET', `${webhook.path}/deliveries/${test.id}`);
    expect(one.body.body).toBe(receiver.requests[0]?.body);
  });

  it('rotates the secret: both sign for some hours, then only the new one', async () => {
    const webhook = await createWebhook();
    const { body } = await call('POST', `${webhook.path}/rotate-secret`, { overlapHours: 1 });
    secrets.push(body.secret);
    expect(body.secret).not.toBe(webhook.secret);
    expect(body.previousSecretUntil).not.toBe(null);
    await turn(true);
    const [request] = await received(1);
    for (const secret of [webhook.secret, body.secret]) {
      expect(() => new Webhook(secret).verify(request?.body ?? '', flat(request?.headers))).not.toThrow();
    }
    await sql`update webhook_endpoints set previous_secret_until = now() where id = ${webhook.id}`;
    await turn(false);
    const [, later] = await received(2);
    expect(() => new Webhook(body.secret).verify(later?.body ?? '', flat(later?.headers))).not.toThrow();
    expect(() => new Webhook(webhook.secret).verify(later?.body ?? '', flat(later?.headers))).toThrow();
  });

  it('reads the deliveries in pages', async () => {
    const webhook = await createWebhook();
    for (let count = 0; count < 3; count += 1) await turn(count % 2 === 0);
    await ended(webhook, 3);
    const page = (await call('GET', `${webhook.path}/deliveries?limit=2&state=delivered`)).body;
    const rest = (await call('GET', `${webhook.path}/deliveries?limit=2&after=${page.next}`)).body;
    expect([page.items.length, rest.items.length, rest.next]).toEqual([2, 1, null]);
    expect(new Set([...page.items, ...rest.items].map(({ id }) => id)).size).toBe(3);
  });

  it.each([
    ['no URL', 'nonsense'],
    ['another protocol', 'ftp://127.0.0.1'],
    ['a user', 'https://user@example.org'],
    ['a private address', 'https://10.0.0.1'],
    ['the metadata of a cloud', 'http://169.254.169.254/latest'],
    ['a number that is an address', 'https://167772161'],
    ['a mapped address', 'https://[::ffff:10.0.0.1]'],
    ['a fragment', 'https://example.org/#a'],
    ['too many characters', `https://example.org/${'a'.repeat(2_000)}`],
  ])('is refused %s', async (_, url) => {
    const refused = await callRaw('POST', '/webhooks', { url });
    expect(refused.status).toBe(400);
    expect(problemOf(refused).errors?.[0]?.path).toBe('url');
  });

  it('has at most 20 endpoints in a project', async () => {
    for (let count = 0; count < 20; count += 1) await createWebhook({ enabled: false });
    expect((await callRaw('POST', '/webhooks', { url: receiver.url })).status).toBe(409);
    expect((await call('GET', '/webhooks?limit=100')).body.items).toHaveLength(20);
  });
});

it('needs SECRETS_KEY, and says so', async () => {
  const { secretsKey: _, ...others } = settings;
  const without = await startControlPlane(
    { databaseUrl: plane.database.url, host: '127.0.0.1', port: 0, logLevel: 'silent', ...others },
    { logger: recordingLogger },
  );
  const { call: direct } = createManagementApi(without.url, ADMIN_TOKEN);
  const answer = await direct('POST', `/api/projects/${projectId}/webhooks`, { url: receiver.url });
  expect(answer.status).toBe(409);
  expect(answer.body.detail).toMatch(/SECRETS_KEY/);
  await without.stop();
});

it('keeps secrets out of answers, audit entries, logs and tables', async () => {
  const webhook = await createWebhook({ url: `${receiver.url}/services/T0/SECRET-PATH` });
  await call('PATCH', webhook.path, { description: 'For the team' });
  await call('POST', `${webhook.path}/test`);
  await ended(webhook);
  const answers = [
    await call('GET', '/webhooks'),
    await call('GET', webhook.path),
    await call('PATCH', webhook.path, { description: '' }),
    await call('GET', `${webhook.path}/deliveries`),
    await call('GET', '/audit'),
  ];
  const audit = JSON.stringify(answers.at(-1)?.body);
  expect(audit).toContain('"resourceType":"webhook"');
  expect(audit).toContain(receiver.url);
  expect(audit).not.toContain('SECRET-PATH');
  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`;
  const stored = await Promise.all(
    tables.map(({ name }) => sql`select string_agg(t::text, ' ') as text from ${sql(name)} t`),
  );
  expect(JSON.stringify(stored)).toContain(webhook.id);
  const everything = JSON.stringify([answers.map(({ body }) => body), logs, stored]);
  expect(secrets.length).toBeGreaterThan(10);
  for (const secret of secrets) {
    const bytes = Buffer.from(secret.slice('whsec_'.length), 'base64');
    for (const form of [
      bytes.toString('base64').slice(0, 42),
      bytes.toString('hex'),
      bytes.toString('base64url'),
    ])
      expect(everything.includes(form)).toBe(false);
  }
});

it('is forgotten after the days that the operator has set', async () => {
  await sql`update webhook_deliveries set created_at = created_at - interval '40 days'`;
  await sql`update webhook_events set created_at = created_at - interval '40 days'`;
  const purge = (dryRun: boolean) =>
    purgeOldData(
      { onConnection: (work) => work(sql), now: Date.now, random: () => 0, logger: recordingLogger },
      { webhookDays: 30 },
      dryRun,
    );
  const { webhookDeliveries } = await purge(true);
  expect(webhookDeliveries).toBeGreaterThan(10);
  expect(await purge(false)).toMatchObject({ webhookDeliveries });
  expect(await sql`select from webhook_events`).toHaveLength(0);
});

it('encrypts secrets anew under a new key, and then needs the old one no longer', async () => {
  const webhook = await createWebhook();
  const newKey = randomBytes(32);
  const rotating = await start({ secretsKey: newKey, previousSecretsKey: oldKey });
  await rotating.stop();
  expect(logs).toContainEqual(expect.arrayContaining(['secrets of webhooks are encrypted with the new key']));
  // The control planes of before cannot open it.
  await sql`update webhook_endpoints set enabled = false where id <> ${webhook.id}`;
  await call('POST', `${webhook.path}/test`);
  expect(await ended(webhook)).toMatchObject([
    { state: 'failed', lastError: expect.stringMatching(/SECRETS_KEY/) },
  ]);
  await plane.controlPlane.stop();
  await second.stop();
  second = await start({ secretsKey: newKey });
  const { call: direct } = createManagementApi(second.url, ADMIN_TOKEN);
  await direct('POST', `/api/projects/${projectId}${webhook.path}/test`);
  const [request] = await received(1);
  expect(() => new Webhook(webhook.secret).verify(request?.body ?? '', flat(request?.headers))).not.toThrow();
});

/** Headers as the verifier takes them. */
function flat(headers: Readonly<Record<string, string | string[] | undefined>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
