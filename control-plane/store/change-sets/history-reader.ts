import type { ProjectDiff } from '../../model/project-change.ts';
import type { StoredState } from '../../model/stored-state.ts';
import type { Queryable } from '../database/transaction.ts';

/** One entry of the history of a project. */
export interface HistoryStep {
  readonly number: number;
  /** The environments that this entry creates or deletes. */
  readonly environmentKeys: readonly string[];
  readonly diff: ProjectDiff;
}

/** A state from which the history goes on, after the entry with this number; `null`: it does not exist any more. */
export type BaselineState = StoredState<null> & { readonly number: number };

/** Which part of a project; without keys, all of it. */
export interface HistoryPart {
  readonly projectId: string;
  /** The last entry; default: the newest. */
  readonly upTo?: number | undefined;
  readonly flagKeys?: readonly string[] | undefined;
  readonly segmentKeys?: readonly string[] | undefined;
}

/** Whether the history of a project has an entry with this number. */
export async function hasHistoryEntry(sql: Queryable, projectId: string, number: number): Promise<boolean> {
  const rows = await sql`
    select from change_sets where project_id = ${projectId} and number = ${number} and state = 'applied'`;
  return rows.length > 0;
}

/** The entries in the order in which they were applied. */
export async function readHistorySteps(sql: Queryable, part: HistoryPart): Promise<readonly HistoryStep[]> {
  const { projectId, upTo, flagKeys, segmentKeys } = part;
  const isPart = flagKeys !== undefined || segmentKeys !== undefined;
  return sql<HistoryStep[]>`
    select number, case when origin in ('environment', 'unrecorded') then environment_keys else '{}' end as "environmentKeys",
      diff
    from change_sets
    where project_id = ${projectId} and state = 'applied'
      ${upTo === undefined ? sql`` : sql`and number <= ${upTo}`}
      ${
        isPart
          ? sql`and (origin in ('environment', 'unrecorded') or flag_keys && ${[...(flagKeys ?? [])]}::text[]
              or segment_keys && ${[...(segmentKeys ?? [])]}::text[])`
          : sql``
      }
    order by number`;
}

export async function readBaselines(sql: Queryable, part: HistoryPart): Promise<readonly BaselineState[]> {
  const { projectId, upTo, flagKeys, segmentKeys } = part;
  const isPart = flagKeys !== undefined || segmentKeys !== undefined;
  return sql<BaselineState[]>`
    select number, kind, key, environment_key as "environmentKey", state
    from history_baselines
    where project_id = ${projectId}
      ${upTo === undefined ? sql`` : sql`and number <= ${upTo}`}
      ${
        isPart
          ? sql`and (kind <> 'segment' and key = any(${[...(flagKeys ?? [])]}::text[])
              or kind = 'segment' and key = any(${[...(segmentKeys ?? [])]}::text[]))`
          : sql``
      }
    order by number, kind desc`;
}
