import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../shared/logging/logger.ts';
import { openBrowser } from '../test/support/control-plane/browser-session.ts';
import {
  ADMIN_TOKEN,
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../test/support/control-plane/test-control-plane.ts';
import { type ControlPlane, startControlPlane } from './start-control-plane.ts';

const OWN_ORIGIN = 'https://flags.example.org';

let plane: TestControlPlane;
let other: ControlPlane;
let sql: postgres.Sql;
let adminId: string;
let projectId: string;

beforeAll(async () => {
  plane = await startTestControlPlane({ publicUrl: OWN_ORIGIN });
  other = await startControlPlane(
    {
      databaseUrl: plane.database.url,
      host: '127.0.0.1',
      port: 0,
      logLevel: 'silent',
      publicUrl: OWN_ORIGIN,
    },
    { logger: silentLogger },
  );
  sql = postgres(plane.database.url, { max: 2, onnotice: () => {} });
  adminId = (await plane.api('GET', '/api/me')).body.userId;
  projectId = await createProject(plane.api);
});
afterAll(async () => {
  await sql.end();
  await other.stop();
  await plane.stop();
});

/** Adds a session as a sign-in does. @returns the secret */
async function addSession(userId: string, { idle = 0, lifetime = 3600 } = {}): Promise<string> {
  const secret = `sf_ses_${randomBytes(32).toString('base64url')}`;
  const hash = createHash('sha256').update(secret).digest('hex');
  await sql`
    insert into sessions (hash, user_id, how, idle_seconds, last_used_at, expires_at) values (
      ${hash}, ${userId}, 'password', 600, now() - make_interval(secs => ${idle}), now() + make_interval(secs => ${lifetime})
    )`;
  return secret;
}

async function deletedAdmin(): Promise<string> {
  const person = { email: `${randomBytes(4).toString('hex')}@example.org`, name: 'Gone', role: 'admin' };
  const { body } = await plane.api('POST', '/api/users', person);
  await plane.api('DELETE', `/api/users/${body.id}`);
  return body.id;
}

interface Attempt {
  readonly cookie?: string;
  readonly origin?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const cookieOf = (secret: string) => `__Host-sf_session=${secret}`;

/** What a browser, or somebody else, may send. */
const ATTEMPTS = {
  'no cookie': async () => ({ origin: OWN_ORIGIN }),
  'a live session': async () => ({ cookie: cookieOf(await addSession(adminId)), origin: OWN_ORIGIN }),
  'a live session and no Origin': async () => ({ cookie: cookieOf(await addSession(adminId)) }),
  'a live session from a foreign page': async () => ({
    cookie: cookieOf(await addSession(adminId)),
    origin: 'https://evil.example',
    headers: { 'sec-fetch-site': 'cross-site' },
  }),
  'an expired session': async () => ({
    cookie: cookieOf(await addSession(adminId, { lifetime: -1 })),
    origin: OWN_ORIGIN,
  }),
  'an idle session': async () => ({
    cookie: cookieOf(await addSession(adminId, { idle: 601 })),
    origin: OWN_ORIGIN,
  }),
  'an unknown session': async () => ({ cookie: cookieOf(`sf_ses_${'x'.repeat(43)}`), origin: OWN_ORIGIN }),
  'a session under the name without __Host-': async () => ({
    cookie: `sf_session=${await addSession(adminId)}`,
    origin: OWN_ORIGIN,
  }),
  'an API token in the cookie': async () => ({ cookie: cookieOf(ADMIN_TOKEN), origin: OWN_ORIGIN }),
  'the secret of a session as a bearer token': async () => ({
    headers: { authorization: `Bearer ${await addSession(adminId)}` },
  }),
} as const satisfies Readonly<Record<string, () => Promise<Attempt>>>;
type AttemptName = keyof typeof ATTEMPTS;

const PUBLIC_ROUTES = [
  'GET /health/live',
  'GET /health/ready',
  'GET /api/openapi.json',
  'GET /api/project-document.schema.json',
  'GET /api/sign-in-methods',
  'GET /api/sign-in/oidc',
  'GET /api/sign-in/oidc/callback',
];
const SIGN_IN_ROUTES = ['POST /api/session', 'POST /api/session/redeem'];

type Outcome = 'passes' | 'UNAUTHENTICATED' | 'ORIGIN_REFUSED';

function expectedOf(route: string, name: AttemptName): Outcome {
  if (PUBLIC_ROUTES.includes(route)) return 'passes';
  if (SIGN_IN_ROUTES.includes(route)) {
    return name === 'a live session from a foreign page' ? 'ORIGIN_REFUSED' : 'passes';
  }
  if (!route.includes(' /api/')) return 'UNAUTHENTICATED';
  if (name === 'a live session') return 'passes';
  if (name === 'a live session from a foreign page') return 'ORIGIN_REFUSED';
  if (name === 'a live session and no Origin') {
    return route.startsWith('GET ') ? 'passes' : 'ORIGIN_REFUSED';
  }
  return 'UNAUTHENTICATED';
}

const BODIES: Readonly<Record<string, string>> = {
  'POST /api/session': '{"email":"a","password":"b"}',
  'POST /api/session/redeem': '{"token":"a"}',
};

async function outcomeOf(route: string, { cookie, origin, headers }: Attempt): Promise<Outcome> {
  const [method = '', pattern = ''] = route.split(' ');
  const path = pattern.replaceAll(/:\w+/g, '00000000-0000-4000-8000-000000000000');
  const response = await fetch(new URL(path, plane.controlPlane.url), {
    method,
    headers: {
      ...(cookie === undefined ? {} : { cookie }),
      ...(origin === undefined ? {} : { origin }),
      'content-type': 'application/json',
      ...headers,
    },
    ...(method === 'GET' ? {} : { body: BODIES[route] ?? '{"not": "valid"}' }),
  });
  const text = await response.text();
  if (text.includes('"ORIGIN_REFUSED"')) return 'ORIGIN_REFUSED';
  return text.includes('"UNAUTHENTICATED"') && !SIGN_IN_ROUTES.includes(route) ? 'UNAUTHENTICATED' : 'passes';
}

describe('every route of the control plane', () => {
  it.each(Object.keys(ATTEMPTS).filter((name): name is AttemptName => name in ATTEMPTS))(
    'with %s',
    async (name) => {
      await sql`delete from sign_in_attempts`;
      const { routes } = plane.controlPlane;
      expect(routes.length).toBeGreaterThan(100);
      const outcomes: Record<string, Outcome> = {};
      for (const route of routes) outcomes[route] = await outcomeOf(route, await ATTEMPTS[name]());
      expect(outcomes).toEqual(Object.fromEntries(routes.map((route) => [route, expectedOf(route, name)])));
    },
  );

  it('is closed to the session of a deleted user', async () => {
    const cookie = cookieOf(await addSession(await deletedAdmin()));
    expect(await outcomeOf('GET /api/session', { cookie })).toBe('UNAUTHENTICATED');
  });
});

it('a session over https has a cookie for this host alone', async () => {
  const { body } = await plane.api('POST', '/api/sign-in-links');
  const page = openBrowser(plane.controlPlane.url, OWN_ORIGIN);
  const answer = await page.call('POST', '/api/session/redeem', { token: body.token });
  expect(answer.headers.get('set-cookie')).toMatch(
    /^__Host-sf_session=sf_ses_[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/,
  );
  const out = await page.call('DELETE', '/api/session');
  expect(out.headers.get('set-cookie')).toMatch(
    /^__Host-sf_session=; Max-Age=0; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  );
});

describe('a stream of changes with a session', () => {
  async function openStream(url: string, cookie: string) {
    const response = await fetch(new URL(`/api/projects/${projectId}/changes`, url), { headers: { cookie } });
    expect(response.status).toBe(200);
    const ended = (async () => {
      if (response.body !== null) for await (const _ of response.body);
      return performance.now();
    })();
    return { ended };
  }

  /** Streams of one session at two control planes. @returns how long they stay open once it ends, in milliseconds */
  async function openAfter(userId: string, end: (page: ReturnType<typeof openBrowser>) => Promise<unknown>) {
    const page = openBrowser(plane.controlPlane.url, OWN_ORIGIN);
    page.cookie = cookieOf(await addSession(userId));
    const streams = [
      await openStream(plane.controlPlane.url, page.cookie),
      await openStream(other.url, page.cookie),
    ];
    await sleep(700);
    const start = performance.now();
    await end(page);
    const ends = await Promise.all(streams.map(({ ended }) => ended));
    return Math.max(...ends) - start;
  }

  const newPerson = async (role: string | null = 'viewer') => {
    const person = { email: `${randomBytes(4).toString('hex')}@example.org`, name: 'P', role };
    return (await plane.api('POST', '/api/users', person)).body.id;
  };

  it.each([
    ['a sign-out', (page: ReturnType<typeof openBrowser>) => page.call('DELETE', '/api/session')],
    [
      'an admin who ends the sessions',
      (_: unknown, id: string) => plane.api('DELETE', `/api/users/${id}/sessions`),
    ],
    ['the end of the user', (_: unknown, id: string) => plane.api('DELETE', `/api/users/${id}`)],
    [
      'the loss of the role',
      (_: unknown, id: string) => plane.api('PATCH', `/api/users/${id}`, { role: null }),
    ],
    [
      'its own end',
      (_: unknown, id: string) => sql`update sessions set expires_at = now() where user_id = ${id}`,
    ],
  ])('ends at all control planes within a second of %s', async (_, end) => {
    const id = await newPerson();
    // The limit of the promise, and what a busy machine may add.
    expect(await openAfter(id, (page) => end(page, id))).toBeLessThan(2_000);
  });
});
