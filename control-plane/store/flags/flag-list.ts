import type { FlagType } from '../../../shared/model/flag-set.ts';
import { jsonText } from '../database/rows.ts';
import type { Queryable } from '../database/transaction.ts';
import { type FlagRow, flagColumns } from './flags.ts';

/** Which flags of a project are listed. Filters that are absent let every flag pass. */
export interface FlagFilter {
  /** Part of the key, the name or the description, in any case. */
  readonly text?: string | undefined;
  readonly archived?: boolean | undefined;
  readonly type?: FlagType | undefined;
  /** The flag has all of them. */
  readonly tags?: readonly string[] | undefined;
  readonly owner?: string | undefined;
  readonly createdBefore?: Date | undefined;
  readonly createdAfter?: Date | undefined;
  /** Whether it is on in the environments. */
  readonly enabled?: boolean | undefined;
  /** Its rules name the segment directly, in at least one of the environments. */
  readonly segmentId?: string | undefined;
  /** It has this flag as a prerequisite in at least one of the environments. */
  readonly prerequisiteId?: string | undefined;
  /** It is older than so many days, and has not been evaluated since then in any of the environments. */
  readonly notEvaluatedForDays?: number | undefined;
}

export interface FlagPageQuery extends FlagFilter {
  readonly projectId: string;
  /** Ids of the environments that the filters are about. */
  readonly environmentIds: readonly string[];
  readonly limit: number;
  /** The key of the last flag of the previous page. */
  readonly after?: string | undefined;
}

/**
 * Live flags, ordered by key. Reads the flags of the project by their key until the page is full. What depends on other
 * tables is found from them first (segments, prerequisites), or is one probe of an index for each flag.
 */
export async function listFlags(sql: Queryable, query: FlagPageQuery): Promise<readonly FlagRow[]> {
  return sql<FlagRow[]>`
    select ${flagColumns(sql)} from flags f
    where ${isListed(sql, query)}
    order by key
    limit ${query.limit}`;
}

/** The number of flags that the filters let pass. */
export async function countListedFlags(sql: Queryable, query: FlagPageQuery): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from flags f where ${isListed(sql, query)}`;
  return row?.count ?? 0;
}

function isListed(sql: Queryable, query: FlagPageQuery) {
  const { projectId, after } = query;
  return sql`
    project_id = ${projectId} and deleted_at is null
    ${after === undefined ? sql`` : sql`and key > ${after}`}
    ${ofTheFlag(sql, query)}
    ${ofConfigurations(sql, query)}
    ${notEvaluated(sql, query)}`;
}

function ofTheFlag(sql: Queryable, filter: FlagFilter) {
  const { text, archived, type, tags, owner, createdBefore, createdAfter } = filter;
  return sql`
    ${archived === undefined ? sql`` : sql`and archived = ${archived}`}
    ${type === undefined ? sql`` : sql`and type = ${type}`}
    ${tags === undefined ? sql`` : sql`and tags @> ${jsonText(tags)}::text::jsonb`}
    ${owner === undefined ? sql`` : sql`and owner = ${owner}`}
    ${createdBefore === undefined ? sql`` : sql`and created_at < ${createdBefore}`}
    ${createdAfter === undefined ? sql`` : sql`and created_at > ${createdAfter}`}
    ${text === undefined ? sql`` : sql`and strpos(lower(key || ' ' || name || ' ' || description), lower(${text})) > 0`}`;
}

function ofConfigurations(
  sql: Queryable,
  { environmentIds, enabled, segmentId, prerequisiteId }: FlagPageQuery,
) {
  const there = sql`fe.environment_id = any(${[...environmentIds]}::uuid[])`;
  const isOn = sql`and exists (
    select from flag_environments fe where fe.flag_id = f.id and ${there} and fe.enabled = ${enabled ?? null}
  )`;
  const usesSegment = sql`and id in (
    select fe.flag_id
    from rule_conditions c
    join targeting_rules r on r.id = c.targeting_rule_id
    join flag_environments fe on fe.id = r.flag_environment_id and ${there}
    where c.condition_type = 'segment' and c.values @> ${jsonText([segmentId])}::text::jsonb
  )`;
  const hasPrerequisite = sql`and id in (
    select fe.flag_id
    from flag_prerequisites p
    join flag_environments fe on fe.id = p.flag_environment_id and ${there}
    where p.prerequisite_flag_id = ${prerequisiteId ?? null}
  )`;
  return sql`
    ${enabled === undefined ? sql`` : isOn}
    ${segmentId === undefined ? sql`` : usesSegment}
    ${prerequisiteId === undefined ? sql`` : hasPrerequisite}`;
}

/** `limit 1` keeps it one probe of the index for each environment, whatever the planner thinks of the counts. */
function notEvaluated(sql: Queryable, { environmentIds, notEvaluatedForDays }: FlagPageQuery) {
  if (notEvaluatedForDays === undefined) return sql``;
  const since = sql`now() - make_interval(days => ${notEvaluatedForDays})`;
  return sql`
    and created_at < ${since}
    and not exists (
      select from unnest(${[...environmentIds]}::uuid[]) as environment (id),
        lateral (
          select from evaluation_rollups u
          where u.environment_id = environment.id and u.flag_key = f.key and u.hour >= ${since}
          limit 1
        ) evaluated
    )`;
}
