import type { RelayEnvironment, SdkKeyKind, SdkKeyRecord } from '../../../shared/keys/sdk-key.ts';
import { formatPosition } from '../../../shared/sync/position.ts';
import type { Position } from '../../../shared/sync/wire.ts';
import type { Database } from '../database/database.ts';
import { inSnapshot, type Transaction } from '../database/transaction.ts';

/** The live environments of a project and the keys with access to them, at one position of the relay stream. */
export interface ProjectKeys {
  readonly projectId: string;
  readonly position: Position;
  readonly environments: readonly RelayEnvironment[];
  /** Neither revoked nor expired. */
  readonly keys: readonly SdkKeyRecord[];
}

export interface ProjectKeysReader {
  /** Reads one consistent state, in one repeatable-read transaction. `null` if the project is deleted. */
  read(projectId: string): Promise<ProjectKeys | null>;
}

export function createProjectKeysReader(sql: Database): ProjectKeysReader {
  return { read: (projectId) => inSnapshot(sql, (tx) => readProjectKeys(tx, projectId)) };
}

interface KeyRow {
  readonly id: string;
  readonly kind: SdkKeyKind;
  readonly hash: string;
  readonly environmentIds: readonly string[];
  readonly expiresAt: Date | null;
}

async function readProjectKeys(tx: Transaction, projectId: string): Promise<ProjectKeys | null> {
  const [heads, environments, keys] = await Promise.all([
    tx<{ version: number; token: string }[]>`
      select keys_version as version, keys_token as token from projects
      where id = ${projectId} and deleted_at is null`,
    tx<RelayEnvironment[]>`
      select id, key, name, private_attributes as "privateAttributes",
        allowed_origins as "allowedOrigins", stream_secret as "streamSecret"
      from environments
      where project_id = ${projectId} and deleted_at is null
      order by sort_order, key collate "C"`,
    readKeys(tx, projectId),
  ]);
  const [head] = heads;
  if (head === undefined) return null;
  return {
    projectId,
    position: formatPosition(head.version, head.token),
    environments: [...environments],
    keys: keys.map(({ id, kind, hash, environmentIds, expiresAt }) => ({
      id,
      kind,
      hash,
      environmentIds,
      expiresAt: expiresAt === null ? null : expiresAt.toISOString(),
    })),
  };
}

/** Leaves out keys without access to any environment, except relay keys: these may get access to new environments. */
function readKeys(tx: Transaction, projectId: string): Promise<readonly KeyRow[]> {
  return tx<KeyRow[]>`
    select k.id, k.kind, k.hash, k.expires_at as "expiresAt", scope.ids as "environmentIds"
    from sdk_keys k
    cross join lateral (
      select coalesce(array_agg(e.id order by e.sort_order, e.key collate "C"), '{}') as ids
      from environments e
      where e.project_id = k.project_id and e.deleted_at is null
        and (
          e.id = k.environment_id
          or k.all_environments
          or exists (
            select from sdk_key_environments s where s.sdk_key_id = k.id and s.environment_id = e.id
          )
        )
    ) scope
    where k.project_id = ${projectId}
      and k.revoked_at is null
      and (k.expires_at is null or k.expires_at > now())
      and (k.kind = 'relay' or cardinality(scope.ids) > 0)
    order by k.id`;
}
