import { createServer, type RequestListener, type Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestBrowser } from '../../test/support/browser.ts';
import { closeServer, listenOnAnyPort } from '../../test/support/listen.ts';
import { type OidcServer, type OidcServerOptions, startOidcServer } from '../../test/support/oidc-server.ts';
import { parseGroupRoles } from '../model/group-roles.ts';
import type { OidcErrorCode, OidcPerson, OidcSettings } from '../model/oidc.ts';
import { MAX_PROVIDER_ANSWER_BYTES } from './bounded-fetch.ts';
import { createOidcProvider, type OidcProvider } from './oidc-provider.ts';

const REDIRECT_URI = 'http://127.0.0.1:1/api/sign-in/oidc/callback';
const SECRETS = { state: 's'.repeat(43), nonce: 'n'.repeat(43), verifier: 'v'.repeat(43) };
const HOUR = 3_600_000;

let server: OidcServer | undefined;
let now: number;
beforeEach(() => {
  now = Date.now();
});
afterEach(async () => {
  await server?.down();
  server = undefined;
});

const settingsOf = (issuer: string, changes: Partial<OidcSettings> = {}): OidcSettings => ({
  issuer,
  clientId: 'solid-fortnight',
  scopes: 'openid profile email',
  groupsClaim: 'groups',
  groupRoles: parseGroupRoles('admins=admin'),
  name: 'SSO',
  ...changes,
});

const providerOf = (settings: OidcSettings): OidcProvider =>
  createOidcProvider(settings, { redirectUri: REDIRECT_URI, fetch, now: () => now });

async function start(
  options: Omit<OidcServerOptions, 'redirectUri'> = {},
  changes: Partial<OidcSettings> = {},
): Promise<{ readonly server: OidcServer; readonly provider: OidcProvider }> {
  const started = await startOidcServer({ redirectUri: REDIRECT_URI, ...options });
  server = started;
  started.people.set('ana', {
    name: 'Ana',
    email: 'ana@example.org',
    email_verified: true,
    groups: ['admins', 'staff'],
  });
  started.person = 'ana';
  const secret = options.isPublicClient ? {} : { clientSecret: started.clientSecret };
  return { server: started, provider: providerOf(settingsOf(started.issuer, { ...secret, ...changes })) };
}

/** The query that the server sends the browser back with. @param tamper changes what the browser asks for */
async function answerOf(provider: OidcProvider, tamper?: (url: URL) => void): Promise<URLSearchParams> {
  const url = await provider.authorizationUrl(SECRETS);
  tamper?.(url);
  return (await createTestBrowser().followUntil(url, REDIRECT_URI)).searchParams;
}

const signIn = async (provider: OidcProvider): Promise<OidcPerson> =>
  provider.readAnswer(await answerOf(provider), SECRETS);

const failure = (work: Promise<unknown>, code: OidcErrorCode) =>
  expect(work).rejects.toMatchObject({ name: 'OidcError', code });

describe('a sign-in', () => {
  it.each([
    {},
    { claimsInIdToken: true },
    { isPublicClient: true },
    { authMethod: 'client_secret_post' },
    { authMethod: 'client_secret_basic' },
  ] as const)('tells who the person is, with a server of %j', async (options) => {
    const { server, provider } = await start(options);
    expect(await signIn(provider)).toEqual({
      issuer: server.issuer,
      subject: 'ana',
      name: 'Ana',
      email: 'ana@example.org',
      groups: ['admins', 'staff'],
    });
    expect(server.requests.includes('/me')).toBe(!('claimsInIdToken' in options));
  });

  it('reads groups of a path of claims', async () => {
    const { server, provider } = await start({}, { groupsClaim: 'realm_access.roles' });
    server.people.set('ana', { realm_access: { roles: ['admins'] } });
    expect(await signIn(provider)).toMatchObject({ name: 'ana', email: null, groups: ['admins'] });
  });

  it('asks the provider for its metadata once, after an hour again', async () => {
    const { server, provider } = await start();
    const readings = () => server.requests.filter((path) => path.startsWith('/.well-known/')).length;
    expect(readings()).toBe(0);
    await Promise.all([provider.authorizationUrl(SECRETS), provider.authorizationUrl(SECRETS)]);
    await signIn(provider);
    expect(readings()).toBe(1);
    now += HOUR;
    await signIn(provider);
    expect(readings()).toBe(2);
    expect(Object.fromEntries(provider.discoveries.entries())).toEqual({ succeeded: 2, failed: 0 });
  });

  it('takes the new key of a provider', async () => {
    const { server, provider } = await start();
    await signIn(provider);
    server.rotateKey();
    now += 11_000;
    // The library has read the keys less than a minute ago. The failure makes the next sign-in read them.
    await failure(signIn(provider), 'ANSWER_INVALID');
    expect(await signIn(provider)).toMatchObject({ subject: 'ana' });
  });
});

describe('an answer is refused', () => {
  it('whose state is another one', async () => {
    const { provider } = await start();
    const answer = await answerOf(provider);
    await failure(provider.readAnswer(answer, { ...SECRETS, state: 'another' }), 'ANSWER_INVALID');
  });

  it('whose nonce is another one', async () => {
    const { provider } = await start();
    const answer = await answerOf(provider, (url) => url.searchParams.set('nonce', 'another'));
    await failure(provider.readAnswer(answer, SECRETS), 'ANSWER_INVALID');
  });

  it('whose code was given for another verifier, or was used', async () => {
    const { provider } = await start();
    const answer = await answerOf(provider);
    await failure(provider.readAnswer(answer, { ...SECRETS, verifier: 'w'.repeat(43) }), 'PROVIDER_REFUSED');
    const another = await answerOf(provider);
    await provider.readAnswer(another, SECRETS);
    await failure(provider.readAnswer(another, SECRETS), 'PROVIDER_REFUSED');
  });

  it.each(['https://evil.example', '', 'http://127.0.0.1'])('that comes from the issuer %j', async (iss) => {
    const { provider } = await start();
    const answer = await answerOf(provider);
    answer.set('iss', iss);
    await failure(provider.readAnswer(answer, SECRETS), 'ANSWER_INVALID');
  });

  it('without the issuer that the provider says it sends', async () => {
    const { provider } = await start();
    const answer = await answerOf(provider);
    answer.delete('iss');
    await failure(provider.readAnswer(answer, SECRETS), 'ANSWER_INVALID');
  });

  it.each(['code', 'state', 'iss'])('that has its %s twice', async (name) => {
    const { provider } = await start();
    const answer = await answerOf(provider);
    answer.append(name, answer.get(name) ?? '');
    await failure(provider.readAnswer(answer, SECRETS), 'ANSWER_INVALID');
  });

  it('of a person who has cancelled, without the text of the provider', async () => {
    const { server, provider } = await start();
    server.person = null;
    const answer = await answerOf(provider);
    expect(answer.get('error_description')).toContain('<script>');
    await expect(provider.readAnswer(answer, SECRETS)).rejects.toMatchObject({
      code: 'PROVIDER_REFUSED',
      message: 'the provider answered access_denied',
    });
  });

  it('if the secret of the client is wrong', async () => {
    const { server, provider } = await start({}, { clientSecret: 'wrong' });
    expect(server.clientSecret).not.toBe('wrong');
    await failure(signIn(provider), 'PROVIDER_REFUSED');
  });

  it('whose ID token is signed with no key, or changed', async () => {
    const { server, provider } = await start({ claimsInIdToken: true });
    for (const change of [unsigned, withOtherSubject]) {
      const answer = await answerOf(provider);
      const { issuer } = server;
      const forged = createOidcProvider(settingsOf(issuer, { clientSecret: server.clientSecret }), {
        redirectUri: REDIRECT_URI,
        now: () => now,
        fetch: async (url, init) => {
          const response = await fetch(url, init);
          if (!String(url).endsWith('/token')) return response;
          const tokens = JSON.parse(await response.text());
          return Response.json({ ...tokens, id_token: change(tokens.id_token) });
        },
      });
      await failure(forged.readAnswer(answer, SECRETS), 'ANSWER_INVALID');
    }
  });
});

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decoded = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString());

const unsigned = (token: string) => `${encoded({ alg: 'none' })}.${token.split('.')[1]}.`;

function withOtherSubject(token: string): string {
  const [header, payload, signature] = token.split('.');
  return `${header}.${encoded({ ...decoded(payload), sub: 'boss' })}.${signature}`;
}

describe('a provider that is down', () => {
  it('fails the sign-in at once, and works again when it is back', async () => {
    const { server, provider } = await start();
    await server.down();
    await failure(provider.authorizationUrl(SECRETS), 'PROVIDER_UNAVAILABLE');
    await server.up();
    await failure(provider.authorizationUrl(SECRETS), 'PROVIDER_UNAVAILABLE');
    now += 5_000;
    expect(await signIn(provider)).toMatchObject({ subject: 'ana' });
    expect(Object.fromEntries(provider.discoveries.entries())).toEqual({ succeeded: 1, failed: 1 });
  });

  it('keeps its metadata for a day', async () => {
    const { server, provider } = await start();
    await provider.authorizationUrl(SECRETS);
    await server.down();
    now += 23 * HOUR;
    expect((await provider.authorizationUrl(SECRETS)).origin).toBe(server.issuer);
    now += HOUR;
    await failure(provider.authorizationUrl(SECRETS), 'PROVIDER_UNAVAILABLE');
    await server.up();
  });

  it('fails the exchange, and changes nothing', async () => {
    const { server, provider } = await start();
    const answer = await answerOf(provider);
    server.answer = (request, response) => {
      if (request.url !== '/token') return false;
      response.writeHead(503).end();
      return true;
    };
    await failure(provider.readAnswer(answer, SECRETS), 'PROVIDER_UNAVAILABLE');
  });

  it('only at its user info is no person without groups', async () => {
    const { server, provider } = await start();
    const answer = await answerOf(provider);
    server.answer = (request, response) => {
      if (request.url !== '/me') return false;
      response.writeHead(500).end('{}');
      return true;
    };
    await failure(provider.readAnswer(answer, SECRETS), 'PROVIDER_UNAVAILABLE');
  });
});

describe('a provider that answers', () => {
  let http: Server | undefined;
  afterEach(async () => {
    if (http !== undefined) await closeServer(http);
    http = undefined;
  });
  const answering = async (listener: RequestListener): Promise<OidcProvider> => {
    http = createServer(listener);
    return providerOf(settingsOf(`http://127.0.0.1:${await listenOnAnyPort(http)}`));
  };
  const JSON_TYPE = { 'content-type': 'application/json' };
  const HUGE = JSON.stringify({ issuer: 'x'.repeat(MAX_PROVIDER_ANSWER_BYTES) });

  it.each<[string, RequestListener]>([
    ['with too many bytes', (_, response) => response.writeHead(200, JSON_TYPE).end(HUGE)],
    [
      'with too many bytes once they are decompressed',
      (_, response) =>
        response
          .writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' })
          .end(gzipSync(Buffer.alloc(100_000_000))),
    ],
    ['with a redirect', (_, response) => response.writeHead(302, { location: '/elsewhere' }).end()],
    ['with a page', (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')],
    ['with no JSON', (_, response) => response.writeHead(200, JSON_TYPE).end('{')],
    ['with a list', (_, response) => response.writeHead(200, JSON_TYPE).end('[]')],
    ['with 404', (_, response) => response.writeHead(404).end()],
    ['with nothing', (request) => request.socket.destroy()],
    [
      'in the name of another issuer',
      (_, response) =>
        response.writeHead(200, JSON_TYPE).end(
          JSON.stringify({
            issuer: 'https://evil.example',
            authorization_endpoint: 'https://evil.example/authorize',
          }),
        ),
    ],
  ])('%s is unavailable', async (_, listener) => {
    const provider = await answering(listener);
    await failure(provider.authorizationUrl(SECRETS), 'PROVIDER_UNAVAILABLE');
  });

  it('that never answers is given up after 5 seconds', async () => {
    const provider = await answering((_, response) => void response.writeHead(200, JSON_TYPE).write('{'));
    const begun = performance.now();
    await failure(provider.authorizationUrl(SECRETS), 'PROVIDER_UNAVAILABLE');
    expect(performance.now() - begun).toBeLessThan(8_000);
  });

  it.each(['javascript:alert(1)', 'http://evil.example/authorize', 'ftp://evil.example'])(
    'with the endpoint %s gets nobody there',
    async (authorization_endpoint) => {
      const provider = await answering(({ headers }, response) =>
        response
          .writeHead(200, JSON_TYPE)
          .end(JSON.stringify({ issuer: `http://${headers.host}`, authorization_endpoint })),
      );
      await failure(provider.authorizationUrl(SECRETS), 'PROVIDER_UNAVAILABLE');
    },
  );
});
