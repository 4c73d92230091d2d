import { RequestError, resourceNotFound } from '../model/request-error.ts';
import { effectiveRole, hasRight, type RightsScope } from '../model/rights.ts';
import { type Caller, isAtLeast, type Right, type Role } from '../model/role.ts';
import type { RequestPlace } from './request-place.ts';

/** The scopes that a route can require a role in; project and environment are those in its path. */
export const ACCESS_SCOPES = ['installation', 'project', 'environment', 'anyEnvironment'] as const;
export type AccessScope = (typeof ACCESS_SCOPES)[number];

/**
 * Who may call a route: everyone; every holder of an API token; people, with a token that gives all their rights; people with
 * a session; or who has a role, and possibly a right, in a scope. A session counts as a token that gives all rights.
 */
export type Access = 'public' | 'signedIn' | 'self' | 'session' | RequiredRights;

interface RequiredRights {
  readonly role: Role;
  readonly scope: AccessScope;
  readonly right?: Right | undefined;
}

/**
 * @param access `undefined`: the route does not say who may call it
 * @throws RequestError NOT_FOUND if the caller has no role in the project; FORBIDDEN if the role is too low
 */
export function authorise(caller: Caller, access: Access | undefined, place: RequestPlace): void {
  if (access === undefined || access === 'public') {
    throw new RequestError('FORBIDDEN', 'No role has access to this route.');
  }
  if (access === 'signedIn' || access === 'session') return;
  if (access === 'self') {
    if (caller.kind === 'person' && caller.onlyProjectId === null && !caller.isReadOnly) return;
    throw new RequestError(
      'FORBIDDEN',
      'This route is for people, with a token that is neither read-only nor for one project.',
    );
  }
  const { projectId } = place;
  if (projectId !== undefined && effectiveRole(caller, { kind: 'project', projectId }) === null) {
    throw resourceNotFound(`project ${projectId}`);
  }
  const scope = scopeOf(access.scope, place);
  const role = effectiveRole(caller, scope);
  if (isAtLeast(role, access.role)) {
    if (access.right !== undefined) requireRight(caller, scope, access.right);
    return;
  }
  throw new RequestError(
    'FORBIDDEN',
    `This route requires the role ${access.role}${SCOPE_TEXT[scope.kind]}; you have ${role === null ? 'no role' : `the role ${role}`}.`,
  );
}

/** @throws RequestError FORBIDDEN without the right in the scope. No one has rights outside of projects. */
function requireRight(caller: Caller, scope: RightsScope, right: Right): void {
  const isInProject = scope.kind === 'project' || scope.kind === 'environment';
  if (isInProject && hasRight(caller, scope, right)) return;
  throw new RequestError('FORBIDDEN', `This requires the right ${right}${SCOPE_TEXT[scope.kind]}.`);
}

const SCOPE_TEXT = {
  installation: '',
  project: ' in the project',
  environment: ' in the environment',
  anyEnvironment: ' in an environment of the project',
} as const satisfies Record<RightsScope['kind'], string>;

/** A path without a well-formed project or environment has the next larger scope. */
function scopeOf(kind: AccessScope, { projectId, environmentKey }: RequestPlace): RightsScope {
  if (kind === 'installation' || projectId === undefined) return { kind: 'installation' };
  if (kind === 'environment') {
    return environmentKey === undefined
      ? { kind: 'project', projectId }
      : { kind, projectId, environmentKey };
  }
  return { kind, projectId };
}
