import type { Sql } from 'postgres';
import { loadSlice } from '../../../control-plane/domain/apply/load-slice.ts';
import type { ProjectState } from '../../../control-plane/model/project-state.ts';

/** The state of a project as its tables contain it. Nothing may change the project meanwhile. */
export async function readProjectTables(sql: Sql, projectId: string): Promise<ProjectState> {
  const environments = await sql<{ id: string; key: string }[]>`
    select id, key from environments where project_id = ${projectId} and deleted_at is null`;
  const flags = await sql<{ key: string }[]>`select key from flags where project_id = ${projectId}`;
  const segments = await sql<{ key: string }[]>`select key from segments where project_id = ${projectId}`;
  const { state } = await loadSlice(sql, projectId, environments, {
    flagKeys: new Set(flags.map(({ key }) => key)),
    segmentKeys: new Set(segments.map(({ key }) => key)),
    configurations: new Map(flags.map(({ key }) => [key, 'all'])),
    environmentKeys: 'all',
  });
  return state;
}
