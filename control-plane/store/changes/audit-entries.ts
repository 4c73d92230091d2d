import type { JsonValue } from '../../../shared/model/json.ts';
import type { PersonalValues } from '../../model/personal-values.ts';
import { jsonText } from '../database/rows.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';

/** `read`: attributes, targeting keys or values of users were read. */
export type AuditAction =
  | 'create'
  | 'update'
  | 'delete'
  | 'archive'
  | 'restore'
  | 'promote'
  | 'revoke'
  | 'read'
  /** Of change sets. */
  | 'request_review'
  | 'approve'
  | 'schedule'
  | 'unschedule'
  | 'discard'
  | 'apply'
  /** Of values that are kept apart from the entries. */
  | 'erase';
type AuditedResourceType =
  | 'project'
  | 'environment'
  | 'flag'
  | 'flag_environment'
  | 'rule'
  | 'segment'
  | 'sdk_key'
  | 'user'
  | 'api_token'
  | 'webhook'
  | 'change_set'
  | 'personal_value';

/** The resource that an audit entry is about. */
export interface AuditedResource {
  /** `null` for users and API tokens. */
  readonly projectId: string | null;
  readonly resourceType: AuditedResourceType;
  readonly resourceId: string;
}

/** The resource before and after a change; a value is `undefined` if there was, or is, none. */
export interface AuditedValues {
  readonly oldValue?: unknown;
  readonly newValue?: unknown;
}

export interface AuditEntry extends AuditedResource, AuditedValues {
  readonly userId: string;
  readonly action: AuditAction;
}

/** An entry as it is stored. */
export interface SeparatedAuditEntry extends AuditEntry {
  readonly id: string;
  /** The values that old and new value refer to. */
  readonly personal?: PersonalValues;
}

/** @param changeSetId the change set whose application the entries are about, if there is one */
export async function insertAudit(
  tx: Transaction,
  entries: readonly SeparatedAuditEntry[],
  changeSetId: string | undefined,
): Promise<void> {
  if (entries.length === 0) return;
  const columns = entries.map(({ personal, ...entry }) => ({ ...entry, ...personal }));
  await tx`
    with entry as materialized (
      select * from json_to_recordset(${jsonText(columns)}::text::json) as entry (
        id uuid, "projectId" uuid, "userId" uuid, action text, "resourceType" text, "resourceId" uuid,
        "oldValue" jsonb, "newValue" jsonb, blocks jsonb, salts text, digests text
      )
    ), apart as (
      insert into personal_values (entry_id, blocks, salts, digests)
      select id, blocks, decode(salts, 'hex'), decode(digests, 'hex') from entry where blocks is not null
    )
    insert into audit_logs (
      id, project_id, user_id, action, resource_type, resource_id, old_value, new_value, change_set_id
    )
    select id, "projectId", "userId", action, "resourceType", "resourceId", "oldValue", "newValue",
      ${changeSetId ?? null}::uuid
    from entry`;
}

/**
 * Adds an entry for the configuration of each of these flags in a new environment. It has neither conditions nor
 * prerequisites.
 */
export async function insertAuditOfCopies(
  tx: Transaction,
  flagIds: readonly string[],
  { projectId, userId, environmentId }: Record<'projectId' | 'userId' | 'environmentId', string>,
): Promise<void> {
  await tx`
    with copies as (
      select id, default_value from flag_environments
      where environment_id = ${environmentId} and flag_id = any(${[...flagIds]}::uuid[])
    ), variations as (
      select flag_environment_id as id, json_agg(json_build_object(
        'key', key, 'value', value, 'name', name, 'description', description
      ) order by sort_order, key) as list
      from flag_variations where flag_environment_id in (select id from copies) group by 1
    ), rules as (
      select r.flag_environment_id as id, json_agg(json_build_object(
        'id', r.id, 'priority', r.priority, 'description', r.description, 'conditions', json_build_array(),
        'serve', json_build_object('variation', v.key)
      )) as list
      from targeting_rules r
      join flag_variations v on v.id = (r.variation_id_or_rollout ->> 'variationId')::uuid
      where r.flag_environment_id in (select id from copies) group by 1
    )
    insert into audit_logs (project_id, user_id, action, resource_type, resource_id, new_value)
    select ${projectId}, ${userId}, 'create', 'flag_environment', id, json_build_object(
      'enabled', false, 'defaultValue', default_value, 'variations', coalesce(variations.list, '[]'),
      'prerequisites', json_build_array(), 'rules', coalesce(rules.list, '[]')
    )::jsonb
    from copies left join variations using (id) left join rules using (id) order by id`;
}

export interface AuditRow {
  readonly id: string;
  /** Decimal; a later entry has a larger one. */
  readonly sequence: string;
  readonly userId: string;
  readonly userName: string;
  readonly action: AuditAction;
  readonly resourceType: AuditedResourceType;
  readonly resourceId: string;
  readonly oldValue: JsonValue;
  readonly newValue: JsonValue;
  /** Whether the values were left out because of their size. */
  readonly valuesOmitted: boolean;
  readonly createdAt: Date;
}

/** An entry with references in place of values that may name people. */
export interface StoredAuditRow extends AuditRow {
  /** The values; `null` if there are none, or they were left out. */
  readonly blocks: readonly (readonly JsonValue[])[] | null;
}

export interface AuditQuery {
  /** `null`: entries that belong to no project. */
  readonly projectId: string | null;
  readonly limit: number;
  /** Only entries with a lower `sequence`. */
  readonly before?: string | undefined;
  readonly resourceId?: string | undefined;
  readonly resourceType?: string | undefined;
}

/** A list leaves out values that have more bytes as text; a single entry always contains its values. */
const MAX_LISTED_VALUE_BYTES = 65_536;

/** Newest entries first. */
export async function listAudit(sql: Queryable, query: AuditQuery): Promise<readonly StoredAuditRow[]> {
  const { projectId, before, resourceId, resourceType } = query;
  return sql<StoredAuditRow[]>`
    select a.id, a.sequence::text, a.user_id as "userId", u.name as "userName", a.action,
      a.resource_type as "resourceType", a.resource_id as "resourceId", a.created_at as "createdAt",
      case when s.small then a.old_value end as "oldValue",
      case when s.small then a.new_value end as "newValue",
      case when s.small then p.blocks end as blocks,
      not s.small as "valuesOmitted"
    from audit_logs a
    join users u on u.id = a.user_id
    left join personal_values p on p.entry_id = a.id
    cross join lateral (
      select coalesce(length(a.old_value::text), 0) + coalesce(length(a.new_value::text), 0)
        + coalesce(length(p.blocks::text), 0) <= ${MAX_LISTED_VALUE_BYTES} as small
    ) s
    where ${projectId === null ? sql`a.project_id is null` : sql`a.project_id = ${projectId}`}
      ${before === undefined ? sql`` : sql`and a.sequence < ${before}::bigint`}
      ${resourceId === undefined ? sql`` : sql`and a.resource_id = ${resourceId}`}
      ${resourceType === undefined ? sql`` : sql`and a.resource_type = ${resourceType}`}
    order by a.sequence desc
    limit ${query.limit}`;
}

/** One entry with its values, whatever their size. */
export async function findAudit(
  sql: Queryable,
  projectId: string | null,
  id: string,
): Promise<StoredAuditRow | undefined> {
  const [row] = await sql<StoredAuditRow[]>`
    select a.id, a.sequence::text, a.user_id as "userId", u.name as "userName", a.action,
      a.resource_type as "resourceType", a.resource_id as "resourceId", a.created_at as "createdAt",
      a.old_value as "oldValue", a.new_value as "newValue", p.blocks, false as "valuesOmitted"
    from audit_logs a
    join users u on u.id = a.user_id
    left join personal_values p on p.entry_id = a.id
    where a.id = ${id}
      and ${projectId === null ? sql`a.project_id is null` : sql`a.project_id = ${projectId}`}`;
  return row;
}
