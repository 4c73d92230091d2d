import type { JsonValue } from '../../../shared/model/json.ts';
import type { PersonalValues } from '../../model/personal-values.ts';
import { jsonText } from '../database/rows.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';
import { NO_PROJECT } from './audit-chains.ts';

/** A value to be found. */
export interface SearchedValue {
  readonly value: string | number;
  /** Absent: everywhere. */
  readonly projectId?: string | undefined;
}

export interface ErasedValues {
  /** Entries that referred to the value. */
  readonly entries: number;
  /** How often they did. */
  readonly values: number;
}

/** What takes the place of an erased value. */
const ERASED = { erased: true };

/** Erasures run one after the other: each finds what the one before it has left. */
export async function lockErasures(tx: Transaction): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('personal_values'))`;
}

/**
 * Erases a value from what audit entries refer to, together with the salts of its blocks.
 *
 * @param limit the most entries
 */
export async function erasePersonalValue(
  tx: Transaction,
  { value, projectId }: SearchedValue,
  limit: number,
): Promise<ErasedValues> {
  const list = tx`${jsonText([value])}::text::jsonb`;
  const [row] = await tx<ErasedValues[]>`
    with found as (
      select p.entry_id, (
        select count(*) from jsonb_array_elements(p.blocks) block, jsonb_array_elements(block) item
        where item = ${list} -> 0
      ) as values
      from personal_values p
      where exists (select from jsonb_array_elements(p.blocks) block where block @> ${list})
        ${projectId === undefined ? tx`` : tx`and p.entry_id in (select id from audit_logs where project_id = ${projectId})`}
      order by p.entry_id
      limit ${limit}
    ), erased as (
      update personal_values p set (blocks, salts) = (
        select json_agg(
            case when not is_hit then block::json else (
              select json_agg(case when item = ${list} -> 0 then ${jsonText(ERASED)}::text::jsonb else item end order by place)
              from jsonb_array_elements(block) with ordinality as items (item, place)
            ) end order by number
          )::jsonb,
          string_agg(
            case when is_hit then decode(repeat('00', 16), 'hex')
              else substring(p.salts from (16 * (number - 1) + 1)::int for 16) end,
            ''::bytea order by number
          )
        from (
          select block, number, block @> ${list} as is_hit
          from jsonb_array_elements(p.blocks) with ordinality as blocks (block, number)
        ) each_block
      )
      from found where found.entry_id = p.entry_id
    )
    select count(*)::int as entries, coalesce(sum(values), 0)::int as values from found`;
  return row ?? { entries: 0, values: 0 };
}

/** An audit entry that refers, or may refer, to values that are kept apart. */
export interface ReferringEntryRow {
  readonly id: string;
  readonly chain: string;
  readonly resourceType: string;
  readonly oldValue: JsonValue;
  readonly newValue: JsonValue;
  /** `null`: there is none. */
  readonly personal: PersonalValues | null;
}

/** Entries that are read at a time: some have many values. */
const ROWS_AT_A_TIME = 20;

/** Every entry with references, in no order. Nothing else may be read on the same connection until the end. */
export function readReferringEntries(sql: Queryable): AsyncIterable<readonly ReferringEntryRow[]> {
  return sql<ReferringEntryRow[]>`
    select a.id, coalesce(a.project_id, ${NO_PROJECT}) as chain, a.resource_type as "resourceType",
      a.old_value as "oldValue", a.new_value as "newValue", ${personalValuesJson(sql)} as personal
    from audit_logs a left join personal_values p on p.entry_id = a.id
    where p.entry_id is not null
      or a.old_value::text like '%"$personal"%' or a.new_value::text like '%"$personal"%'`.cursor(
    ROWS_AT_A_TIME,
  );
}

/** The values of row `p` as JSON; null if there are none. */
export const personalValuesJson = (sql: Queryable) => sql`
  case when p.entry_id is not null then json_build_object(
    'blocks', p.blocks, 'salts', encode(p.salts, 'hex'), 'digests', encode(p.digests, 'hex')
  ) end`;
