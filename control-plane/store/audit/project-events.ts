import type { ProjectEvent } from '../../model/project-event.ts';
import type { Queryable } from '../database/transaction.ts';

/** The position of the last audit entry of each live project. Other projects are missing. */
export async function readChangeHeads(
  sql: Queryable,
  projectIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ id: string; position: number }[]>`
    select p.id, coalesce(c.position, 0)::float8 as position
    from projects p left join audit_chains c on c.chain = p.id
    where p.id = any(${[...projectIds]}::uuid[]) and p.deleted_at is null`;
  return new Map(rows.map(({ id, position }) => [id, position]));
}

/** The audit entries of a project after a position, oldest first. */
export async function readProjectEvents(
  sql: Queryable,
  projectId: string,
  after: number,
  limit: number,
): Promise<readonly ProjectEvent[]> {
  return sql<ProjectEvent[]>`
    select l.position::float8 as position, a.id as "entryId", a.action, a.resource_type as "resourceType",
      a.resource_id as "resourceId", a.user_id as "userId", a.created_at as "createdAt", f.key as "flagKey",
      e.key as "environmentKey", s.key as "segmentKey", a.change_set_id as "changeSetId"
    from audit_links l
    join audit_logs a on a.id = l.entry_id
    left join targeting_rules r on a.resource_type = 'rule' and r.id = a.resource_id
    left join flag_environments fe on fe.id = case a.resource_type
      when 'flag_environment' then a.resource_id when 'rule' then r.flag_environment_id end
    left join flags f on f.id = case a.resource_type when 'flag' then a.resource_id else fe.flag_id end
    left join environments e on e.id = case a.resource_type
      when 'environment' then a.resource_id else fe.environment_id end
    left join segments s on a.resource_type = 'segment' and s.id = a.resource_id
    where l.chain = ${projectId} and l.position > ${after}
    order by l.position
    limit ${limit}`;
}
