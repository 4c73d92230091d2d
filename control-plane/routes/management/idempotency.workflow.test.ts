import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../../../shared/logging/logger.ts';
import {
  ADMIN_TOKEN,
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';
import { type ApiCall, createManagementApi } from '../../../test/support/management-api.ts';
import { type ControlPlane, startControlPlane } from '../../start-control-plane.ts';

let plane: TestControlPlane;
let other: ControlPlane;
let otherApi: ApiCall;
let project: string;
let sql: postgres.Sql;

beforeAll(async () => {
  plane = await startTestControlPlane({ secretsKey });
  sql = postgres(plane.database.url, { max: 2, onnotice: () => {} });
  const settings = {
    databaseUrl: plane.database.url,
    host: '127.0.0.1',
    port: 0,
    logLevel: 'silent',
  } as const;
  other = await startControlPlane(
    { ...settings, bootstrapAdminToken: ADMIN_TOKEN },
    { logger: silentLogger, wrapNotifier: (notifier) => notifier },
  );
  otherApi = createManagementApi(other.url, ADMIN_TOKEN).call;
  project = await createProject(plane.api, ['production', 'staging']);
  await plane.api('POST', `/api/projects/${project}/flags`, { key: 'seed', type: 'boolean' });
  await plane.api('PATCH', `/api/projects/${project}/flags/seed/environments/production`, { enabled: true });
});

afterAll(async () => {
  await sql.end();
  await other.stop();
  await plane.stop();
});

const secretsKey = randomBytes(32);
const withKey = (key: string) => ({ 'idempotency-key': key });
const rows = (key: string) => sql`select * from idempotency_keys where key = ${key}`;

interface Creation {
  /** Path below `/api`. */
  readonly path: () => string | Promise<string>;
  readonly body?: unknown;
  readonly isSecret?: true;
}

async function idOf(path: string, body: unknown): Promise<string> {
  return (await plane.api('POST', `/api/projects/${project}${path}`, body)).body.id;
}

const serverKey = { name: 'edge', kind: 'server', environmentKeys: ['production'] };
const firstUser = async () => (await plane.api('GET', '/api/me')).body.userId;

/** Every route that creates something, by operation id. */
const CREATIONS: Readonly<Record<string, Creation>> = {
  createProject: { path: () => '/projects', body: { name: 'Idempotent' } },
  createEnvironment: {
    path: () => `/projects/${project}/environments`,
    body: { key: 'idempotent', name: 'Idempotent' },
  },
  createFlag: { path: () => `/projects/${project}/flags`, body: { key: 'idempotent', type: 'boolean' } },
  createSegment: { path: () => `/projects/${project}/segments`, body: { key: 'idempotent' } },
  createChangeSet: { path: () => `/projects/${project}/change-sets`, body: { name: 'Idempotent' } },
  revertChangeSet: {
    path: async () => {
      const { body } = await plane.api('GET', `/api/projects/${project}/change-sets?state=applied&limit=1`);
      return `/projects/${project}/change-sets/${body.items[0].id}/revert`;
    },
    body: { name: 'Back' },
  },
  promoteFlags: {
    path: () => `/projects/${project}/environments/production/promote/staging`,
    body: { flagKeys: ['seed'] },
  },
  copyFlag: { path: () => `/projects/${project}/flags/seed/copy`, body: { key: 'copied' } },
  createSdkKey: { path: () => `/projects/${project}/keys`, body: serverKey, isSecret: true },
  rotateSdkKey: {
    path: async () => `/projects/${project}/keys/${await idOf('/keys', serverKey)}/rotate`,
    body: { oldKeyExpiresAt: '2037-01-31T12:00:00Z' },
    isSecret: true,
  },
  createWebhook: {
    path: () => `/projects/${project}/webhooks`,
    body: { url: 'https://93.184.215.14/x' },
    isSecret: true,
  },
  createUser: {
    path: () => '/users',
    body: { email: 'idempotent@example.org', name: 'Ida', role: 'viewer' },
  },
  createApiToken: {
    path: async () => `/users/${await firstUser()}/tokens`,
    body: { name: 'idempotent' },
    isSecret: true,
  },
  inviteUser: {
    path: async () => {
      const person = { email: 'invited@example.org', name: 'Ivy', role: 'viewer' };
      return `/users/${(await plane.api('POST', '/api/users', person)).body.id}/invitation`;
    },
    isSecret: true,
  },
  createSignInLink: { path: () => '/sign-in-links', isSecret: true },
  createOwnApiToken: { path: () => '/me/tokens', body: { name: 'idempotent' }, isSecret: true },
};

it('the table names every route that creates something', () => {
  const { paths } = JSON.parse(readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8'));
  const creating = Object.values<Record<string, { operationId: string; responses: object }>>(paths)
    .flatMap(({ post }) => (post && '201' in post.responses ? [post.operationId] : []))
    .sort();
  expect(Object.keys(CREATIONS).sort()).toEqual(creating);
});

describe('the same request with the same Idempotency-Key', () => {
  it.each(Object.entries(CREATIONS))('of %s creates once', async (operation, { path, body, isSecret }) => {
    const target = `/api${await path()}`;
    const first = await plane.api('POST', target, body, withKey(operation));
    expect(first, JSON.stringify(first.body)).toMatchObject({ status: 201 });
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    const again = await otherApi('POST', target, body, withKey(operation));
    if (isSecret) {
      expect(again).toMatchObject({ status: 409, body: { code: 'ALREADY_CREATED' } });
      expect(again.body.resourceId).toBe(first.body.id);
    } else {
      expect(again).toMatchObject({ status: 201, body: first.body });
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
    }
    const stored = JSON.stringify(await rows(operation));
    expect(stored).not.toMatch(/sf_(api|srv|cli|rly|sin|ses)_|whsec_/);
    const reused = await plane.api('POST', target, { ...Object(body), name: 'Other' }, withKey(operation));
    expect(reused).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  });

  it('is another one for another user', async () => {
    const user = await plane.api('POST', '/api/users', { email: 'b@example.org', name: 'B', role: 'admin' });
    const token = await plane.api('POST', `/api/users/${user.body.id}/tokens`, { name: 'b' });
    const { call } = createManagementApi(plane.controlPlane.url, token.body.token);
    const body = { name: 'Same key' };
    const one = await plane.api('POST', '/api/projects', body, withKey('shared'));
    const two = await call('POST', '/api/projects', body, withKey('shared'));
    expect(two.status).toBe(201);
    expect(two.body.id).not.toBe(one.body.id);
  });

  it('at the same time on two control planes creates once', async () => {
    const body = { name: 'Raced' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? plane.api : otherApi)('POST', '/api/projects', body, withKey('race')),
      ),
    );
    const created = answers.filter(({ status }) => status === 201);
    expect(new Set(created.map((answer) => answer.body.id)).size).toBe(1);
    for (const { status, body: problem, headers } of answers) {
      if (status === 201) continue;
      expect({ status, code: problem.code }).toEqual({ status: 409, code: 'IDEMPOTENCY_KEY_IN_USE' });
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    const [count] = await sql`select count(*)::int as count from projects where name = 'Raced'`;
    expect(count).toEqual({ count: 1 });
  });

  it('after a refused one is carried out', async () => {
    const flags = `/api/projects/${project}/flags`;
    const body = { key: 'later', type: 'boolean' };
    await plane.api('POST', flags, body);
    expect(await plane.api('POST', flags, body, withKey('refused'))).toMatchObject({ status: 409 });
    expect(await rows('refused')).toEqual([]);
    await plane.api('POST', `${flags}/later/archive`);
    await plane.api('DELETE', `${flags}/later`);
    expect(await plane.api('POST', flags, body, withKey('refused'))).toMatchObject({ status: 201 });
  });
});

describe('a control plane that dies', () => {
  const body = { name: 'Died' };

  it('before the change is committed blocks the key for a minute', async () => {
    await plane.api('POST', '/api/projects', body, withKey('before'));
    await sql`
      update idempotency_keys set committed = false, status = null, body = null, resource_id = null,
        locked_until = now() + interval '1 minute' where key = 'before'`;
    const blocked = await plane.api('POST', '/api/projects', body, withKey('before'));
    expect(blocked).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_KEY_IN_USE' } });
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(50);
    await sql`update idempotency_keys set locked_until = now() where key = 'before'`;
    expect((await plane.api('POST', '/api/projects', body, withKey('before'))).status).toBe(201);
  });

  it('after the commit and before the answer is kept: the id is known, and nothing is created again', async () => {
    const first = await plane.api('POST', '/api/projects', body, withKey('after'));
    const [row] = await rows('after');
    expect(row).toMatchObject({ committed: true, resource_id: first.body.id });
    await sql`
      update idempotency_keys set status = null, body = null, locked_until = now() where key = 'after'`;
    expect(await plane.api('POST', '/api/projects', body, withKey('after'))).toMatchObject({
      status: 409,
      body: { code: 'ALREADY_CREATED', resourceId: first.body.id },
    });
  });

  it('or is too slow cannot commit after another attempt has taken the key over', async () => {
    await sql`
      create function take_over() returns trigger language plpgsql as $$
      begin
        update idempotency_keys set attempt_id = gen_random_uuid() where key = 'slow';
        return new;
      end $$`;
    await sql`
      create trigger take_over after insert on projects for each row execute function take_over()`;
    const late = await plane.api('POST', '/api/projects', { name: 'Late' }, withKey('slow'));
    await sql`drop trigger take_over on projects`;
    expect(late).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
    const [count] = await sql`select count(*)::int as count from projects where name = 'Late'`;
    expect(count).toEqual({ count: 0 });
  });
});

describe('an Idempotency-Key', () => {
  it.each([
    ['that is empty', ''],
    ['of 256 characters', 'k'.repeat(256)],
    ['with a space', 'a b'],
    ['beyond ASCII', 'ÿ'],
  ])('%s is refused', async (_, key) => {
    const answer = await plane.api('POST', '/api/projects', { name: 'X' }, withKey(key));
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'Idempotency-Key' }] } });
  });

  it('is forgotten after 24 hours', async () => {
    const body = { name: 'Daily' };
    const first = await plane.api('POST', '/api/projects', body, withKey('daily'));
    await sql`update idempotency_keys set expires_at = now() where key = 'daily'`;
    const next = await plane.api('POST', '/api/projects', body, withKey('daily'));
    expect(next.status).toBe(201);
    expect(next.body.id).not.toBe(first.body.id);
  });
});
