import type { OpenAPIHono } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { credentialHash } from '../model/api-credential.ts';
import { LIMITS } from '../model/limits.ts';
import { RequestError } from '../model/request-error.ts';
import { type Caller, isAtLeast, ROLES, type Role } from '../model/role.ts';
import type { AppEnv } from './app-env.ts';
import { bearerToken } from './bearer.ts';
import { readJsonBody } from './json-body.ts';
import { matchedRoute } from './matched-route.ts';

/** Name of the security scheme in the OpenAPI document. */
export const API_TOKEN_SCHEME = 'apiToken';

/** The part of a route's definition that the guard enforces. */
interface Policy {
  /** The lowest role; `public`: no token is needed. */
  readonly access: Role | 'public';
  /** `undefined` if the route takes no body. */
  readonly maxBodyBytes: number | undefined;
  /** Sent with 413: how to do the same with smaller bodies. */
  readonly tooLargeAdvice: string | undefined;
}

interface GuardDeps {
  readonly findCaller: (hash: string) => Promise<Caller | undefined>;
}

/** The `security` of a route definition that requires at least this role. */
export const atLeast = (role: Role) => [{ [API_TOKEN_SCHEME]: [role] }];

/**
 * Authenticates and authorises every request below `/api`. The definition of a route states the required role in
 * `security`. A route without it, or without a definition, is refused to all callers.
 */
export function apiGuard(api: OpenAPIHono<AppEnv>, deps: GuardDeps): MiddlewareHandler<AppEnv> {
  const policies = new Map<string, Policy>();
  for (const definition of api.openAPIRegistry.definitions) {
    if (definition.type !== 'route') continue;
    const { method, path, security, request } = definition.route;
    const access = accessOf(security);
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
      const caller = await authenticate(c.req.header('authorization'), deps);
      if (matched !== undefined) authorise(caller, policy);
      c.set('caller', caller);
    }
    if (policy?.maxBodyBytes === undefined) return next();
    return readJsonBody(c, { maxBytes: policy.maxBodyBytes, tooLargeAdvice: policy.tooLargeAdvice }, next);
  };
}

async function authenticate(header: string | undefined, deps: GuardDeps): Promise<Caller> {
  const token = bearerToken(header);
  if (token === undefined) {
    throw new RequestError(
      'UNAUTHENTICATED',
      'Send an API token (sf_api_…) as "Authorization: Bearer <token>".',
    );
  }
  const caller = await deps.findCaller(credentialHash(token));
  if (!caller) throw new RequestError('UNAUTHENTICATED', 'This API token is unknown, revoked or expired.');
  return caller;
}

function authorise(caller: Caller, policy: Policy | undefined): void {
  if (policy === undefined || policy.access === 'public') {
    throw new RequestError('FORBIDDEN', 'No role has access to this route.');
  }
  if (!isAtLeast(caller.role, policy.access)) {
    throw new RequestError(
      'FORBIDDEN',
      `This route requires the role ${policy.access}; the token has the role ${caller.role}.`,
    );
  }
}

function accessOf(
  security: readonly Readonly<Record<string, string[]>>[] | undefined,
): Policy['access'] | undefined {
  if (security === undefined) return undefined;
  if (security.length === 0) return 'public';
  const named = security[0]?.[API_TOKEN_SCHEME]?.[0];
  return ROLES.find((role) => role === named);
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
