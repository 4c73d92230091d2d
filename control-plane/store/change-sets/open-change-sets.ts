import type { ChangeSetState } from '../../model/change-set.ts';
import type { Queryable } from '../database/transaction.ts';

/** Bytes of drafts whose operations are searched: the newest. */
const SEARCHED_BYTES = 33_554_432;

/** A change set that is not applied yet, which names a flag or a segment. */
export interface OpenChangeSet {
  readonly id: string;
  readonly name: string;
  readonly state: ChangeSetState;
  /** When it is to be applied. */
  readonly applyAt: Date | null;
}

export interface OpenChangeSets {
  readonly changeSets: readonly OpenChangeSet[];
  /** Whether older drafts were not searched for rules and prerequisites that name it. */
  readonly isCut: boolean;
}

const isOpen = (sql: Queryable) =>
  sql`number is null and state <> 'discarded' and state not in ('completed', 'stopped')`;

/**
 * The newest change sets that are neither applied nor discarded, that change a flag or a segment or add a reference to it.
 * At most `limit`.
 */
export async function openChangeSetsWith(
  sql: Queryable,
  projectId: string,
  named: { readonly flagKey: string } | { readonly segmentKey: string },
  limit: number,
): Promise<OpenChangeSets> {
  const [changes, references, key] =
    'flagKey' in named
      ? [
          sql`flag_keys @> ${[named.flagKey]}::text[]`,
          '$.**.prerequisites[*].flagKey ? (@ == $key)',
          named.flagKey,
        ]
      : [
          sql`segment_keys @> ${[named.segmentKey]}::text[]`,
          '$.** ? (@.conditionType == "segment").values[*] ? (@ == $key)',
          named.segmentKey,
        ];
  const changeSets = await sql<OpenChangeSet[]>`
    with opened as materialized (
      select id, name, state, apply_at, sequence, ${changes} as changes,
        sum(byte_count) over (order by sequence desc) <= ${SEARCHED_BYTES} as searched
      from change_sets
      where project_id = ${projectId} and ${isOpen(sql)}
    )
    select id, name, state, apply_at as "applyAt" from opened
    where changes or (searched and exists (
      select from change_set_operations o
      where o.change_set_id = opened.id
        and jsonb_path_exists(o.operation, ${references}::text::jsonpath, jsonb_build_object('key', ${key}::text))
    ))
    order by sequence desc
    limit ${limit}`;
  const [total] = await sql<{ bytes: number }[]>`
    select coalesce(sum(byte_count), 0)::float8 as bytes from change_sets
    where project_id = ${projectId} and ${isOpen(sql)}`;
  return { changeSets, isCut: (total?.bytes ?? 0) > SEARCHED_BYTES };
}
