import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type ClientMetadata, type JWK, Provider } from 'oidc-provider';
import { closeServer } from './listen.ts';
import { reservePort } from './ports.ts';

/** A real server of OpenID Connect on this machine (oidc-provider). Who signs in is told by the test, not by a form. */
export interface OidcServer {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Claims by subject. */
  readonly people: Map<string, Readonly<Record<string, unknown>>>;
  /** The subject that the next sign-ins are of; `null`: the person cancels. */
  person: string | null;
  /** Paths that were asked for, oldest first. */
  readonly requests: string[];
  /** Signs with a new key from now on. */
  rotateKey(): void;
  /** Answers in place of the server, until it is `undefined`. */
  answer: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;
  down(): Promise<void>;
  up(): Promise<void>;
}

export interface OidcServerOptions {
  /** Where it sends people back to. */
  readonly redirectUri: string;
  /** Whether claims are in the ID token; default: in the user info only. */
  readonly claimsInIdToken?: boolean;
  readonly isPublicClient?: boolean;
  readonly authMethod?: 'client_secret_basic' | 'client_secret_post';
}

const CLIENT_ID = 'solid-fortnight';
const CLIENT_SECRET = 'a secret of the client: %25&=+/?';

export async function startOidcServer(options: OidcServerOptions): Promise<OidcServer> {
  const port = await reservePort();
  const issuer = `http://127.0.0.1:${port}`;
  const people: OidcServer['people'] = new Map();
  let provider = createProvider(issuer, options, people);
  const http = createServer((request, response) => {
    void handle(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    server.requests.push((request.url ?? '').split('?')[0] ?? '');
    if (server.answer?.(request, response)) return;
    if (request.url?.startsWith('/interaction/')) await interact(provider, server.person, request, response);
    else await provider.callback()(request, response);
  }

  const up = () => new Promise<void>((done) => void http.listen(port, '127.0.0.1', done));
  const server: OidcServer = {
    issuer,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    people,
    person: null,
    requests: [],
    answer: undefined,
    rotateKey() {
      provider = createProvider(issuer, options, people);
    },
    up,
    down: () => closeServer(http),
  };
  await up();
  return server;
}

function createProvider(
  issuer: string,
  { redirectUri, claimsInIdToken = false, isPublicClient = false, authMethod }: OidcServerOptions,
  people: OidcServer['people'],
): Provider {
  const authentication: Partial<ClientMetadata> = isPublicClient
    ? { token_endpoint_auth_method: 'none' }
    : { client_secret: CLIENT_SECRET, token_endpoint_auth_method: authMethod ?? 'client_secret_basic' };
  return new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT_ID,
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        id_token_signed_response_alg: 'ES256',
        ...authentication,
      },
    ],
    ...(authMethod === undefined ? {} : { clientAuthMethods: [authMethod] }),
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username', 'groups', 'realm_access'],
      email: ['email', 'email_verified'],
    },
    conformIdTokenClaims: !claimsInIdToken,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['only for tests'] },
    jwks: { keys: [createKey()] },
    findAccount: (_, accountId) => ({
      accountId,
      claims: () => ({ ...people.get(accountId), sub: accountId }),
    }),
    loadExistingGrant: async ({ oidc: { provider, session, client, params } }) => {
      const grant = new provider.Grant({
        accountId: session?.accountId ?? '',
        clientId: client?.clientId ?? '',
      });
      grant.addOIDCScope(String(params?.scope));
      await grant.save();
      return grant;
    },
  });
}

function createKey(): JWK {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...privateKey.export({ format: 'jwk' }), kty: 'EC', alg: 'ES256', use: 'sig', kid: randomUUID() };
}

async function interact(
  provider: Provider,
  person: string | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const result =
    person === null
      ? { error: 'access_denied', error_description: '<script>the person has cancelled</script>' }
      : { login: { accountId: person } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}
