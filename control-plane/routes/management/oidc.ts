import { randomBytes } from 'node:crypto';
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { OIDC_ATTEMPT_SECONDS, type OidcSignIn } from '../../domain/oidc/oidc-sign-in.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { clearOidcSecret, oidcSecretOf, setOidcSecret } from '../../http/oidc-cookie.ts';
import { setSessionCookie } from '../../http/session-cookie.ts';
import { OIDC_ERROR_CODES, type OidcErrorCode } from '../../model/oidc.ts';
import { isOwnPath } from '../../model/own-path.ts';
import { resourceNotFound } from '../../model/request-error.ts';
import { problemResponseOf } from './schemas/common.ts';
import { type SignInRouteSettings, signInRequestOf } from './session.ts';

const tags = ['Sign-in'];
const path = '/api/sign-in/oidc';
/** The path of the callback: `PUBLIC_URL` with it is the redirect URI of the client at the provider. */
export const OIDC_CALLBACK_PATH = `${path}/callback`;
const SIGN_IN_PAGE = '/sign-in';

const redirects = (to: string) => ({
  302: {
    description: `${to} If the sign-in fails: to \`${SIGN_IN_PAGE}?error=CODE\`, where CODE is one of ${OIDC_ERROR_CODES.map((code) => `\`${code}\``).join(', ')}.`,
    headers: {
      location: { description: 'Where to go.', schema: { type: 'string' as const } },
      'set-cookie': {
        description: 'The cookie of this sign-in, for 10 minutes; after it, the cookie of the session.',
        schema: { type: 'string' as const },
      },
    },
  },
  400: problemResponseOf('The request is not valid: `to` is no path of the console.'),
  404: problemResponseOf('OpenID Connect is not set up.'),
  405: problemResponseOf('The path does not allow this method. `allow` lists those that it allows.'),
  500: problemResponseOf('An internal error, a fault of the control plane.'),
  503: problemResponseOf('The database is unreachable. `retry-after` says when to try again.'),
});

const begin = createRoute({
  method: 'get',
  path,
  operationId: 'beginOidcSignIn',
  summary: 'Sign in with OpenID Connect: a browser opens this',
  tags,
  security: [],
  request: {
    query: z.object({
      to: z
        .string()
        .refine(isOwnPath, 'must be a path of the console, for example /projects')
        .default('/')
        .openapi({ description: 'The path of the console to show afterwards.' }),
    }),
  },
  responses: redirects('To the provider, which asks the person to sign in.'),
});

const textParameter = (name: string, description: string) => ({
  name,
  in: 'query' as const,
  description,
  schema: { type: 'string' as const },
});

const callback = createRoute({
  method: 'get',
  path: OIDC_CALLBACK_PATH,
  operationId: 'finishOidcSignIn',
  summary: 'Take the answer of the provider, which sends the browser here',
  tags,
  security: [],
  // Checked by the library: a fault leads to the page of the sign-in.
  parameters: [
    textParameter('state', 'Which sign-in is answered.'),
    textParameter('code', 'Exchanged for an ID token at the provider. Works once.'),
    textParameter('error', 'In place of a code.'),
    textParameter('iss', 'The issuer that answers (RFC 9207).'),
  ],
  responses: redirects('To the path of the console that the sign-in was begun with.'),
});

/** `/api/sign-in/oidc` */
export function oidcRoutes(settings: SignInRouteSettings): OpenAPIHono<AppEnv> {
  const { oidc, ownSite } = settings;
  const app = new OpenAPIHono<AppEnv>();
  const configured = (): OidcSignIn => {
    if (oidc === undefined) throw resourceNotFound('sign-in with OpenID Connect: OIDC_ISSUER is not set');
    return oidc;
  };
  app.openapi(begin, async (c) => {
    const signIn = configured();
    const secret = oidcSecretOf(c, ownSite) ?? randomBytes(32).toString('base64url');
    const { address } = signInRequestOf(c, settings);
    const url = await signIn.begin({ secret, address }, c.req.valid('query').to);
    if (!(url instanceof URL)) return refused(c, url);
    setOidcSecret(c, ownSite, { secret, seconds: OIDC_ATTEMPT_SECONDS });
    return c.redirect(url.href, 302);
  });
  app.openapi(callback, async (c) => {
    const signIn = configured();
    const answer = new URL(c.req.url).searchParams;
    const browserSecret = oidcSecretOf(c, ownSite);
    const outcome = await signIn.finish({ ...signInRequestOf(c, settings), browserSecret, answer });
    if (!outcome.ok) return refused(c, outcome.code);
    clearOidcSecret(c, ownSite);
    setSessionCookie(c, ownSite, outcome.session);
    return c.redirect(outcome.target, 302);
  });
  return app;
}

const refused = (c: Context<AppEnv>, code: OidcErrorCode) => c.redirect(`${SIGN_IN_PAGE}?error=${code}`, 302);
