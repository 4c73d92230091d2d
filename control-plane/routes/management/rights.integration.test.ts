import { createHash, randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../../shared/logging/logger.ts';
import {
  ADMIN_TOKEN,
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { type ApiCall, createManagementApi } from '../../../test/support/management-api.ts';
import { type ControlPlane, startControlPlane } from '../../start-control-plane.ts';

let plane: TestControlPlane;
let other: ControlPlane;
let sql: postgres.Sql;
let projectId: string;
let project: string;

beforeAll(async () => {
  plane = await startTestControlPlane();
  other = await startControlPlane(
    { databaseUrl: plane.database.url, host: '127.0.0.1', port: 0, logLevel: 'silent' },
    { logger: silentLogger },
  );
  sql = postgres(plane.database.url, { max: 1 });
});
afterAll(async () => {
  await sql.end();
  await other.stop();
  await plane.stop();
});
beforeEach(async () => {
  projectId = await createProject(plane.api, ['production', 'staging']);
  project = `/api/projects/${projectId}`;
  await plane.api('POST', `${project}/flags`, { key: 'checkout', type: 'boolean' });
});

const as = (token: string, url = plane.controlPlane.url): ApiCall => createManagementApi(url, token).call;

async function addToken(userId: string, fields: Readonly<Record<string, unknown>> = {}) {
  const made = await plane.api('POST', `/api/users/${userId}/tokens`, { name: 'Test', ...fields });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body;
}

async function addService(role: string | null = null) {
  const user = await plane.api('POST', '/api/users', { kind: 'service', name: 'Deployer', role });
  expect(user.status, JSON.stringify(user.body)).toBe(201);
  const { token } = await addToken(user.body.id);
  return { id: user.body.id, token, api: as(token) };
}

const grant = (path: string, userId: string, role: string) =>
  plane.api('PUT', `${path}/roles/${userId}`, { role });
const configurationIn = (environment: string) => `${project}/flags/checkout/environments/${environment}`;
const turnOn = (environmentKey: string) => ({
  kind: 'configuration.update',
  flagKey: 'checkout',
  environmentKey,
  patch: { enabled: true },
});

describe('an editor of one environment', () => {
  let editor: Awaited<ReturnType<typeof addService>>;
  beforeEach(async () => {
    editor = await addService();
    await grant(`${project}/environments/production`, editor.id, 'editor');
  });

  it('changes configurations there, reads the project, and changes nothing else', async () => {
    const on = { enabled: true };
    expect((await editor.api('PATCH', configurationIn('production'), on)).status).toBe(200);
    expect((await editor.api('GET', configurationIn('staging'))).status).toBe(200);
    expect(await editor.api('PATCH', configurationIn('staging'), on)).toMatchObject({
      status: 403,
      body: {
        detail: 'This route requires the role editor in the environment; you have the role viewer.',
      },
    });
    expect((await editor.api('POST', `${project}/flags`, { key: 'new', type: 'boolean' })).status).toBe(403);
    expect((await editor.api('POST', `${project}/flags/checkout/archive`)).status).toBe(403);
    expect((await editor.api('PATCH', `${project}/flags/checkout`, { clientSide: true })).status).toBe(403);
  });

  it.each([
    ['its environment', () => [turnOn('production')], 200],
    ['another one too', () => [turnOn('production'), turnOn('staging')], 403],
    [
      'what all readers get',
      () => [turnOn('production'), { kind: 'flag.update', flagKey: 'checkout', patch: { clientSide: true } }],
      403,
    ],
    ['a segment', () => [{ kind: 'segment.create', segment: { key: 'beta', included: ['u'] } }], 403],
  ])('applies a change set of %s or is refused: by its diff', async (_, operations, status) => {
    const draft = await editor.api('POST', `${project}/change-sets`, {
      name: 'R',
      operations: operations(),
    });
    expect(draft.status, JSON.stringify(draft.body)).toBe(201);
    const applied = await editor.api('POST', `${project}/change-sets/${draft.body.id}/apply`);
    expect(applied.status, JSON.stringify(applied.body)).toBe(status);
    const { body } = await plane.api('GET', configurationIn('production'));
    expect(body.enabled).toBe(status === 200);
  });

  it('has no role in an environment that later takes the same key', async () => {
    const environment = `${project}/environments/production`;
    await plane.api('DELETE', environment);
    expect((await editor.api('GET', project)).status).toBe(404);
    await plane.api('POST', `${project}/environments`, { key: 'production', name: 'P' });
    expect((await editor.api('GET', environment)).status).toBe(404);
  });
});

describe('roles in a project', () => {
  it('are listed, replaced and removed, and each change is an audit entry of the project about the user', async () => {
    const service = await addService();
    await grant(project, service.id, 'editor');
    await grant(project, service.id, 'admin');
    await grant(project, service.id, 'admin');
    expect((await service.api('PUT', `${project}/roles/${service.id}`, { role: 'viewer' })).status).toBe(204);
    const list = await plane.api('GET', `${project}/roles`);
    expect(list.body.items).toMatchObject([{ userId: service.id, environmentKey: null, role: 'viewer' }]);
    expect((await plane.api('DELETE', `${project}/roles/${service.id}`)).status).toBe(204);
    expect((await plane.api('DELETE', `${project}/roles/${service.id}`)).status).toBe(404);
    const audit = await plane.api('GET', `${project}/audit?resourceId=${service.id}`);
    expect(
      audit.body.items.map(({ oldValue, newValue }: Record<string, unknown>) => [oldValue, newValue]),
    ).toEqual([
      [{ role: 'viewer' }, null],
      [{ role: 'admin' }, { role: 'viewer' }],
      [{ role: 'editor' }, { role: 'admin' }],
      [null, { role: 'editor' }],
    ]);
  });

  it('carry contexts:read if the admin says so, until the role is put again without it', async () => {
    const service = await addService();
    const put = (rights?: readonly string[]) =>
      plane.api('PUT', `${project}/roles/${service.id}`, { role: 'viewer', ...(rights && { rights }) });
    expect((await put(['contexts:read'])).status).toBe(204);
    const { body } = await plane.api('GET', `${project}/roles`);
    expect(body.items).toMatchObject([{ userId: service.id, role: 'viewer', rights: ['contexts:read'] }]);
    expect((await put()).status).toBe(204);
    expect((await put(['all'])).status).toBe(400);
    const audit = await plane.api('GET', `${project}/audit?resourceId=${service.id}`);
    expect(audit.body.items.map(({ newValue }: Record<string, unknown>) => newValue)).toEqual([
      { role: 'viewer' },
      { role: 'viewer', rights: ['contexts:read'] },
    ]);
  });

  it('are at most 10,000', async () => {
    const { id } = await addService();
    await sql`
      with members as (
        insert into users (kind, name) select 'service', 'S' from generate_series(1, 10000) returning id
      )
      insert into role_grants (user_id, project_id, role) select id, ${projectId}, 'viewer' from members`;
    const refused = await grant(project, id, 'viewer');
    expect(refused).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
    await sql`delete from role_grants where project_id = ${projectId}`;
    await sql`update users set deleted_at = now() where name = 'S'`;
    expect((await grant(project, id, 'viewer')).status).toBe(204);
  });

  it('are the only projects that a user without a role in the installation lists', async () => {
    const service = await addService();
    expect((await service.api('GET', '/api/projects')).body.items).toEqual([]);
    expect((await service.api('GET', '/api/me')).body).toEqual({ userId: service.id, role: null });
    await grant(project, service.id, 'viewer');
    const { body } = await service.api('GET', '/api/projects');
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([projectId]);
  });
});

describe('an API token', () => {
  it('expires after a year unless the request says otherwise', async () => {
    const { id } = await addService();
    const expiresAt = Date.parse((await addToken(id)).expiresAt);
    expect(Math.round((expiresAt - Date.now()) / 86_400_000)).toBe(365);
    expect((await addToken(id, { expiresAt: null })).expiresAt).toBeNull();
  });

  it('for one project gives nothing elsewhere, and one that only reads changes nothing', async () => {
    const { id } = await addService('admin');
    const narrow = as((await addToken(id, { onlyProjectId: projectId })).token);
    expect((await narrow('GET', '/api/users')).status).toBe(403);
    expect((await narrow('PATCH', project, { name: 'Renamed' })).status).toBe(200);
    const elsewhere = await createProject(plane.api);
    expect((await narrow('GET', `/api/projects/${elsewhere}`)).status).toBe(404);
    const { body } = await narrow('GET', '/api/projects');
    expect(body.items.map((item: { id: string }) => item.id)).toEqual([projectId]);
    const reader = as((await addToken(id, { isReadOnly: true })).token);
    expect((await reader('GET', project)).status).toBe(200);
    expect((await reader('PATCH', configurationIn('production'), { enabled: true })).status).toBe(403);
  });

  it('may carry contexts:read if it is read-only, and its audit entry says so; other tokens give all rights', async () => {
    const { id } = await addService('admin');
    const rights = ['contexts:read'];
    const made = await addToken(id, { isReadOnly: true, rights });
    expect(made).toMatchObject({ isReadOnly: true, rights });
    expect((await addToken(id, { isReadOnly: true })).rights).toEqual([]);
    const audit = await plane.api('GET', `/api/audit?resourceId=${made.id}`);
    expect(audit.body.items).toMatchObject([{ newValue: { isReadOnly: true, rights } }]);
    const refused = await plane.api('POST', `/api/users/${id}/tokens`, { name: 'All', rights });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'rights' }] } });
    // The right ends with that of the user.
    const attributes = `${project}/environments/production/attributes`;
    const reader = as(made.token);
    expect((await reader('GET', attributes)).status).toBe(200);
    await plane.api('PATCH', `/api/users/${id}`, { role: 'editor' });
    expect((await reader('GET', attributes)).status).toBe(403);
  });

  it('that gives fewer rights is unknown to control planes that do not know so', async () => {
    const { id } = await addService('admin');
    const { token } = await addToken(id, { isReadOnly: true });
    const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
    const found = await sql`select from api_tokens where hash = ${hashOf(token)}`;
    expect(found).toHaveLength(0);
    // The hash of the token must not be a token itself.
    expect((await as(hashOf(token))('GET', '/api/me')).status).toBe(401);
  });

  it('can be made, listed and revoked by the person it belongs to, unless it gives fewer rights', async () => {
    const email = `own-${randomUUID()}@example.org`;
    const user = await plane.api('POST', '/api/users', { email, name: 'Ana', role: 'viewer' });
    const first = as((await addToken(user.body.id)).token);
    const made = await first('POST', '/api/me/tokens', { name: 'Laptop', isReadOnly: true });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ userId: user.body.id, isReadOnly: true });
    expect((await as(made.body.token)('POST', '/api/me/tokens', { name: 'More' })).status).toBe(403);
    const listed = (await first('GET', '/api/me/tokens')).body.items;
    expect(listed.map(({ name }: { name: string }) => name)).toEqual(['Laptop', 'Test']);
    const foreign = await addToken((await plane.api('GET', '/api/me')).body.userId);
    expect((await first('DELETE', `/api/me/tokens/${foreign.id}`)).status).toBe(404);
    expect((await first('DELETE', `/api/me/tokens/${made.body.id}`)).status).toBe(204);
    expect((await as(made.body.token)('GET', '/api/me')).status).toBe(401);
    expect((await as(foreign.token)('GET', '/api/me')).status).toBe(200);
  });

  it('is one of at most 1,000 that work', async () => {
    const { id } = await addService();
    await sql`
      insert into api_tokens (user_id, name, hash, hint)
      select ${id}, 'Many', lpad(to_hex(n), 64, '0'), 'many' from generate_series(1, 999) n`;
    const path = `/api/users/${id}/tokens`;
    expect((await plane.api('POST', path, { name: 'Too many' })).body.detail).toMatch(/has 1000 tokens/);
    await sql`update api_tokens set expires_at = now() where user_id = ${id} and hash = lpad('1', 64, '0')`;
    expect((await plane.api('POST', path, { name: 'One more' })).status).toBe(201);
  });

  it('shows its last use, which is written at most once a minute', async () => {
    const { id, api } = await addService('viewer');
    const lastUse = async () => (await plane.api('GET', `/api/users/${id}/tokens`)).body.items[0].lastUsedAt;
    expect(await lastUse()).toBeNull();
    await api('GET', '/api/me');
    await eventually('the use is recorded', async () => (await lastUse()) !== null);
    const first = await lastUse();
    await Promise.all(Array.from({ length: 20 }, () => api('GET', '/api/me')));
    expect(await lastUse()).toBe(first);
    await sql`update api_tokens set last_used_at = now() - interval '2 minutes' where user_id = ${id}`;
    await api('GET', '/api/me');
    await eventually('a later use is recorded', async () => Date.parse(await lastUse()) >= Date.parse(first));
  });
});

describe('the last admin', () => {
  let userId: string;
  beforeEach(async () => {
    userId = (await plane.api('GET', '/api/me')).body.userId;
    const others = await sql<{ id: string }[]>`
      select id from users where role = 'admin' and not is_system and deleted_at is null and id <> ${userId}`;
    for (const { id } of others) await plane.api('PATCH', `/api/users/${id}`, { role: 'viewer' });
  });

  it('stays, when two admins demote each other on two control planes at once', async () => {
    const second = await addService('admin');
    const onOther = as(second.token, other.url);
    for (let round = 0; round < 10; round += 1) {
      const [one, two] = await Promise.all([
        plane.api('PATCH', `/api/users/${second.id}`, { role: 'viewer' }),
        onOther('PATCH', `/api/users/${userId}`, { role: null }),
      ]);
      const statuses = [one.status, two.status];
      expect(
        statuses.filter((status) => status === 200),
        `${statuses}`,
      ).toHaveLength(1);
      const survivor = one.status === 200 ? plane.api : onOther;
      const demoted = one.status === 200 ? second.id : userId;
      expect((await survivor('PATCH', `/api/users/${demoted}`, { role: 'admin' })).status).toBe(200);
    }
  });

  it('needs a token with all rights', async () => {
    const { id, token } = await addService('admin');
    await sql`update api_tokens set revoked_at = now() where user_id = ${id}`;
    expect((await as(token)('GET', '/api/me')).status).toBe(401);
    await addToken(id, { isReadOnly: true });
    await addToken(id, { onlyProjectId: projectId });
    expect((await as(ADMIN_TOKEN)('DELETE', `/api/users/${userId}`)).status).toBe(409);
  });
});

describe('a service account', () => {
  it('needs no email address; a person does', async () => {
    const { id } = await addService();
    expect((await plane.api('GET', `/api/users/${id}`)).body).toMatchObject({ kind: 'service', email: null });
    expect((await plane.api('POST', '/api/users', { name: 'P', role: 'viewer' })).status).toBe(400);
    const person = await plane.api('POST', '/api/users', { email: 'p@example.org', name: 'P', role: null });
    expect((await plane.api('PATCH', `/api/users/${person.body.id}`, { email: null })).status).toBe(400);
  });
});
