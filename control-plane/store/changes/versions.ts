import type { Transaction } from '../database/transaction.ts';

/** A version of an environment, and its random token. */
export interface TakenVersion {
  readonly version: number;
  readonly token: string;
}

/** The versions that a change has taken, by environment id. */
export type TakenVersions = ReadonlyMap<string, TakenVersion>;

/**
 * Takes the next version of each environment, with a new random token. The environments must be locked.
 *
 * @returns the versions with which the changed rows must be stamped
 */
export async function takeNextVersions(
  tx: Transaction,
  environmentIds: readonly string[],
): Promise<TakenVersions> {
  const rows = await tx<(TakenVersion & { id: string })[]>`
    with bumped as (
      update environments set version = version + 1 where id = any(${[...environmentIds]}) returning id, version
    )
    insert into environment_versions (environment_id, version) select id, version from bumped
    returning environment_id as id, version, token`;
  return new Map(rows.map(({ id, version, token }) => [id, { version, token }]));
}

/** Takes the next position of the project's relay stream: its keys or environments change. The project must be locked. */
export async function takeNextKeysVersion(tx: Transaction, projectId: string): Promise<void> {
  await tx`
    update projects
    set keys_version = keys_version + 1,
        keys_token = right(replace(gen_random_uuid()::text, '-', ''), 16)
    where id = ${projectId}`;
}

/** Environment ids with their versions, as rows for `jsonb_to_recordset`. */
export function versionRows(
  versions: TakenVersions,
): readonly { readonly id: string; readonly version: number }[] {
  return [...versions].map(([id, { version }]) => ({ id, version }));
}
