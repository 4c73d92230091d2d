import type { OpenAPIHono } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { credentialHash } from '../model/api-credential.ts';
import { LIMITS } from '../model/limits.ts';
import { invalidRequest, RequestError } from '../model/request-error.ts';
import { type Caller, RIGHTS, type Right, ROLES, type Role } from '../model/role.ts';
import type { AppEnv } from './app-env.ts';
import { ACCESS_SCOPES, type Access, type AccessScope, authorise } from './authorise.ts';
import { bearerToken } from './bearer.ts';
import { readJsonBody } from './json-body.ts';
import { matchedRoute } from './matched-route.ts';
import { placeOf } from './request-place.ts';

/** Name of the security scheme in the OpenAPI document. */
export const API_TOKEN_SCHEME = 'apiToken';

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
}

/**
 * The `security` of a route definition that requires at least this role.
 *
 * @param scope default: the project in the route's path, or the installation if there is none
 * @param right a right in the scope that the route requires besides
 */
export const atLeast = (role: Role, scope?: AccessScope, right?: Right) => [
  { [API_TOKEN_SCHEME]: [scope === undefined ? role : `${scope}:${role}`, ...(right ? [right] : [])] },
];

/** The `security` of a route definition for every holder of an API token. */
export const signedIn = [{ [API_TOKEN_SCHEME]: [] }];

/** The `security` of a route definition for people about themselves, with a token that gives all their rights. */
export const self = [{ [API_TOKEN_SCHEME]: ['self'] }];

/**
 * Authenticates and authorises every request below `/api`. The definition of a route states the required role and its
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
      const caller = await authenticate(c.req.header('authorization'), place.projectId, deps);
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

async function authenticate(
  header: string | undefined,
  projectId: string | undefined,
  deps: GuardDeps,
): Promise<Caller> {
  const token = bearerToken(header);
  if (token === undefined) {
    throw new RequestError(
      'UNAUTHENTICATED',
      'Send an API token (sf_api_…) as "Authorization: Bearer <token>".',
    );
  }
  const caller = await deps.findCaller(credentialHash(token), projectId);
  if (!caller) throw new RequestError('UNAUTHENTICATED', 'This API token is unknown, revoked or expired.');
  return caller;
}

/** @returns `undefined` if the definition does not say who may call the route */
function accessOf(
  security: readonly Readonly<Record<string, string[]>>[] | undefined,
  path: string,
): Access | undefined {
  if (security === undefined) return undefined;
  if (security.length === 0) return 'public';
  const needs = security[0]?.[API_TOKEN_SCHEME];
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
