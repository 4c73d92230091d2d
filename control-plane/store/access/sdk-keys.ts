import type { SdkKeyKind } from '../../../shared/keys/sdk-key.ts';
import { singleRow } from '../database/rows.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';

export interface SdkKeyRow {
  readonly id: string;
  readonly kind: SdkKeyKind;
  readonly name: string;
  /** The last characters of the key. */
  readonly hint: string;
  readonly allEnvironments: boolean;
  /** One for client and server keys; for a relay key the ones it names. Includes deleted environments. */
  readonly environmentKeys: readonly string[];
  readonly environmentIds: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

export interface NewSdkKey {
  readonly kind: SdkKeyKind;
  readonly name: string;
  readonly hash: string;
  readonly hint: string;
  readonly allEnvironments: boolean;
  readonly environmentIds: readonly string[];
  readonly expiresAt: Date | null;
}

const select = (sql: Queryable) => sql`
  select k.id, k.kind, k.name, k.hint, k.all_environments as "allEnvironments",
    scope.keys as "environmentKeys", scope.ids as "environmentIds",
    k.created_at as "createdAt", k.expires_at as "expiresAt", k.revoked_at as "revokedAt"
  from sdk_keys k
  cross join lateral (
    select coalesce(array_agg(e.key order by e.sort_order, e.key), '{}') as keys,
      coalesce(array_agg(e.id order by e.sort_order, e.key), '{}') as ids
    from environments e
    where e.id = k.environment_id
      or exists (
        select from sdk_key_environments s where s.sdk_key_id = k.id and s.environment_id = e.id
      )
  ) scope`;

export async function insertSdkKey(
  tx: Transaction,
  projectId: string,
  userId: string,
  key: NewSdkKey,
): Promise<SdkKeyRow> {
  const single = key.kind === 'relay' ? null : (key.environmentIds[0] ?? null);
  const { id } = singleRow(
    await tx<{ id: string }[]>`
      insert into sdk_keys
        (project_id, kind, environment_id, all_environments, name, hash, hint, created_by, expires_at)
      values (
        ${projectId}, ${key.kind}, ${single}, ${key.allEnvironments}, ${key.name},
        ${key.hash}, ${key.hint}, ${userId}, ${key.expiresAt}
      )
      returning id`,
  );
  if (key.kind === 'relay' && key.environmentIds.length > 0) {
    await tx`
      insert into sdk_key_environments (sdk_key_id, environment_id)
      select ${id}, unnest(${[...key.environmentIds]}::uuid[])`;
  }
  return singleRow(await tx<SdkKeyRow[]>`${select(tx)} where k.id = ${id}`);
}

export async function revokeSdkKey(tx: Transaction, id: string): Promise<void> {
  await tx`update sdk_keys set revoked_at = now() where id = ${id} and revoked_at is null`;
}

/** Revokes every key of a project, or those that have access to one environment only. @returns them as they were */
export async function revokeSdkKeys(
  tx: Transaction,
  of: { readonly projectId: string } | { readonly environmentId: string },
): Promise<readonly SdkKeyRow[]> {
  const scope =
    'projectId' in of ? tx`k.project_id = ${of.projectId}` : tx`k.environment_id = ${of.environmentId}`;
  const keys = await tx<SdkKeyRow[]>`${select(tx)} where ${scope} and k.revoked_at is null order by k.id`;
  await tx`
    update sdk_keys set revoked_at = now() where id = any(${keys.map(({ id }) => id)}::uuid[])`;
  return keys;
}

/** Makes a key expire at `expiresAt`, unless it expires earlier anyway. */
export async function expireSdkKey(tx: Transaction, id: string, expiresAt: Date): Promise<SdkKeyRow> {
  await tx`update sdk_keys set expires_at = least(expires_at, ${expiresAt}) where id = ${id}`;
  return singleRow(await tx<SdkKeyRow[]>`${select(tx)} where k.id = ${id}`);
}

export async function findSdkKey(
  sql: Queryable,
  projectId: string,
  id: string,
): Promise<SdkKeyRow | undefined> {
  const [row] = await sql<SdkKeyRow[]>`${select(sql)} where k.project_id = ${projectId} and k.id = ${id}`;
  return row;
}

/** Newest first. @param before the id of the last key of the previous page */
export async function listSdkKeys(
  sql: Queryable,
  projectId: string,
  limit: number,
  before: string | undefined,
): Promise<readonly SdkKeyRow[]> {
  return sql<SdkKeyRow[]>`
    ${select(sql)}
    where k.project_id = ${projectId}
      ${
        before === undefined
          ? sql``
          : sql`and (k.created_at, k.id) < (select created_at, id from sdk_keys where id = ${before})`
      }
    order by k.created_at desc, k.id desc
    limit ${limit}`;
}

export async function countLiveSdkKeys(sql: Queryable, projectId: string): Promise<number> {
  const rows = await sql<{ count: number }[]>`
    select count(*)::int as count from sdk_keys
    where project_id = ${projectId} and revoked_at is null and (expires_at is null or expires_at > now())`;
  return singleRow(rows).count;
}
