import { singleRow } from '../database/rows.ts';
import type { Transaction } from '../database/transaction.ts';

/**
 * Takes the next version of each environment, with a new random token. The environments must be locked.
 *
 * @returns by environment id, the version with which the changed rows must be stamped
 */
export async function takeNextVersions(
  tx: Transaction,
  environmentIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx<{ id: string; version: number }[]>`
    with bumped as (
      update environments set version = version + 1 where id = any(${[...environmentIds]}) returning id, version
    ), recorded as (
      insert into environment_versions (environment_id, version) select id, version from bumped
    )
    select id, version from bumped`;
  return new Map(rows.map((row) => [row.id, row.version]));
}

/** The random token of a version that an environment has taken. */
export async function tokenOfVersion(
  tx: Transaction,
  environmentId: string,
  version: number,
): Promise<string> {
  const rows = await tx<{ token: string }[]>`
    select token from environment_versions where environment_id = ${environmentId} and version = ${version}`;
  return singleRow(rows).token;
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
  versions: ReadonlyMap<string, number>,
): readonly { readonly id: string; readonly version: number }[] {
  return [...versions].map(([id, version]) => ({ id, version }));
}
