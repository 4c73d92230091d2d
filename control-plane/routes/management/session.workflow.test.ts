import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../../shared/logging/logger.ts';
import { cookieOf, openBrowser, setPasswordOf } from '../../../test/support/control-plane/browser-session.ts';
import {
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';
import { startControlPlane } from '../../start-control-plane.ts';

const PASSWORD = 'correct horse battery';

let plane: TestControlPlane;
let sql: postgres.Sql;
let userId: string;
let projectId: string;
let users = 0;
let email: string;

beforeAll(async () => {
  plane = await startTestControlPlane();
  sql = postgres(plane.database.url, { max: 2, onnotice: () => {} });
  projectId = await createProject(plane.api);
});
afterAll(async () => {
  await sql.end();
  await plane.stop();
});
beforeEach(async () => {
  await sql`delete from sign_in_attempts`;
  email = `person-${++users}@example.org`;
  const user = await plane.api('POST', '/api/users', { email, name: 'Ada', role: 'admin' });
  userId = user.body.id;
  await setPasswordOf(sql, userId, PASSWORD);
});

const browser = (origin?: string | null) => openBrowser(plane.controlPlane.url, origin);

async function signedIn() {
  const page = browser();
  const answer = await page.call('POST', '/api/session', { email, password: PASSWORD });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return page;
}

describe('signing in with a password', () => {
  it('gives a cookie that scripts cannot read, and says who is signed in', async () => {
    const page = browser();
    const answer = await page.call('POST', '/api/session', {
      email: email.toUpperCase(),
      password: PASSWORD,
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toMatch(
      /^sf_session=sf_ses_[\w-]{43}; Path=\/; Expires=[^;]+ GMT; HttpOnly; SameSite=Lax$/,
    );
    expect(answer.body).toMatchObject({
      user: { id: userId, kind: 'person', email, name: 'Ada' },
      role: 'admin',
      hasPassword: true,
      roles: [],
      session: { how: 'password' },
    });
    expect((await page.call('GET', '/api/session')).body).toEqual(answer.body);
    expect(JSON.stringify(await sql`select * from sessions`)).not.toContain(page.cookie.split('=')[1]);
  });

  it('gives the rights of the user, also in routes for people about themselves', async () => {
    const page = await signedIn();
    expect((await page.call('GET', `/api/projects/${projectId}`)).status).toBe(200);
    expect(
      (await page.call('POST', `/api/projects/${projectId}/flags`, { key: `f-${users}`, type: 'boolean' }))
        .status,
    ).toBe(201);
    expect((await page.call('GET', '/api/me/tokens')).status).toBe(200);
  });

  it('fails with the same answer for a wrong password, an unknown user, a deleted one and one without a password', async () => {
    const page = browser();
    const attempt = (address: string) =>
      page.call('POST', '/api/session', { email: address, password: 'wrong password' });
    const service = await plane.api('POST', '/api/users', {
      kind: 'service',
      email: `s-${email}`,
      name: 'S',
      role: null,
    });
    await setPasswordOf(sql, service.body.id, 'wrong password');
    const bare = await plane.api('POST', '/api/users', { email: `b-${email}`, name: 'B', role: null });
    const gone = await plane.api('POST', '/api/users', { email: `g-${email}`, name: 'G', role: null });
    await setPasswordOf(sql, gone.body.id, 'wrong password');
    await plane.api('DELETE', `/api/users/${gone.body.id}`);
    expect(bare.status).toBe(201);
    const answers = [];
    for (const address of [
      email,
      `nobody-${email}`,
      `s-${email}`,
      `b-${email}`,
      `g-${email}`,
      'system@localhost',
    ]) {
      const { status, body, headers } = await attempt(address);
      const names = [...headers.keys()].sort();
      answers.push(JSON.stringify({ status, body, names, cookie: headers.get('set-cookie') }));
    }
    expect(answers[0]).toContain('"status":401');
    expect(new Set(answers).size).toBe(1);
  });

  it('never adopts a cookie that came along, and ends its session', async () => {
    const page = await signedIn();
    const before = page.cookie;
    await page.call('POST', '/api/session', { email, password: PASSWORD });
    expect(page.cookie).not.toBe(before);
    const stale = browser();
    stale.cookie = before;
    expect((await stale.call('GET', '/api/session')).status).toBe(401);
    const planted = browser();
    planted.cookie = `sf_session=sf_ses_${'x'.repeat(43)}`;
    await planted.call('POST', '/api/session', { email, password: PASSWORD });
    expect(planted.cookie).not.toContain('xxx');
  });

  it('is refused for a while after ten failures, also with the right password, and for unknown accounts', async () => {
    for (const address of [email, `nobody-${email}`]) {
      await sql`delete from sign_in_attempts where kind = 'address'`;
      const attempt = (password: string) =>
        browser().call('POST', '/api/session', { email: address, password });
      let failures = 0;
      for (let isLimited = false; !isLimited; ) {
        const attempts = await Promise.all(Array.from({ length: 4 }, () => attempt('wrong password')));
        failures += attempts.filter(({ status }) => status === 401).length;
        isLimited = attempts.some(({ status }) => status === 429);
      }
      expect(failures).toBe(10);
      const refused = await attempt(PASSWORD);
      expect(refused).toMatchObject({ status: 429, body: { code: 'TOO_MANY_REQUESTS' } });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60);
    }
    await sql`update sign_in_attempts set window_ends_at = now()`;
    expect((await browser().call('POST', '/api/session', { email, password: PASSWORD })).status).toBe(200);
  });

  it('is refused for a while after fifty failures from an address', async () => {
    await sql`
      insert into sign_in_attempts (kind, bucket, attempts, window_ends_at)
      select 'address', n, 49, now() + interval '10 minutes' from generate_series(0, 131071) n`;
    const attempt = (address: string, forwarded: string) =>
      browser().call(
        'POST',
        '/api/session',
        { email: address, password: 'wrong password' },
        // Nobody trusts this without TRUSTED_PROXIES.
        { 'x-forwarded-for': forwarded },
      );
    expect((await attempt(`1-${email}`, '198.51.100.1')).status).toBe(401);
    expect(await attempt(`2-${email}`, '198.51.100.2')).toMatchObject({
      status: 429,
      body: { code: 'TOO_MANY_REQUESTS' },
    });
    expect((await browser().call('POST', '/api/session/redeem', { token: 'x' })).status).toBe(429);
  });

  it('counts addresses behind a trusted proxy apart', async () => {
    const trustedProxies = [{ address: [0x7f00, 0], length: 8 }];
    const settings = {
      databaseUrl: plane.database.url,
      host: '127.0.0.1',
      port: 0,
      logLevel: 'silent',
    } as const;
    const proxied = await startControlPlane({ ...settings, trustedProxies }, { logger: silentLogger });
    const attempt = (forwarded: string, n: number) =>
      openBrowser(proxied.url).call(
        'POST',
        '/api/session',
        { email: `${n}-${email}`, password: 'wrong password' },
        { 'x-forwarded-for': forwarded },
      );
    await attempt('198.51.100.1', 1);
    await sql`update sign_in_attempts set attempts = 50 where kind = 'address'`;
    expect((await attempt('198.51.100.1', 2)).status).toBe(429);
    expect((await attempt('198.51.100.2', 3)).status).toBe(401);
    await proxied.stop();
  });

  it('does not count attempts that succeed', async () => {
    for (let time = 0; time < 12; time += 1) await signedIn();
  });

  it('fails if the password is changed meanwhile, so that no session outlives the change', async () => {
    let attempt: Promise<{ readonly status: number }> | undefined;
    await sql.begin(async (tx) => {
      await tx`update passwords set hash = 'another one' where user_id = ${userId}`;
      attempt = browser().call('POST', '/api/session', { email, password: PASSWORD });
      await expect
        .poll(async () => (await sql`select from pg_locks where not granted`).length, { timeout: 10_000 })
        .toBeGreaterThan(0);
    });
    expect((await attempt)?.status).toBe(401);
    expect(await sql`select from sessions where user_id = ${userId}`).toHaveLength(0);
  });

  it('is refused from a page of another origin', async () => {
    for (const origin of ['https://evil.example', 'null', 'http://localhost.evil.example']) {
      const answer = await browser(origin).call('POST', '/api/session', { email, password: PASSWORD });
      expect(answer).toMatchObject({ status: 403, body: { code: 'ORIGIN_REFUSED' } });
    }
    expect((await browser(null).call('POST', '/api/session', { email, password: PASSWORD })).status).toBe(
      200,
    );
  });
});

describe('a request with the cookie of a session', () => {
  const write = (page: ReturnType<typeof browser>, headers?: Record<string, string>) =>
    page.call('PATCH', `/api/projects/${projectId}`, { description: 'Changed' }, headers);

  it.each([
    ['no Origin', null, {}],
    ['a foreign Origin', 'https://evil.example', {}],
    ['Origin null', 'null', {}],
    ['our host over https', 'https', {}],
    ['another port', 'port', {}],
    ['another site, as the browser says', 'own', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbour, as the browser says', 'own', { 'sec-fetch-site': 'same-site' }],
  ])('changes nothing with %s', async (_, origin, headers) => {
    const { cookie } = await signedIn();
    const { url } = plane.controlPlane;
    const origins: Readonly<Record<string, string>> = {
      https: url.replace('http:', 'https:'),
      port: 'http://127.0.0.1:1',
      own: url,
    };
    const page = browser(origin === null ? null : (origins[origin] ?? origin));
    page.cookie = cookie;
    const answer = await write(page, headers);
    expect(answer).toMatchObject({ status: 403, body: { code: 'ORIGIN_REFUSED' } });
  });

  it('changes what its user may change, from our own page', async () => {
    const page = await signedIn();
    expect((await write(page, { 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  it('cannot be made by a name that points to this machine', async () => {
    const page = await signedIn();
    const headers = { host: 'rebound.example:80', origin: 'http://rebound.example:80' };
    expect((await rawPatch(page.cookie, headers)).status).toBe(403);
  });

  it('is one of the API token if it has one', async () => {
    const page = await signedIn();
    const token = { authorization: `Bearer sf_api_${'z'.repeat(40)}` };
    expect((await page.call('GET', '/api/session', undefined, token)).status).toBe(401);
    const own = await page.call('POST', '/api/me/tokens', { name: 'x' });
    const { body } = await page.call('GET', '/api/session', undefined, {
      authorization: `Bearer ${own.body.token}`,
    });
    expect(body).toMatchObject({ user: { id: userId }, session: null });
  });

  it.each([
    ['signed out', (page: ReturnType<typeof browser>) => page.call('DELETE', '/api/session')],
    ['idle for too long', () => sql`update sessions set last_used_at = now() - interval '12 hours'`],
    ['expired', () => sql`update sessions set expires_at = now()`],
    ['of a deleted user', () => plane.api('DELETE', `/api/users/${userId}`)],
  ])('is refused if the session is %s', async (_, end) => {
    const page = await signedIn();
    const { cookie } = page;
    await end(page);
    page.cookie = cookie;
    expect(await page.call('GET', '/api/session')).toMatchObject({
      status: 401,
      body: { code: 'UNAUTHENTICATED' },
    });
  });

  it('records the last use once a minute', async () => {
    const page = await signedIn();
    await sql`update sessions set last_used_at = now() - interval '2 minutes' where user_id = ${userId}`;
    await page.call('GET', '/api/session');
    await expect
      .poll(
        async () =>
          (
            await sql`select last_used_at > now() - interval '1 minute' as recent from sessions where user_id = ${userId}`
          )[0]?.recent,
      )
      .toBe(true);
  });
});

/** `fetch` does not let a caller choose the host. */
async function rawPatch(
  cookie: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number }> {
  const { request } = await import('node:http');
  return new Promise((resolve, reject) => {
    const url = new URL(`/api/projects/${projectId}`, plane.controlPlane.url);
    const sent = request(
      url,
      { method: 'PATCH', headers: { cookie, 'content-type': 'application/json', ...headers } },
      (response) => {
        response.resume();
        resolve({ status: response.statusCode ?? 0 });
      },
    );
    sent.on('error', reject);
    sent.end('{}');
  });
}

describe('one-time links', () => {
  async function linkFor(id: string, seconds = 600): Promise<string> {
    const { createCredential } = await import('../../model/api-credential.ts');
    const { randomBytes } = await import('node:crypto');
    const secret = createCredential('signIn', randomBytes);
    await sql`
      insert into sign_in_links (kind, user_id, created_by, hash, expires_at)
      values ('link', ${id}, ${id}, ${secret.hash}, now() + make_interval(secs => ${seconds}))`;
    return secret.reveal();
  }

  it('sign in once, however many attempts there are at once', async () => {
    const token = await linkFor(userId);
    const attempts = await Promise.all(
      Array.from({ length: 8 }, () => browser().call('POST', '/api/session/redeem', { token })),
    );
    expect(attempts.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(attempts.filter(({ status }) => status === 401)).toHaveLength(7);
    expect(attempts.flatMap((answer) => cookieOf(answer) ?? [])).toHaveLength(1);
    expect(await sql`select how from sessions where user_id = ${userId}`).toEqual([{ how: 'link' }]);
  });

  it('are refused once they have expired', async () => {
    const token = await linkFor(userId, -1);
    expect((await browser().call('POST', '/api/session/redeem', { token })).status).toBe(401);
  });
});

describe('the list of own sessions', () => {
  it('marks the current one; each can be ended by its user only', async () => {
    const first = await signedIn();
    const second = await signedIn();
    const { items } = (await second.call('GET', '/api/sessions')).body;
    expect(items.map(({ current }: { current: boolean }) => current)).toEqual([true, false]);
    const own = email;
    await plane.api('PATCH', `/api/users/${userId}`, { email: `old-${own}` });
    const stranger = await plane.api('POST', '/api/users', { email: own, name: 'Eve', role: 'admin' });
    await setPasswordOf(sql, stranger.body.id, PASSWORD);
    const other = await signedIn();
    expect((await other.call('DELETE', `/api/sessions/${items[1].id}`)).status).toBe(404);
    expect((await first.call('GET', '/api/session')).status).toBe(200);
    expect((await second.call('DELETE', `/api/sessions/${items[1].id}`)).status).toBe(204);
    expect((await first.call('GET', '/api/session')).status).toBe(401);
    expect((await second.call('GET', '/api/session')).status).toBe(200);
  });

  it('has at most 50: the oldest ones end', async () => {
    const first = await signedIn();
    await sql`
      insert into sessions (hash, user_id, how, idle_seconds, expires_at)
      select md5(n::text) || md5(${userId} || n::text), ${userId}, 'link', 3600, now() + interval '1 hour'
      from generate_series(1, 49) n`;
    expect((await first.call('GET', '/api/session')).status).toBe(200);
    await signedIn();
    expect((await first.call('GET', '/api/session')).status).toBe(401);
    expect(await sql`select from sessions where user_id = ${userId}`).toHaveLength(50);
  });
});
