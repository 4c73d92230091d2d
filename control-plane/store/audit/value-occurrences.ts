import type { PendingQuery, Row } from 'postgres';
import { jsonText } from '../database/rows.ts';
import type { Queryable } from '../database/transaction.ts';
import type { SearchedValue } from './personal-values.ts';

/** Rows that have a value, by what they are. */
export interface ValueOccurrences {
  /** Live segments with it in a list or a rule. */
  readonly segments: number;
  /** Live configurations of flags with it in a condition. */
  readonly configurations: number;
  /** Users with this name or email address. */
  readonly users: number;
  /** Flags with this owner. */
  readonly flags: number;
  /** Drafts with it in an operation, or in what they were made from. */
  readonly drafts: number;
  /** Applied and discarded change sets. */
  readonly history: number;
  /** States that the history starts from. */
  readonly baselines: number;
  /** Audit entries that an older release has written. */
  readonly auditEntries: number;
}

/** Counts rows that have a value outside of what an erasure takes away. Each count ends at `limit`. */
export async function countValueOccurrences(
  sql: Queryable,
  { value, projectId }: SearchedValue,
  limit: number,
): Promise<ValueOccurrences> {
  const ofProject = (column: string) =>
    projectId === undefined ? sql`true` : sql`${sql(column)} = ${projectId}`;
  const has = (column: string) =>
    sql`jsonb_path_exists(${sql(column)}, '$.** ? (@ == $value)', ${jsonText({ value })}::text::jsonb)`;
  const count = (rows: PendingQuery<Row[]>) =>
    sql`(select count(*) from (${rows} limit ${limit}) counted)::int`;
  const changeSets = (isDraft: boolean) => sql`
    select from change_sets c
    where ${ofProject('c.project_id')} and ${isDraft ? sql`c.state not in ('applied', 'discarded')` : sql`c.state in ('applied', 'discarded')`}
      and (coalesce(${has('c.diff')}, false)
        or exists (select from change_set_operations o where o.change_set_id = c.id and ${has('o.operation')})
        or exists (select from change_set_bases b where b.change_set_id = c.id and ${has('b.state')}))`;
  const [row] = await sql<ValueOccurrences[]>`
    select
      ${count(sql`
        select from segments s
        where s.deleted_at is null and ${ofProject('s.project_id')}
          and (${has('s.included')} or ${has('s.excluded')} or ${has('s.rules')})`)} as segments,
      ${count(sql`
        select from flag_environments fe join flags f on f.id = fe.flag_id
        where f.deleted_at is null and ${ofProject('f.project_id')} and exists (
          select from targeting_rules r join rule_conditions rc on rc.targeting_rule_id = r.id
          where r.flag_environment_id = fe.id and ${has('rc.values')}
        )`)} as configurations,
      ${count(sql`
        select from users u
        where u.deleted_at is null and ${projectId === undefined} and ${String(value)} in (u.name, u.email)`)} as users,
      ${count(sql`
        select from flags f
        where f.deleted_at is null and ${ofProject('f.project_id')} and f.owner = ${String(value)}`)} as flags,
      ${count(changeSets(true))} as drafts,
      ${count(changeSets(false))} as history,
      ${count(sql`select from history_baselines h where ${ofProject('h.project_id')} and ${has('h.state')}`)} as baselines,
      ${count(sql`
        select from audit_logs a
        where ${ofProject('a.project_id')} and (coalesce(${has('a.old_value')}, false) or coalesce(${has('a.new_value')}, false))`)}
        as "auditEntries"`;
  if (row === undefined) throw new Error('Postgres counted nothing');
  return row;
}
