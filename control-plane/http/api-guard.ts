import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { credentialHash } from '../model/api-credential.ts';
import { LIMITS } from '../model/limits.ts';
import type { OwnSite } from '../model/own-site.ts';
import { invalidRequest, RequestError } from '../model/request-error.ts';
import { type Caller, RIGHTS, type Right, ROLES, type Role } from '../model/role.ts';
import type { SessionCaller } from '../model/session.ts';
import type { AppEnv } from './app-env.ts';
import { ACCESS_SCOPES, type Access, type AccessScope, authorise } from './authorise.ts';
import { bearerToken } from './bearer.ts';
import { readJsonBody } from './json-body.ts';
import { matchedRoute } from './matched-route.ts';
import { assertOwnPage } from './own-origin.ts';
import { placeOf } from './request-place.ts';
import { sessionHashOf } from './session-cookie.ts';

/** Names of the security schemes in the OpenAPI document. */
export const API_TOKEN_SCHEME = 'apiToken';
export const SESSION_SCHEME = 'session';

/** The part of a route's definition that the guard enforces. */
interface Policy {
  readonly access: Access;
  /** `undefined` if the route takes no body. */
  readonly maxBodyBytes: number | undefined;
  /** Sent with 413: how to do the same with smaller bodies. */
  readonly tooLargeAdvice: string | undefined;
}

interface GuardDeps {
  /** The user of the token with this hash, with the roles in the project. */
  readonly findCaller: (hash: string, projectId: string | undefined) => Promise<Caller | undefined>;
  /** The session with this hash, and its user with the roles in the project. */
  readonly findSession: (hash: string, projectId: string | undefined) => Promise<SessionCaller | undefined>;
  readonly ownSite: OwnSite;
}

/** A token or a session, each with the same requirement. */
const eitherWith = (needs: string[]) => [{ [API_TOKEN_SCHEME]: needs }, { [SESSION_SCHEME]: needs }];

/**
 * The `security` of a route definition that requires at least this role.
 *
 * @param scope default: the project in the route's path, or the installation if there is none
 * @param right a right in the scope that the route requires besides
 */
export const atLeast = (role: Role, scope?: AccessScope, right?: Right) =>
  eitherWith([scope === undefined ? role : `${scope}:${role}`, ...(right ? [right] : [])]);

/** The `security` of a route definition for every holder of an API token, and everyone with a session. */
export const signedIn = eitherWith([]);

/** The `security` of a route definition for people about themselves, with a session or a token that gives all their rights. */
export const self = eitherWith(['self']);

/** The `security` of a route definition about the session of the request. */
export const withSession = [{ [SESSION_SCHEME]: [] }];

/**
 * Authenticates and authorises every request below `/api`, by an API token or by the cookie of a session. The definition of a route states the required role and its
 * scope in `security`; the project and the environment come from the path. Both take one query together. A route without it, or without a definition, is refused to all callers.
 */
export function apiGuard(api: OpenAPIHono<AppEnv>, deps: GuardDeps): MiddlewareHandler<AppEnv> {
  const policies = new Map<string, Policy>();
  for (const definition of api.openAPIRegistry.definitions) {
    if (definition.type !== 'route') continue;
    const { method, path, security, request } = definition.route;
    const access = accessOf(security, path);
    if (access === undefined) continue;
    const maxBodyBytes = request?.body ? bodyBytesOf(definition.route) : undefined;
    policies.set(`${method.toUpperCase()} ${path.replaceAll(/{(.+?)}/g, ':$1')}`, {
      access,
      maxBodyBytes,
      tooLargeAdvice: adviceOf(definition.route),
    });
  }
  return async (c, next) => {
    c.header('cache-control', 'no-store');
    const route = matchedRoute(c);
    const matched = route && `${route.method} ${route.path}`;
    const policy = matched === undefined ? undefined : policies.get(matched);
    if (policy?.access !== 'public') {
      const place = placeOf(matched, c.req.path);
      const caller = await authenticate(c, place.projectId, deps);
      if (policy?.access === 'session' && c.get('session') === undefined) throw sessionRequired();
      if (matched !== undefined) authorise(caller, policy?.access, place);
      const allowsUnsupported = readAllowUnsupported(c.req.query('allowUnsupported'));
      c.set('caller', allowsUnsupported ? { ...caller, allowsUnsupported } : caller);
    }
    if (policy?.maxBodyBytes === undefined) return next();
    return readJsonBody(c, { maxBytes: policy.maxBodyBytes, tooLargeAdvice: policy.tooLargeAdvice }, next);
  };
}

/** @throws RequestError INVALID_REQUEST */
function readAllowUnsupported(value: string | undefined): boolean {
  if (value === undefined || value === 'false') return false;
  if (value === 'true') return true;
  throw invalidRequest([{ path: 'allowUnsupported', message: 'must be true or false' }]);
}

/**
 * The caller of a request, with one query. A request with an API token is one of the token, whatever cookies it has:
 * pages of other origins cannot send a token.
 */
async function authenticate(
  c: Context<AppEnv>,
  projectId: string | undefined,
  deps: GuardDeps,
): Promise<Caller> {
  const authorization = c.req.header('authorization');
  // A proxy in front may ask for a name and a password itself, and pass them on as "Basic".
  if (!/^bearer\b/i.test(authorization ?? '')) {
    const hash = sessionHashOf(c, deps.ownSite);
    if (hash !== undefined) return authenticateSession(c, hash, projectId, deps);
  }
  const token = bearerToken(authorization);
  if (token === undefined) {
    throw new RequestError(
      'UNAUTHENTICATED',
      'Send an API token (sf_api_…) as "Authorization: Bearer <token>", or sign in.',
    );
  }
  const hash = credentialHash(token);
  const caller = await deps.findCaller(hash, projectId);
  if (!caller) throw new RequestError('UNAUTHENTICATED', 'This API token is unknown, revoked or expired.');
  c.set('credential', { kind: 'token', hash });
  return caller;
}

async function authenticateSession(
  c: Context<AppEnv>,
  hash: string,
  projectId: string | undefined,
  deps: GuardDeps,
): Promise<Caller> {
  assertOwnPage(c, deps.ownSite);
  const found = await deps.findSession(hash, projectId);
  if (!found) throw new RequestError('UNAUTHENTICATED', 'This session has ended. Sign in again.');
  c.set('credential', { kind: 'session', hash });
  c.set('session', found.session);
  return found.caller;
}

const sessionRequired = (): RequestError =>
  new RequestError('FORBIDDEN', 'This route is about the session of the request; an API token has none.');

/** @returns `undefined` if the definition does not say who may call the route */
function accessOf(
  security: readonly Readonly<Record<string, string[]>>[] | undefined,
  path: string,
): Access | undefined {
  if (security === undefined) return undefined;
  if (security.length === 0) return 'public';
  const needs = security[0]?.[API_TOKEN_SCHEME];
  if (needs === undefined) return security[0]?.[SESSION_SCHEME] && 'session';
  if (needs?.length === 0) return 'signedIn';
  if (needs?.[0] === 'self') return 'self';
  const [scopeOrRole = '', named = scopeOrRole] = needs?.[0]?.split(':') ?? [];
  const role = ROLES.find((each) => each === named);
  const pathScope = path.startsWith('/api/projects/{projectId}') ? 'project' : 'installation';
  const scope = ACCESS_SCOPES.find((each) => each === scopeOrRole) ?? pathScope;
  const right = RIGHTS.find((each) => each === needs?.[1]);
  return role && { role, scope, right };
}

function adviceOf(route: object): string | undefined {
  return 'x-too-large-advice' in route && typeof route['x-too-large-advice'] === 'string'
    ? route['x-too-large-advice']
    : undefined;
}

function bodyBytesOf(route: object): number {
  return 'x-max-body-bytes' in route && typeof route['x-max-body-bytes'] === 'number'
    ? route['x-max-body-bytes']
    : LIMITS.body;
}
