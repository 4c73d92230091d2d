/**
 * Keys of cached answers. Everything of a project begins with `['project', id]`, then the kind of resource, so that a change
 * told by the stream of changes makes just what it touches be read again.
 */
export const queryKeys = {
  me: ['me'] as const,
  projects: ['projects'] as const,
  users: ['users'] as const,
  project: (projectId: string) => ['project', projectId] as const,
  resource: (projectId: string, kind: ProjectResource, ...rest: readonly unknown[]) =>
    ['project', projectId, kind, ...rest] as const,
};

/** The kinds of resources of a project. */
export type ProjectResource =
  | 'environments'
  | 'flags'
  | 'segments'
  | 'change-sets'
  | 'keys'
  | 'readers'
  | 'roles'
  | 'webhooks'
  | 'audit'
  | 'evaluations'
  | 'settings';
