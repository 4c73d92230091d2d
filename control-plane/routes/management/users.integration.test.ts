import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ADMIN_TOKEN,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';
import { createManagementApi } from '../../../test/support/management-api.ts';

let plane: TestControlPlane;
beforeAll(async () => {
  plane = await startTestControlPlane();
});
afterAll(() => plane.stop());

const addUser = async (name: string, role: 'viewer' | 'editor' | 'admin') => {
  const user = await plane.request('POST', '/api/users', { email: `${name}@example.org`, name, role });
  expect(user.status).toBe(201);
  const token = await plane.request('POST', `/api/users/${user.body.id}/tokens`, { name: 'Laptop' });
  expect(token.status).toBe(201);
  return { id: user.body.id, tokenId: token.body.id, token: token.body.token };
};

describe('a user', () => {
  it('acts with the current role', async () => {
    const { id, token } = await addUser('anna', 'viewer');
    const anna = createManagementApi(plane.controlPlane.url, token);
    expect((await anna.request('GET', '/api/me')).body).toEqual({ userId: id, role: 'viewer' });
    expect((await anna.sendRaw('POST', '/api/projects', { name: 'P' })).status).toBe(403);
    await plane.request('PATCH', `/api/users/${id}`, { role: 'admin' });
    expect((await anna.request('POST', '/api/projects', { name: 'P' })).status).toBe(201);
    expect((await plane.request('DELETE', `/api/users/${id}`)).status).toBe(204);
    expect((await anna.sendRaw('GET', '/api/me')).status).toBe(401);
  });

  it('lists all of its tokens, newest first, in pages of 100 by default', async () => {
    const { id, tokenId } = await addUser('many', 'viewer');
    const path = `/api/users/${id}/tokens` as const;
    const sql = postgres(plane.database.url, { max: 1 });
    await sql`
      insert into api_tokens (user_id, name, hash, hint)
      select ${id}, 'T', encode(sha256(n::text::bytea), 'hex'), 'abcd' from generate_series(1, 104) n`;
    await sql.end();
    const first = (await plane.request('GET', path)).body;
    const second = (await plane.request('GET', `${path}?after=${first.next}`)).body;
    const items: readonly { id: string }[] = [...first.items, ...second.items];
    expect(first.items).toHaveLength(100);
    expect(second.next).toBeNull();
    expect(new Set(items.map((token) => token.id)).size).toBe(105);
    expect(items.at(-1)?.id).toBe(tokenId);
    expect((await plane.sendRaw('GET', `${path}?limit=101`)).status).toBe(400);
  });

  it('has a unique email address, which is free again after deletion', async () => {
    const { id } = await addUser('bert', 'viewer');
    const again = { email: 'BERT@example.org', name: 'B', role: 'viewer' } as const;
    expect((await plane.sendRaw('POST', '/api/users', again)).status).toBe(409);
    await plane.request('DELETE', `/api/users/${id}`);
    expect((await plane.request('POST', '/api/users', again)).status).toBe(201);
  });

  it('that is the last admin with a working token cannot be demoted, deleted, or lose that token', async () => {
    const { userId } = (await plane.request('GET', '/api/me')).body;
    const tokens = await plane.request('GET', `/api/users/${userId}/tokens`);
    const [token] = tokens.body.items;
    for (const [method, path, body] of [
      ['PATCH', `/api/users/${userId}`, { role: 'editor' }],
      ['DELETE', `/api/users/${userId}`, undefined],
      ['DELETE', `/api/users/${userId}/tokens/${token?.id}`, undefined],
    ] as const) {
      expect((await plane.sendRaw(method, path, body)).status, `${method} ${path}`).toBe(409);
    }
  });

  it('of the system cannot be read or changed', async () => {
    const path = '/api/users/00000000-0000-0000-0000-000000000001';
    expect((await plane.sendRaw('GET', path)).status).toBe(404);
    expect((await plane.sendRaw('POST', `${path}/tokens`, { name: 'T' })).status).toBe(404);
  });
});

describe('an API token', () => {
  it('stops working when it is revoked or expires', async () => {
    const carla = await addUser('carla', 'editor');
    const other = await plane.request('POST', `/api/users/${carla.id}/tokens`, {
      name: 'CI',
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    });
    const ci = createManagementApi(plane.controlPlane.url, other.body.token);
    expect((await ci.request('GET', '/api/me')).status).toBe(200);
    expect((await plane.request('DELETE', `/api/users/${carla.id}/tokens/${carla.tokenId}`)).status).toBe(
      204,
    );
    expect(
      (await createManagementApi(plane.controlPlane.url, carla.token).sendRaw('GET', '/api/me')).status,
    ).toBe(401);
    const sql = postgres(plane.database.url, { max: 1 });
    await sql`update api_tokens set expires_at = now() where id = ${other.body.id}`;
    await sql.end();
    expect((await ci.sendRaw('GET', '/api/me')).status).toBe(401);
  });

  it('is stored as a hash, and its audit entry does not contain the secret', async () => {
    const dora = await addUser('dora', 'viewer');
    const { body } = await plane.request('GET', '/api/audit');
    expect(body.items.slice(0, 2)).toMatchObject([
      { resourceType: 'api_token', action: 'create', resourceId: dora.tokenId },
      { resourceType: 'user', action: 'create', resourceId: dora.id, newValue: { name: 'dora' } },
    ]);
    expect(JSON.stringify(body)).not.toContain(dora.token.slice(8));
    expect(JSON.stringify(body)).not.toContain(ADMIN_TOKEN);
    expect((await plane.request('GET', `/api/audit/${body.items[0]?.id}`)).body).toEqual(body.items[0]);
  });
});

describe('the audit log', () => {
  it('has pages, newest entries first', async () => {
    const all = await plane.request('GET', '/api/audit?limit=100');
    const seen: unknown[] = [];
    let after = '';
    for (let more = true; more; ) {
      const { body } = await plane.request('GET', `/api/audit?limit=3${after}`);
      seen.push(...body.items);
      after = `&after=${body.next}`;
      more = body.next !== null;
    }
    expect(seen).toEqual(all.body.items);
  });
});
