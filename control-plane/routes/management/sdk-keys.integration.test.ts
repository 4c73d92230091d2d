import { createHash } from 'node:crypto';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { problemOf } from '../../../test/support/api-request.ts';
import {
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';
import { findLiveSdkKey } from '../../store/access/live-sdk-keys.ts';

let plane: TestControlPlane;
let sql: Sql;
let projectId: string;
let keys: `/api/projects/${string}/keys`;
beforeAll(async () => {
  plane = await startTestControlPlane();
  sql = postgres(plane.database.url, { max: 2 });
});
afterAll(async () => {
  await sql.end();
  await plane.stop();
});
beforeEach(async () => {
  projectId = await createProject(plane.api, ['staging', 'production']);
  keys = `/api/projects/${projectId}/keys`;
  plane.hints.projects.length = 0;
});

const live = (key: string) => findLiveSdkKey(sql, createHash('sha256').update(key).digest('hex'));
const environmentIds = async () => {
  const { body } = await plane.request('GET', `/api/projects/${projectId}/environments`);
  return body.items.map((environment: { id: string }) => environment.id);
};
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

describe('a new key', () => {
  it.each([
    ['server', 'sf_srv_'],
    ['client', 'sf_cli_'],
  ] as const)('of kind %s has access to one environment, and is shown once', async (kind, prefix) => {
    const created = await plane.request('POST', keys, {
      kind,
      name: 'Shop',
      environmentKeys: ['production'],
    });
    expect(created.status).toBe(201);
    expect(created.body.key).toMatch(new RegExp(`^${prefix}[A-Za-z0-9_-]{43}$`));
    expect(await live(created.body.key)).toMatchObject({
      kind,
      environmentIds: (await environmentIds()).slice(1),
    });
    const read = await plane.request('GET', `${keys}/${created.body.id}`);
    const { key, ...rest } = created.body;
    expect(read.body).toEqual(rest);
    const audit = await plane.request('GET', `/api/projects/${projectId}/audit`);
    expect(JSON.stringify([read.body, audit.body, await plane.request('GET', keys)])).not.toContain(
      key.slice(8),
    );
    expect(plane.hints.projects).toEqual([projectId]);
  });

  it('of kind relay has access to the environments it names, or to all, including future ones', async () => {
    const some = await plane.request('POST', keys, {
      kind: 'relay',
      name: 'One',
      environmentKeys: ['staging'],
    });
    const all = await plane.request('POST', keys, { kind: 'relay', name: 'All', allEnvironments: true });
    await plane.request('POST', `/api/projects/${projectId}/environments`, {
      key: 'late',
      name: 'Late',
      sortOrder: 9,
    });
    const ids = await environmentIds();
    expect((await live(some.body.key))?.environmentIds).toEqual(ids.slice(0, 1));
    expect((await live(all.body.key))?.environmentIds).toEqual(ids);
  });

  it.each([
    [{ kind: 'server' }, ['environmentKeys']],
    [{ kind: 'server', environmentKeys: ['staging', 'production'] }, ['environmentKeys']],
    [{ kind: 'client', environmentKeys: ['staging'], allEnvironments: true }, ['allEnvironments']],
    [{ kind: 'relay' }, ['environmentKeys']],
    [{ kind: 'relay', environmentKeys: ['staging'], allEnvironments: true }, ['environmentKeys']],
    [{ kind: 'relay', environmentKeys: ['nowhere'] }, ['environmentKeys[0]']],
    [{ kind: 'relay', allEnvironments: true, expiresAt: '2020-01-01T00:00:00Z' }, ['expiresAt']],
    [{ kind: 'relay', allEnvironments: true, expiresAt: 'tomorrow' }, ['expiresAt']],
  ])('is refused if requested as %j', async (request, paths) => {
    const answer = await plane.sendRaw('POST', keys, { name: 'K', ...request });
    expect(answer.status).toBe(400);
    expect(problemOf(answer).errors?.map((fault) => fault.path)).toEqual(paths);
  });
});

describe('a key', () => {
  it('that is revoked has no access, and revoking it again changes nothing', async () => {
    const { body } = await plane.request('POST', keys, { kind: 'relay', name: 'K', allEnvironments: true });
    expect((await plane.request('DELETE', `${keys}/${body.id}`)).status).toBe(204);
    expect(await live(body.key)).toBeUndefined();
    plane.hints.projects.length = 0;
    expect((await plane.request('DELETE', `${keys}/${body.id}`)).status).toBe(204);
    expect(plane.hints.projects).toEqual([]);
  });

  it('that is rotated works beside the new key of the same scope until the given time', async () => {
    const old = await plane.request('POST', keys, { kind: 'relay', name: 'K', environmentKeys: ['staging'] });
    const oldKeyExpiresAt = inAnHour();
    const fresh = await plane.request('POST', `${keys}/${old.body.id}/rotate`, { oldKeyExpiresAt });
    expect(fresh).toMatchObject({
      status: 201,
      body: { kind: 'relay', name: 'K', environmentKeys: ['staging'], expiresAt: null },
    });
    expect(await live(fresh.body.key)).toMatchObject({
      environmentIds: (await environmentIds()).slice(0, 1),
    });
    expect((await live(old.body.key))?.expiresAt?.toISOString()).toBe(oldKeyExpiresAt);
    await sql`update sdk_keys set expires_at = now() where id = ${old.body.id}`;
    expect(await live(old.body.key)).toBeUndefined();
    expect((await plane.sendRaw('POST', `${keys}/${old.body.id}/rotate`, { oldKeyExpiresAt })).status).toBe(
      409,
    );
  });

  it('that expires is rotated into a key that expires at the same time', async () => {
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const request = { kind: 'server', name: 'K', environmentKeys: ['staging'], expiresAt } as const;
    const old = await plane.request('POST', keys, request);
    const fresh = await plane.request('POST', `${keys}/${old.body.id}/rotate`, {
      oldKeyExpiresAt: inAnHour(),
    });
    expect(fresh).toMatchObject({ status: 201, body: { kind: 'server', expiresAt } });
  });

  it('cannot be rotated into the past', async () => {
    const old = await plane.request('POST', keys, { kind: 'relay', name: 'K', allEnvironments: true });
    const answer = await plane.sendRaw('POST', `${keys}/${old.body.id}/rotate`, {
      oldKeyExpiresAt: '2020-01-01T00:00:00Z',
    });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'oldKeyExpiresAt' }] } });
  });

  it('of another project is not found', async () => {
    const { body } = await plane.request('POST', keys, { kind: 'relay', name: 'K', allEnvironments: true });
    const other = await createProject(plane.api, []);
    expect((await plane.sendRaw('DELETE', `/api/projects/${other}/keys/${body.id}`)).status).toBe(404);
    expect(await live(body.key)).toBeDefined();
  });

  it('stops working when its project is deleted', async () => {
    const { body } = await plane.request('POST', keys, { kind: 'relay', name: 'K', allEnvironments: true });
    await plane.request('DELETE', `/api/projects/${projectId}`);
    expect(await live(body.key)).toBeUndefined();
  });
});
