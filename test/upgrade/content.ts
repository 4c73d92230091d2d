import type { ManagementApi } from '../support/management-api.ts';
import { FLAG_CASES, inSegment, where } from './flag-cases.ts';

/** A project with everything that the base release can keep. */
export interface Content {
  readonly projectId: string;
  /** UUID of `production`, where the flags of {@link FLAG_CASES} are configured. */
  readonly environmentId: string;
  /** UUID of `staging`, where every flag is as it was created. */
  readonly stagingId: string;
  readonly keys: {
    readonly server: string;
    readonly client: string;
    readonly relay: string;
    /** A server key of `staging`. */
    readonly staging: string;
    /** A server key of `production` that was revoked. */
    readonly revoked: string;
    /** A server key of `production` that tests may revoke. */
    readonly toRevoke: { readonly id: string; readonly secret: string };
  };
}

export async function createContent(api: ManagementApi): Promise<Content> {
  const { id: projectId } = await api.createProject('Shop');
  const { id: environmentId } = await api.createEnvironment(projectId, 'production');
  const { id: stagingId } = await api.createEnvironment(projectId, 'staging');
  await api.updateEnvironment(projectId, 'production', {
    privateAttributes: ['email', 'address.city'],
    allowedOrigins: ['https://*.shop.example'],
  });
  await api.createSegment(projectId, {
    key: 'staff',
    excluded: ['eve'],
    rules: [{ conditions: [where('email', 'ends_with', '@staff.example')] }],
  });
  await api.createSegment(projectId, {
    key: 'staff-or-beta',
    included: ['bob'],
    rules: [{ conditions: [inSegment('staff')] }],
  });
  for (const { flag, configuration } of FLAG_CASES) {
    await api.createFlag(projectId, flag);
    await api.configure(projectId, flag.key, 'production', configuration);
  }
  for (const key of ['archived', 'deleted']) await api.createFlag(projectId, { key });
  await api.archiveFlag(projectId, 'archived');
  await api.deleteFlag(projectId, 'deleted');
  return { projectId, environmentId, stagingId, keys: await createKeys(api, projectId) };
}

async function createKeys(api: ManagementApi, projectId: string): Promise<Content['keys']> {
  const create = (kind: 'server' | 'client', environmentKey: string) =>
    api.createKey(projectId, { kind, environmentKey });
  const revoked = await create('server', 'production');
  await api.revokeKey(projectId, revoked.id);
  return {
    server: (await create('server', 'production')).secret,
    client: (await create('client', 'production')).secret,
    relay: (await api.createKey(projectId, { kind: 'relay' })).secret,
    staging: (await create('server', 'staging')).secret,
    revoked: revoked.secret,
    toRevoke: await create('server', 'production'),
  };
}
