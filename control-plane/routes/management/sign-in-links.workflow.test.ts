import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type BrowserSession,
  openBrowser,
  setPasswordOf,
} from '../../../test/support/control-plane/browser-session.ts';
import {
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';
import { createManagementApi } from '../../../test/support/management-api.ts';

const PASSWORD = 'correct horse battery';
const OTHER_PASSWORD = 'staple battery horse';

let plane: TestControlPlane;
let sql: postgres.Sql;
let people = 0;
let email: string;
let userId: string;
let userPath: string;

beforeAll(async () => {
  plane = await startTestControlPlane();
  sql = postgres(plane.database.url, { max: 2, onnotice: () => {} });
});
afterAll(async () => {
  await sql.end();
  await plane.stop();
});
beforeEach(async () => {
  await sql`delete from sign_in_attempts`;
  email = `guest-${++people}@example.org`;
  userId = (await plane.api('POST', '/api/users', { email, name: 'Ada', role: 'viewer' })).body.id;
  userPath = `/api/users/${userId}`;
});

const browser = () => openBrowser(plane.controlPlane.url);
const status = async (page: BrowserSession) => (await page.call('GET', '/api/session')).status;
const signIn = async (password: string) => {
  const page = browser();
  return { page, answer: await page.call('POST', '/api/session', { email, password }) };
};
const redeem = async (token: string) => {
  const page = browser();
  return { page, answer: await page.call('POST', '/api/session/redeem', { token }) };
};
const invite = async (): Promise<string> => {
  const { status, body } = await plane.api('POST', `${userPath}/invitation`);
  expect(status, JSON.stringify(body)).toBe(201);
  return body.token;
};
const lastEntry = async () =>
  (await plane.api('GET', `/api/audit?resourceId=${userId}&limit=1`)).body.items[0];

describe('an invitation', () => {
  it('signs in once, and lets the person set a password', async () => {
    const token = await invite();
    const { page, answer } = await redeem(token);
    expect(answer.body).toMatchObject({
      user: { id: userId },
      hasPassword: false,
      session: { how: 'invitation' },
    });
    expect((await redeem(token)).answer.status).toBe(401);
    expect((await page.call('PUT', '/api/session/password', { newPassword: PASSWORD })).status).toBe(204);
    expect((await signIn(PASSWORD)).answer.status).toBe(200);
    // Now there is a password to ask for.
    const again = await page.call('PUT', '/api/session/password', { newPassword: OTHER_PASSWORD });
    expect(again).toMatchObject({ status: 400, body: { errors: [{ path: 'currentPassword' }] } });
  });

  it('lasts 7 days', async () => {
    const { body } = await plane.api('POST', `${userPath}/invitation`);
    expect(Date.parse(body.expiresAt) - Date.parse(body.createdAt)).toBe(7 * 24 * 60 * 60 * 1000);
    await sql`update sign_in_links set expires_at = now() where user_id = ${userId}`;
    expect((await redeem(body.token)).answer.status).toBe(401);
    expect((await plane.api('GET', `${userPath}/invitation`)).status).toBe(404);
  });

  it('replaces the one before, and can be read and revoked', async () => {
    const first = await invite();
    const second = await invite();
    expect((await redeem(first)).answer.status).toBe(401);
    const { body } = await plane.api('GET', `${userPath}/invitation`);
    expect(Object.keys(body).sort()).toEqual(['createdAt', 'createdBy', 'expiresAt', 'id', 'userId']);
    expect((await plane.api('DELETE', `${userPath}/invitation`)).status).toBe(204);
    expect((await redeem(second)).answer.status).toBe(401);
    expect((await plane.api('DELETE', `${userPath}/invitation`)).status).toBe(404);
    expect(await lastEntry()).toMatchObject({ action: 'update', oldValue: { invitation: { id: body.id } } });
  });

  it('lets a person who has forgotten the password set another one; the sessions before end', async () => {
    await setPasswordOf(sql, userId, PASSWORD);
    const before = (await signIn(PASSWORD)).page;
    const { page } = await redeem(await invite());
    const link = await createLinkFor(page);
    expect((await page.call('PUT', '/api/session/password', { newPassword: OTHER_PASSWORD })).status).toBe(
      204,
    );
    expect([await status(before), await status(page)]).toEqual([401, 200]);
    expect((await redeem(link)).answer.status).toBe(401);
    expect((await signIn(PASSWORD)).answer.status).toBe(401);
    expect((await signIn(OTHER_PASSWORD)).answer.status).toBe(200);
    expect(await lastEntry()).toMatchObject({ newValue: { hasPassword: true, passwordSetBy: 'invitation' } });
    expect(JSON.stringify(await lastEntry())).not.toContain('argon2');
  });

  it('is not for service accounts, and stops working with its user', async () => {
    const service = await plane.api('POST', '/api/users', { kind: 'service', name: 'S', role: null });
    expect((await plane.api('POST', `/api/users/${service.body.id}/invitation`)).status).toBe(409);
    const token = await invite();
    await plane.api('DELETE', userPath);
    expect((await redeem(token)).answer.status).toBe(401);
  });
});

async function createLinkFor(page: BrowserSession): Promise<string> {
  const made = await page.call('POST', '/api/sign-in-links');
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body.token;
}

describe('a link that a token holder makes for itself', () => {
  it('signs in as the user of the token, for 10 minutes', async () => {
    const token = await plane.api('POST', `${userPath}/tokens`, { name: 'Laptop' });
    const { call } = createManagementApi(plane.controlPlane.url, token.body.token);
    const { body } = await call('POST', '/api/sign-in-links');
    expect(Date.parse(body.expiresAt) - Date.parse(body.createdAt)).toBe(10 * 60 * 1000);
    const { answer } = await redeem(body.token);
    expect(answer.body).toMatchObject({ user: { id: userId }, role: 'viewer', session: { how: 'link' } });
    const stored = JSON.stringify(await sql`select * from sign_in_links`);
    expect(stored).not.toContain('sf_sin_');
  });

  it('lets its user set a first password, but not another one', async () => {
    const { page } = await redeem(await invite());
    const first = (await redeem(await createLinkFor(page))).page;
    const set = (newPassword: string) => first.call('PUT', '/api/session/password', { newPassword });
    expect((await set(PASSWORD)).status).toBe(204);
    expect((await set(OTHER_PASSWORD)).status).toBe(400);
  });

  it('is one of at most ten: the oldest ones stop working', async () => {
    const { page } = await redeem(await invite());
    const links: string[] = [];
    for (let n = 0; n < 11; n += 1) links.push(await createLinkFor(page));
    expect((await redeem(links[0] ?? '')).answer.status).toBe(401);
    expect((await redeem(links[1] ?? '')).answer.status).toBe(200);
  });
});

describe('changing the own password', () => {
  const change = (page: BrowserSession, currentPassword: string, newPassword = OTHER_PASSWORD) =>
    page.call('PUT', '/api/session/password', { currentPassword, newPassword });

  beforeEach(() => setPasswordOf(sql, userId, PASSWORD));

  it('takes the current one, and ends the other sessions', async () => {
    const other = (await signIn(PASSWORD)).page;
    const { page } = await signIn(PASSWORD);
    expect(await change(page, 'wrong password')).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'currentPassword', message: 'is wrong' }] },
    });
    expect((await change(page, PASSWORD)).status).toBe(204);
    expect([await status(page), await status(other)]).toEqual([200, 401]);
    expect((await signIn(OTHER_PASSWORD)).answer.status).toBe(200);
  });

  it('refuses a short and a long one', async () => {
    const { page } = await signIn(PASSWORD);
    for (const password of ['x'.repeat(11), 'x'.repeat(257)]) {
      expect((await change(page, PASSWORD, password)).status).toBe(400);
    }
    expect((await change(page, PASSWORD, 'x'.repeat(256))).status).toBe(204);
  });

  it('is limited: a stolen cookie does not give many guesses', async () => {
    const { page } = await signIn(PASSWORD);
    for (let n = 0; n < 10; n += 1) expect((await change(page, `guess number ${n}`)).status).toBe(400);
    expect((await change(page, PASSWORD)).status).toBe(429);
  });

  it('is for people with a password, a link or an invitation', async () => {
    const { page } = await signIn(PASSWORD);
    await sql`delete from passwords where user_id = ${userId}`;
    expect((await change(page, PASSWORD)).status).toBe(403);
  });
});

describe('an admin', () => {
  it('lists and ends the sessions of a user, with entries in the audit log', async () => {
    await setPasswordOf(sql, userId, PASSWORD);
    const pages = [
      (await signIn(PASSWORD)).page,
      (await signIn(PASSWORD)).page,
      (await signIn(PASSWORD)).page,
    ];
    const { items } = (await plane.api('GET', `${userPath}/sessions?limit=2`)).body;
    expect(items).toHaveLength(2);
    expect((await plane.api('DELETE', `${userPath}/sessions/${items[0].id}`)).status).toBe(204);
    expect(await Promise.all(pages.map(status))).toEqual([200, 200, 401]);
    expect(await lastEntry()).toMatchObject({ oldValue: { session: { id: items[0].id, how: 'password' } } });
    expect((await plane.api('DELETE', `${userPath}/sessions/${items[0].id}`)).status).toBe(404);
    expect((await plane.api('DELETE', `${userPath}/sessions`)).status).toBe(204);
    expect(await Promise.all(pages.map(status))).toEqual([401, 401, 401]);
    expect(await lastEntry()).toMatchObject({ oldValue: { sessions: 2 } });
  });
});
