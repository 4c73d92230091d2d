import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { IpRange } from '../../../shared/model/ip-address.ts';
import type { OidcSignIn } from '../../domain/oidc/oidc-sign-in.ts';
import type { CreatedSession } from '../../domain/sign-in/create-session.ts';
import type { createSessions, SessionRow, SignedInUser } from '../../domain/sign-in/sessions.ts';
import type { createSignIn, SignInRequest } from '../../domain/sign-in/sign-in.ts';
import { signedIn, withSession } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { clientOf } from '../../http/client-of.ts';
import { assertNoForeignPage } from '../../http/own-origin.ts';
import { clearSessionCookie, sessionHashOf, setSessionCookie } from '../../http/session-cookie.ts';
import { LIMITS } from '../../model/limits.ts';
import type { OwnSite } from '../../model/own-site.ts';
import { jsonRequest, jsonResponse, noContent, problems } from './schemas/common.ts';
import {
  linkSignIn,
  passwordSignIn,
  signedInUser,
  signInMethods,
  signInProblems,
} from './schemas/session.ts';

/** A session as the API returns it. */
export const sessionView = (row: SessionRow) => ({
  id: row.id,
  how: row.how,
  userAgent: row.userAgent,
  createdAt: row.createdAt.toISOString(),
  lastUsedAt: row.lastUsedAt.toISOString(),
  idleExpiresAt: row.idleExpiresAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
});

const view = ({ user, session, ...rest }: SignedInUser) => ({
  user: { id: user.id, kind: user.kind, email: user.email, name: user.name },
  role: user.role,
  ...rest,
  session: session === undefined ? null : sessionView(session),
});

const tags = ['Sign-in'];
const path = '/api/session';
const answers = {
  200: {
    ...jsonResponse(signedInUser, 'Signed in. The cookie of the session is in `set-cookie`.'),
    headers: {
      'set-cookie': {
        description: 'The cookie: `__Host-sf_session` over https, `sf_session` on this machine.',
        schema: { type: 'string' as const },
      },
    },
  },
  ...signInProblems,
};

const methods = createRoute({
  method: 'get',
  path: '/api/sign-in-methods',
  operationId: 'getSignInMethods',
  summary: 'Read how people can sign in',
  tags,
  security: [],
  responses: { 200: jsonResponse(signInMethods, 'The methods.') },
});

const signIn = createRoute({
  method: 'post',
  path,
  operationId: 'signIn',
  'x-max-body-bytes': LIMITS.signInBody,
  summary: 'Sign in with a password',
  tags,
  security: [],
  request: { body: jsonRequest(passwordSignIn) },
  responses: answers,
});

const redeem = createRoute({
  method: 'post',
  path: `${path}/redeem`,
  operationId: 'redeemSignInLink',
  'x-max-body-bytes': LIMITS.signInBody,
  summary: 'Sign in with the token of a one-time link or an invitation',
  tags,
  security: [],
  request: { body: jsonRequest(linkSignIn) },
  responses: answers,
});

const read = createRoute({
  method: 'get',
  path,
  operationId: 'getSession',
  summary: 'Read who is signed in, with which roles, and until when',
  tags,
  security: signedIn,
  responses: { 200: jsonResponse(signedInUser, 'The user and the session.'), ...problems },
});

const signOut = createRoute({
  method: 'delete',
  path,
  operationId: 'signOut',
  summary: 'Sign out: the session of this request ends, and its streams with it',
  tags,
  security: withSession,
  responses: { ...noContent, ...problems },
});

/** What the routes of sign-in need besides the domain. */
export interface SignInRouteSettings {
  /** `undefined` if OpenID Connect is not set up. */
  readonly oidc: OidcSignIn | undefined;
  readonly ownSite: OwnSite;
  /** The proxies whose forwarded headers are trusted for the client's address. */
  readonly trustedProxies: readonly IpRange[];
}

/** What a request to sign in brings along. */
export function signInRequestOf(
  c: Context<AppEnv>,
  { ownSite, trustedProxies }: SignInRouteSettings,
): SignInRequest {
  return {
    userAgent: c.req.header('user-agent'),
    endsHash: sessionHashOf(c, ownSite),
    address: clientOf(c, trustedProxies),
  };
}

/** `/api/session`, `/api/sign-in-methods` */
export function sessionRoutes(
  sessions: ReturnType<typeof createSessions>,
  signIns: ReturnType<typeof createSignIn>,
  settings: SignInRouteSettings,
): OpenAPIHono<AppEnv> {
  const { ownSite, oidc } = settings;
  const app = new OpenAPIHono<AppEnv>();
  const describe = async (userId: string, sessionId: string | undefined) =>
    view(await sessions.describe(userId, sessionId));
  const answer = async (c: Context<AppEnv>, created: CreatedSession) => {
    const described = await describe(created.userId, created.id);
    setSessionCookie(c, ownSite, created);
    return described;
  };
  app.openapi(methods, (c) =>
    c.json({ password: true, link: true, oidc: oidc === undefined ? null : { name: oidc.name } }, 200),
  );
  app.openapi(signIn, async (c) => {
    assertNoForeignPage(c, ownSite);
    const created = await signIns.withPassword(signInRequestOf(c, settings), c.req.valid('json'));
    return c.json(await answer(c, created), 200);
  });
  app.openapi(redeem, async (c) => {
    assertNoForeignPage(c, ownSite);
    const created = await signIns.withLink(signInRequestOf(c, settings), c.req.valid('json').token);
    return c.json(await answer(c, created), 200);
  });
  app.openapi(read, async (c) => c.json(await describe(c.get('caller').userId, c.get('session')?.id), 200));
  app.openapi(signOut, async (c) => {
    await sessions.signOut(c.get('credential'));
    clearSessionCookie(c, ownSite);
    return c.body(null, 204);
  });
  return app;
}
