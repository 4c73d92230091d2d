import { useQuery } from '@tanstack/react-query';
import { useApi } from './api-context.tsx';
import { type SignedInUser, signedInQuery } from './signed-in.ts';

/** A viewer reads, an editor also changes flags, an admin also manages. */
export type RoleName = 'viewer' | 'editor' | 'admin';

const RANK: Readonly<Record<RoleName, number>> = { viewer: 1, editor: 2, admin: 3 };

/** What the signed-in person may do. The API decides; this only tells what the console should offer. */
export interface Rights {
  readonly userId: string | undefined;
  /** Whether the person has this role, or a higher one, in the installation. */
  isInstallation(role: RoleName): boolean;
  /** Whether the person has this role, or a higher one, in the project, or in the environment if one is given. */
  isAtLeast(role: RoleName, environmentKey?: string): boolean;
  /** Whether the person may read attributes, keys and values of users, in an environment if one is given. */
  readsContexts(environmentKey?: string): boolean;
}

/** @param projectId absent: on pages of the installation */
export function useRights(projectId?: string): Rights {
  const { data } = useQuery(signedInQuery(useApi()));
  return rightsOf(data, projectId);
}

/** The highest of the roles in installation, project and environment counts. Nobody has rights before it is known who is signed in. */
export function rightsOf(signedIn: SignedInUser | undefined, projectId?: string): Rights {
  const grants = signedIn?.roles.filter((grant) => grant.projectId === projectId) ?? [];
  const matching = (environmentKey?: string) =>
    grants.filter((grant) => grant.environmentKey === null || grant.environmentKey === environmentKey);
  const rank = (environmentKey?: string) =>
    Math.max(0, rankOf(signedIn?.role), ...matching(environmentKey).map(({ role }) => rankOf(role)));
  return {
    userId: signedIn?.user.id,
    isInstallation: (role) => rankOf(signedIn?.role) >= RANK[role],
    isAtLeast: (role, environmentKey) => rank(environmentKey) >= RANK[role],
    readsContexts: (environmentKey) =>
      rank(environmentKey) >= RANK.admin ||
      matching(environmentKey).some(({ rights }) => rights.includes('contexts:read')),
  };
}

function rankOf(role: RoleName | null | undefined): number {
  return role === null || role === undefined ? 0 : RANK[role];
}
