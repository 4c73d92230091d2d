import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LogFields, Logger } from '../../../shared/logging/logger.ts';
import { createTestBrowser, type TestBrowser } from '../../../test/support/browser.ts';
import {
  ADMIN_TOKEN,
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';
import { createManagementApi } from '../../../test/support/management-api.ts';
import { type OidcServer, startOidcServer } from '../../../test/support/oidc-server.ts';
import { reservePort } from '../../../test/support/ports.ts';
import { parseGroupRoles } from '../../model/group-roles.ts';

let plane: TestControlPlane;
let server: OidcServer;
let sql: postgres.Sql;
let url: string;
let logged: (readonly [string, LogFields | undefined])[] = [];

const log = (message: string, fields?: LogFields) => void logged.push([message, fields]);
const logger: Logger = { debug: log, info: log, warn: log, error: log };

beforeAll(async () => {
  const port = await reservePort();
  url = `http://127.0.0.1:${port}`;
  server = await startOidcServer({ redirectUri: `${url}/api/sign-in/oidc/callback` });
  plane = await startTestControlPlane(
    {
      port,
      publicUrl: url,
      oidc: {
        issuer: server.issuer,
        clientId: server.clientId,
        clientSecret: server.clientSecret,
        scopes: 'openid profile email',
        groupsClaim: 'groups',
        groupRoles: parseGroupRoles('admins=admin,writers=editor,readers=viewer,everyone=none'),
        name: 'Acme',
      },
    },
    logger,
  );
  sql = postgres(plane.database.url, { max: 2, onnotice: () => {} });
});
afterAll(async () => {
  await sql.end();
  await plane.stop();
  await server.down();
});
beforeEach(async () => {
  logged = [];
  await sql`delete from sign_in_attempts`;
});
afterEach(() => {
  server.answer = undefined;
});

let people = 0;
/** Adds a person at the provider, who signs in next. */
function addPerson(claims: Readonly<Record<string, unknown>> = {}): string {
  const subject = `person-${++people}`;
  server.people.set(subject, {
    name: 'Ana',
    email: `${subject}@example.org`,
    groups: ['writers'],
    ...claims,
  });
  server.person = subject;
  return subject;
}

const START = '/api/sign-in/oidc';
const CALLBACK = () => `${url}${START}/callback`;

/** Signs in up to the answer of the provider. @returns the URL that it sends the browser back to */
async function answerFor(browser: TestBrowser, to = '/projects?tab=keys#new'): Promise<URL> {
  const begun = await browser.visit(`${url}${START}?${new URLSearchParams({ to })}`);
  expect(begun.status).toBe(302);
  return browser.followUntil(begun.headers.get('location') ?? '', CALLBACK());
}

/** @returns where the sign-in leads to */
async function signIn(browser = createTestBrowser(), to?: string): Promise<string | null> {
  const answer = await browser.visit(await answerFor(browser, to));
  expect(answer.status).toBe(302);
  return answer.headers.get('location');
}

const sessionOf = async (browser: TestBrowser) => {
  const answer = await browser.visit(`${url}/api/session`, { accept: 'application/json' });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
};

async function userOf(browser: TestBrowser): Promise<string> {
  const { status, body } = await sessionOf(browser);
  expect(status).toBe(200);
  return body.user.id;
}

const auditOf = async (userId: string) => {
  const { body } = await plane.api('GET', `/api/audit?resourceType=user&resourceId=${userId}`);
  return body.items;
};

describe('signing in with OpenID Connect', () => {
  it('gives a session with the role of the groups, and leads back to the page', async () => {
    const subject = addPerson({ groups: ['readers', 'writers', 'others'] });
    const browser = createTestBrowser();
    expect(await signIn(browser)).toBe('/projects?tab=keys#new');
    expect([...browser.cookies.keys()]).toContain('sf_session');
    expect([...browser.cookies.keys()]).not.toContain('sf_oidc');
    const { body } = await sessionOf(browser);
    expect(body).toMatchObject({
      user: { name: 'Ana', kind: 'person', email: `${subject}@example.org` },
      role: 'editor',
      hasPassword: false,
      session: { how: 'oidc' },
    });
    const [entry] = await auditOf(body.user.id);
    expect(entry).toMatchObject({ action: 'create', newValue: { role: 'editor', issuer: server.issuer } });
  });

  it('sets cookies that scripts cannot read, and sends nothing that caches keep', async () => {
    addPerson();
    const browser = createTestBrowser();
    const begun = await browser.visit(`${url}${START}`);
    expect(begun.headers.get('set-cookie')).toMatch(
      /^sf_oidc=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    const location = new URL(begun.headers.get('location') ?? '');
    expect(location.searchParams.get('code_challenge_method')).toBe('S256');
    expect(location.searchParams.get('redirect_uri')).toBe(CALLBACK());
    const callback = await browser.followUntil(location, CALLBACK());
    const finished = await browser.visit(callback);
    for (const answer of [begun, finished]) {
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    }
    expect(finished.headers.get('set-cookie')).toContain('sf_session=');
  });

  it('makes a new session each time, and ends the one whose cookie came along', async () => {
    addPerson();
    const browser = createTestBrowser();
    await signIn(browser);
    const first = browser.cookies.get('sf_session') ?? '';
    const userId = await userOf(browser);
    await signIn(browser);
    expect(browser.cookies.get('sf_session')).not.toBe(first);
    expect(await userOf(browser)).toBe(userId);
    const old = createTestBrowser();
    old.cookies.set('sf_session', first);
    expect((await sessionOf(old)).status).toBe(401);
  });

  it('is among the ways to sign in', async () => {
    const { body } = await createManagementApi(url, undefined).call('GET', '/api/sign-in-methods');
    expect(body).toMatchObject({ oidc: { name: 'Acme' } });
  });

  it('works in two tabs of a browser at once', async () => {
    addPerson();
    const browser = createTestBrowser();
    const first = await answerFor(browser, '/first');
    const second = await answerFor(browser, '/second');
    expect((await browser.visit(second)).headers.get('location')).toBe('/second');
    // The first sign-in has taken the cookie away. Its tab begins anew.
    expect((await browser.visit(first)).headers.get('location')).toBe('/sign-in?error=ATTEMPT_EXPIRED');
  });

  it('updates what the provider says about a person', async () => {
    const subject = addPerson();
    const browser = createTestBrowser();
    await signIn(browser);
    const userId = await userOf(browser);
    server.people.set(subject, { name: 'Ana Ng', email: 'ng@example.org', groups: ['readers'] });
    await signIn(browser);
    const { body } = await sessionOf(browser);
    expect(body).toMatchObject({
      user: { id: userId, name: 'Ana Ng', email: 'ng@example.org' },
      role: 'viewer',
    });
    const entries = await auditOf(userId);
    expect(entries.map(({ action }: { action: string }) => action)).toEqual(['update', 'create']);
    await signIn(browser);
    expect(await auditOf(userId)).toHaveLength(2);
  });
});

describe('an answer of the provider', () => {
  const EXPIRED = '/sign-in?error=ATTEMPT_EXPIRED';

  it('counts in the browser that has begun the sign-in only', async () => {
    addPerson();
    const attacker = createTestBrowser();
    const answer = await answerFor(attacker);
    // A page of the attacker leads the victim to it.
    const victim = createTestBrowser();
    expect((await victim.visit(answer)).headers.get('location')).toBe(EXPIRED);
    expect(victim.cookies.size).toBe(0);
    await answerFor(victim);
    expect((await victim.visit(answer)).headers.get('location')).toBe(EXPIRED);
    expect(victim.cookies.has('sf_session')).toBe(false);
    // The attempt of the attacker is not used up by others.
    expect((await attacker.visit(answer)).headers.get('location')).toBe('/projects?tab=keys#new');
  });

  it('counts once', async () => {
    addPerson();
    const browser = createTestBrowser();
    const answer = await answerFor(browser);
    const cookies = new Map(browser.cookies);
    const both = await Promise.all([browser.visit(answer), browser.visit(answer)]);
    const places = both.map(({ headers }) => headers.get('location'));
    expect(places.toSorted()).toEqual(['/projects?tab=keys#new', EXPIRED]);
    for (const [name, value] of cookies) browser.cookies.set(name, value);
    expect((await browser.visit(answer)).headers.get('location')).toBe(EXPIRED);
  });

  it('counts for 10 minutes', async () => {
    addPerson();
    const browser = createTestBrowser();
    const answer = await answerFor(browser);
    await sql`update oidc_attempts set expires_at = expires_at - interval '10 minutes'`;
    expect((await browser.visit(answer)).headers.get('location')).toBe(EXPIRED);
    await answerFor(browser);
    expect(await sql`select from oidc_attempts where expires_at < now()`).toHaveLength(0);
  });

  it.each([
    ['state', 'another', 'ATTEMPT_EXPIRED'],
    ['state', '', 'ATTEMPT_EXPIRED'],
    ['iss', 'https://evil.example', 'ANSWER_INVALID'],
    ['code', 'another', 'PROVIDER_REFUSED'],
    ['code', 'x'.repeat(8_000), 'PROVIDER_REFUSED'],
    ['code', '', 'ANSWER_INVALID'],
    ['error', '<script>', 'PROVIDER_REFUSED'],
    ['response', 'ey', 'ANSWER_INVALID'],
    ['id_token', 'ey', 'ANSWER_INVALID'],
  ])('that has another %s is refused (%#)', async (name, value, code) => {
    addPerson();
    const browser = createTestBrowser();
    const answer = await answerFor(browser);
    answer.searchParams.set(name, value);
    const location = (await browser.visit(answer)).headers.get('location');
    expect(location).toBe(`/sign-in?error=${code}`);
    expect(browser.cookies.has('sf_session')).toBe(false);
  });

  it('with a code that was given for another sign-in of the same browser is refused', async () => {
    addPerson();
    const browser = createTestBrowser();
    const first = await answerFor(browser);
    const second = await answerFor(browser);
    second.searchParams.set('code', first.searchParams.get('code') ?? '');
    expect((await browser.visit(second)).headers.get('location')).toBe('/sign-in?error=PROVIDER_REFUSED');
  });

  it('whose nonce is that of somebody else is refused', async () => {
    addPerson();
    const browser = createTestBrowser();
    const begun = new URL((await browser.visit(`${url}${START}`)).headers.get('location') ?? '');
    begun.searchParams.set('nonce', 'another');
    const answer = await browser.followUntil(begun, CALLBACK());
    expect((await browser.visit(answer)).headers.get('location')).toBe('/sign-in?error=ANSWER_INVALID');
  });

  it('of somebody who cancels is logged without the text of the provider', async () => {
    server.person = null;
    expect(await signIn()).toBe('/sign-in?error=PROVIDER_REFUSED');
    expect(logged).toContainEqual([
      'sign-in with OpenID Connect failed',
      { code: 'PROVIDER_REFUSED', reason: 'the provider answered access_denied' },
    ]);
  });

  it('leaves no secret in the log or the database', async () => {
    addPerson();
    const browser = createTestBrowser();
    const answer = await answerFor(browser);
    const secrets = [
      answer.searchParams.get('code') ?? '',
      answer.searchParams.get('state') ?? '',
      browser.cookies.get('sf_oidc') ?? '',
    ];
    const rows = JSON.stringify(await sql`select * from oidc_attempts`);
    for (const secret of secrets) expect(rows).not.toContain(secret);
    await browser.visit(answer);
    const [replayed] = [await browser.visit(answer)];
    expect(replayed.status).toBe(302);
    for (const secret of [...secrets, server.clientSecret])
      expect(JSON.stringify(logged)).not.toContain(secret);
  });
});

describe('a person', () => {
  it('is never the user with the same email address, who keeps it', async () => {
    const email = 'shared@example.org';
    const other = await plane.api('POST', '/api/users', { email, name: 'Other', role: 'admin' });
    addPerson({ email: email.toUpperCase(), groups: ['readers'] });
    const browser = createTestBrowser();
    await signIn(browser);
    const { body } = await sessionOf(browser);
    expect(body.user).toMatchObject({ email: null, name: 'Ana' });
    expect(body.user.id).not.toBe(other.body.id);
    expect(body.role).toBe('viewer');
    expect((await plane.api('GET', `/api/users/${other.body.id}`)).body).toMatchObject({
      email,
      role: 'admin',
    });
  });

  it('with the address of another person at the provider is another user', async () => {
    const email = 'twins@example.org';
    const ids: string[] = [];
    for (const name of ['One', 'Two', 'Three']) {
      addPerson({ email, name });
      const browser = createTestBrowser();
      await signIn(browser);
      ids.push(await userOf(browser));
    }
    expect(new Set(ids).size).toBe(3);
  });

  it('who signs in twice at once for the first time is one user', async () => {
    addPerson();
    const browsers = [createTestBrowser(), createTestBrowser(), createTestBrowser()];
    const answers = await Promise.all(browsers.map((browser) => answerFor(browser)));
    await Promise.all(browsers.map((browser, index) => browser.visit(answers[index] ?? '')));
    const ids = await Promise.all(browsers.map(userOf));
    expect(new Set(ids).size).toBe(1);
  });

  it('without an address can be edited by an admin', async () => {
    addPerson({ email: undefined });
    const browser = createTestBrowser();
    await signIn(browser);
    const id = await userOf(browser);
    const edited = await plane.api('PATCH', `/api/users/${id}`, { name: 'Bea' });
    expect(edited).toMatchObject({ status: 200, body: { name: 'Bea', email: null } });
    expect((await plane.api('POST', '/api/users', { name: 'Cy', role: null })).status).toBe(400);
  });

  it('whose user an admin has deleted gets a new one', async () => {
    addPerson();
    const browser = createTestBrowser();
    await signIn(browser);
    const first = await userOf(browser);
    expect((await plane.api('DELETE', `/api/users/${first}`)).status).toBe(204);
    expect((await sessionOf(browser)).status).toBe(401);
    expect(await sql`select from user_identities where user_id = ${first}`).toHaveLength(0);
    await signIn(browser);
    expect(await userOf(browser)).not.toBe(first);
  });

  it('whose user can have no session any more is led back to the page of the sign-in', async () => {
    addPerson();
    const browser = createTestBrowser();
    await signIn(browser);
    // As if an admin deleted the user after it was read.
    await sql`update users set kind = 'service' where id = ${await userOf(browser)}`;
    expect(await signIn(createTestBrowser())).toBe('/sign-in?error=ATTEMPT_EXPIRED');
  });

  it.each([
    { name: 'A\0na\u202e', email: 'a\0@example.org' },
    { name: 'x'.repeat(100_000) },
    { name: ['Ana'], email: { address: 'ana@example.org' }, preferred_username: 7 },
    { name: '\ud800', email: 7 },
    { name: '', email: '' },
    { groups: ['writers', ...Array.from({ length: 10_000 }, (_, index) => `group ${index}`)] },
    { groups: ['writers', { name: 'admins' }, ['admins'], null, 7] },
    { groups: 'writers' },
  ])('signs in with hostile claims (%#)', async (claims) => {
    addPerson(claims);
    const browser = createTestBrowser();
    expect(await signIn(browser)).toBe('/projects?tab=keys#new');
    expect((await sessionOf(browser)).body.role).toBe('editor');
  });

  it.each([
    [{ name: 'x'.repeat(300_000) }, 'PROVIDER_UNAVAILABLE'],
    [{ groups: Array.from({ length: 50_000 }, (_, index) => `group ${index}`) }, 'PROVIDER_UNAVAILABLE'],
    [{ groups: { admins: true } }, 'NO_ROLE'],
    [{ groups: 7 }, 'NO_ROLE'],
    [{ groups: null }, 'NO_ROLE'],
    [{ groups: ['__proto__', 'constructor', 'Admins', 'admins '] }, 'NO_ROLE'],
  ])('whose claims are of no use is refused (%#)', async (claims, code) => {
    const [{ count }] = await sql<[{ count: string }]>`select count(*) from users`;
    addPerson(claims);
    expect(await signIn()).toBe(`/sign-in?error=${code}`);
    expect(await sql`select count(*) from users`).toMatchObject([{ count }]);
  });
});

describe('groups', () => {
  it('that change take effect at the next sign-in, also for sessions that are open', async () => {
    const subject = addPerson({ groups: ['admins'] });
    const open = createTestBrowser();
    await signIn(open);
    const userId = await userOf(open);
    expect((await open.visit(`${url}/api/users`)).status).toBe(200);
    server.people.set(subject, { name: 'Ana', groups: ['readers'] });
    await signIn();
    expect((await sessionOf(open)).body.role).toBe('viewer');
    expect((await open.visit(`${url}/api/users`)).status).toBe(403);
    const [entry] = await auditOf(userId);
    expect(entry).toMatchObject({
      action: 'update',
      oldValue: { role: 'admin' },
      newValue: { role: 'viewer' },
    });
  });

  it('of which none is listed let nobody in, and take the role and the sessions away', async () => {
    const subject = addPerson();
    const open = createTestBrowser();
    await signIn(open);
    const userId = await userOf(open);
    server.people.set(subject, { name: 'Ana', groups: ['others'] });
    const browser = createTestBrowser();
    expect(await signIn(browser)).toBe('/sign-in?error=NO_ROLE');
    expect(browser.cookies.has('sf_session')).toBe(false);
    expect((await sessionOf(open)).status).toBe(401);
    expect((await plane.api('GET', `/api/users/${userId}`)).body.role).toBeNull();
    server.people.set(subject, { name: 'Ana' });
    expect(await signIn(browser)).toBe('/sign-in?error=NO_ROLE');
    server.people.set(subject, { name: 'Ana', groups: ['readers'] });
    expect(await signIn(browser)).toBe('/projects?tab=keys#new');
    expect(await userOf(browser)).toBe(userId);
  });

  it('with none let people in who have roles in projects', async () => {
    addPerson({ groups: ['everyone'] });
    const browser = createTestBrowser();
    await signIn(browser);
    const userId = await userOf(browser);
    const projectId = await createProject(plane.api);
    expect((await browser.visit(`${url}/api/projects/${projectId}`)).status).toBe(404);
    await plane.api('PUT', `/api/projects/${projectId}/roles/${userId}`, { role: 'viewer' });
    await signIn(browser);
    expect((await browser.visit(`${url}/api/projects/${projectId}`)).status).toBe(200);
  });

  it('leave the role to the last admin with a token, whose sign-in succeeds', async () => {
    const subject = addPerson({ groups: ['admins'] });
    const browser = createTestBrowser();
    await signIn(browser);
    const userId = await userOf(browser);
    await plane.api('POST', `/api/users/${userId}/tokens`, { name: 'Mine', expiresAt: null });
    await sql`update api_tokens set revoked_at = now() where user_id <> ${userId}`;
    try {
      server.people.set(subject, { name: 'Ana', groups: ['readers'] });
      expect(await signIn(browser)).toBe('/projects?tab=keys#new');
      expect((await sessionOf(browser)).body.role).toBe('admin');
      expect(logged).toContainEqual([
        'the last admin keeps the role, although no group gives it',
        { userId },
      ]);
      server.people.set(subject, { name: 'Ana', groups: [] });
      expect(await signIn(createTestBrowser())).toBe('/sign-in?error=NO_ROLE');
      expect(await sql`select role from users where id = ${userId}`).toMatchObject([{ role: 'admin' }]);
    } finally {
      await sql`update api_tokens set revoked_at = null where user_id <> ${userId}`;
    }
    server.people.set(subject, { name: 'Ana', groups: ['readers'] });
    await signIn(browser);
    expect((await sessionOf(browser)).body.role).toBe('viewer');
  });
});

describe('the path to show afterwards', () => {
  const api = () => createManagementApi(url, undefined).call;

  it.each([
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/..//evil.example',
    '/api/sign-in/oidc',
    `/${'a'.repeat(2_000)}`,
    '',
  ])('is not one that leads elsewhere (%#)', async (to) => {
    const answer = await api()('GET', `${START}?${new URLSearchParams({ to })}`);
    expect(answer.status).toBe(400);
    expect(answer.headers.has('location')).toBe(false);
  });

  it('is / by default', async () => {
    addPerson();
    const browser = createTestBrowser();
    const begun = await browser.visit(`${url}${START}`);
    const answer = await browser.followUntil(begun.headers.get('location') ?? '', CALLBACK());
    expect((await browser.visit(answer)).headers.get('location')).toBe('/');
  });
});

describe('limits', () => {
  it('300 sign-ins may begin at an address without success', async () => {
    addPerson();
    const browser = createTestBrowser();
    await signIn(browser);
    await browser.visit(`${url}${START}`);
    expect(await sql`select attempts from sign_in_attempts where kind = 'oidc'`).toMatchObject([
      { attempts: 1 },
    ]);
    await sql`update sign_in_attempts set attempts = 300 where kind = 'oidc'`;
    const refused = await browser.visit(`${url}${START}`);
    expect(refused.headers.get('location')).toBe('/sign-in?error=TOO_MANY_ATTEMPTS');
  });

  it('20,000 sign-ins may have begun in all', async () => {
    await sql`
      insert into oidc_attempts (state_hash, browser_hash, nonce, verifier, target, expires_at)
      select lpad(to_hex(n), 64, '0'), lpad('', 64, '0'), '', '', '/', now() + interval '1 minute'
      from generate_series(1, 20000) n`;
    const browser = createTestBrowser();
    const refused = await browser.visit(`${url}${START}`);
    expect(refused.headers.get('location')).toBe('/sign-in?error=TOO_MANY_ATTEMPTS');
    await sql`update oidc_attempts set expires_at = now()`;
    expect((await browser.visit(`${url}${START}`)).headers.get('location')).toContain(server.issuer);
    await sql`delete from oidc_attempts`;
  });

  it.each(['sf_oidc=', 'sf_oidc=short', `sf_oidc=${'x'.repeat(5_000)}`, 'sf_oidc="quoted"', 'sf_oidc=%00'])(
    'a cookie of another form is replaced (%#)',
    async (cookie) => {
      const answer = await fetch(`${url}${START}`, { redirect: 'manual', headers: { cookie } });
      expect(answer.headers.get('set-cookie')).toMatch(/^sf_oidc=[\w-]{43};/);
    },
  );
});

describe('a provider that is down', () => {
  it('stops neither the start, nor readiness, nor other ways to sign in', async () => {
    const down = await startTestControlPlane(
      {
        publicUrl: 'https://flags.example.org',
        oidc: {
          issuer: `http://127.0.0.1:${await reservePort()}`,
          clientId: 'flags',
          scopes: 'openid',
          groupsClaim: 'groups',
          groupRoles: parseGroupRoles('a=admin'),
          name: 'Down',
        },
      },
      logger,
    );
    const { call } = createManagementApi(down.controlPlane.url, undefined);
    const answer = await fetch(`${down.controlPlane.url}${START}`, { redirect: 'manual' });
    expect(answer.headers.get('location')).toBe('/sign-in?error=PROVIDER_UNAVAILABLE');
    expect((await fetch(`${down.controlPlane.url}/health/ready`)).status).toBe(200);
    expect((await call('GET', '/api/sign-in-methods')).body).toMatchObject({ oidc: { name: 'Down' } });
    expect(
      (await createManagementApi(down.controlPlane.url, ADMIN_TOKEN).call('GET', '/api/me')).status,
    ).toBe(200);
    expect(logged).toContainEqual([
      'sign-in with OpenID Connect failed',
      {
        code: 'PROVIDER_UNAVAILABLE',
        reason: 'the exchange with the provider failed: ECONNREFUSED',
      },
    ]);
    await down.stop();
  });

  it('is not there without OIDC_ISSUER', async () => {
    const without = await startTestControlPlane();
    const { call } = createManagementApi(without.controlPlane.url, undefined);
    expect((await call('GET', START)).status).toBe(404);
    expect((await call('GET', `${START}/callback?code=1&state=2`)).status).toBe(404);
    expect((await call('GET', '/api/sign-in-methods')).body).toMatchObject({ oidc: null });
    await without.stop();
  });
});
