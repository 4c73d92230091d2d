import { formatPosition } from '../../../shared/sync/position.ts';
import type { Position } from '../../../shared/sync/wire.ts';
import type { Database } from '../database/database.ts';

/** The current positions of environments and projects. */
export interface Heads {
  /** By environment id; deleted environments are missing. */
  readonly environments: ReadonlyMap<string, Position>;
  /** By project id, the position of its relay stream; deleted projects are missing. */
  readonly projects: ReadonlyMap<string, Position>;
}

interface HeadRow {
  readonly kind: 'environment' | 'project';
  readonly id: string;
  readonly version: number;
  readonly token: string;
}

/** Reads the current positions of many environments and projects in one query. */
export async function readHeads(
  sql: Database,
  environmentIds: readonly string[],
  projectIds: readonly string[],
): Promise<Heads> {
  const rows = await sql<HeadRow[]>`
    select 'environment' as kind, e.id, e.version, v.token
    from environments e
    join projects p on p.id = e.project_id and p.deleted_at is null
    join environment_versions v on v.environment_id = e.id and v.version = e.version
    where e.id = any(${[...environmentIds]}::uuid[]) and e.deleted_at is null
    union all
    select 'project', p.id, p.keys_version, p.keys_token
    from projects p
    where p.id = any(${[...projectIds]}::uuid[]) and p.deleted_at is null`;
  const positionsOf = (kind: HeadRow['kind']) =>
    new Map(
      rows
        .filter((row) => row.kind === kind)
        .map(({ id, version, token }) => [id, formatPosition(version, token)]),
    );
  return { environments: positionsOf('environment'), projects: positionsOf('project') };
}
