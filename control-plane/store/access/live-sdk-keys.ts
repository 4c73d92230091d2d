import type { AuthenticatedSdkKey } from '../../model/sdk-key.ts';
import type { Database } from '../database/database.ts';

/**
 * Finds a key by its hash.
 *
 * @param hash SHA-256 of the whole key, lower-case hex
 * @returns `undefined` if the key is unknown, revoked or expired, or if its project or (for a client or server key)
 *   its environment is deleted
 */
export async function findLiveSdkKey(sql: Database, hash: string): Promise<AuthenticatedSdkKey | undefined> {
  const [key] = await sql<AuthenticatedSdkKey[]>`
    select
      k.id,
      k.kind,
      k.project_id as "projectId",
      k.expires_at as "expiresAt",
      array(
        select e.id from environments e
        where e.project_id = k.project_id
          and e.deleted_at is null
          and (
            e.id = k.environment_id
            or k.all_environments
            or exists (
              select from sdk_key_environments s where s.sdk_key_id = k.id and s.environment_id = e.id
            )
          )
        order by e.sort_order, e.key
      ) as "environmentIds"
    from sdk_keys k
    join projects p on p.id = k.project_id and p.deleted_at is null
    where k.hash = ${hash}
      and k.revoked_at is null
      and (k.expires_at is null or k.expires_at > now())`;
  if (!key || (key.kind !== 'relay' && key.environmentIds.length === 0)) return undefined;
  return key;
}
