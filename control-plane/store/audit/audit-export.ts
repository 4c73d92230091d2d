import type { Queryable } from '../database/transaction.ts';
import { NO_PROJECT } from './audit-chains.ts';
import { personalValuesJson } from './personal-values.ts';

/** Entries that are read at a time. */
const MAX_ENTRIES = 500;
/** Bytes of values that are read at a time, as they are stored: compressed. One entry may have more. */
const MAX_STORED_BYTES = 524_288;

/** An entry as a line of JSON, without the end of the line. */
export interface ExportedEntry {
  readonly line: string;
  /** The place after which an export goes on. */
  readonly cursor: string;
}

/**
 * The next entries of a chain after a cursor: first those from before the chain by their sequence, then the linked ones by
 * their position. Empty at the end.
 *
 * @param chain the id of the project; `null`: entries of no project
 */
export async function readAuditExport(
  sql: Queryable,
  chain: string | null,
  after: string | undefined,
): Promise<readonly ExportedEntry[]> {
  if (after === undefined || after.startsWith('g')) {
    const early = await readUnlinked(sql, chain, after?.slice(1) ?? '0');
    if (early.length > 0) return early;
  }
  return readLinked(sql, chain ?? NO_PROJECT, after === undefined || after.startsWith('g') ? '0' : after);
}

/** Every chain, as `readAuditExport` takes it. */
export async function listExportedChains(sql: Queryable): Promise<readonly (string | null)[]> {
  const rows = await sql<{ chain: string }[]>`select chain from audit_chains order by chain`;
  return rows.map(({ chain }) => projectOfChain(chain));
}

/** The project of a chain; `null` if it is that of entries of no project. */
export const projectOfChain = (chain: string): string | null => (chain === NO_PROJECT ? null : chain);

/**
 * The members of entry `a` from `id` on. Postgres prints `jsonb` with a space after each comma and colon, so the names of
 * the values, which have none before them, are found in a line without parsing it. So is that of the values that are kept
 * apart: old and new value stay as the hash was made over them.
 */
const entryMembers = (sql: Queryable) => sql`
  '"id":"' || a.id || '","sequence":' || a.sequence || ',"projectId":' || coalesce('"' || a.project_id || '"', 'null')
  || ',"userId":"' || a.user_id || '","action":"' || a.action || '","resourceType":"' || a.resource_type
  || '","resourceId":"' || a.resource_id || '","createdAt":"'
  || to_char(a.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
  || '","oldValue":' || coalesce(a.old_value::text, 'null') || ',"newValue":' || coalesce(a.new_value::text, 'null')
  || coalesce(',"personalValues":' || (${personalValuesJson(sql)})::text, '') || '}'`;

const storedBytes = (sql: Queryable) =>
  sql`coalesce(pg_column_size(a.old_value), 0) + coalesce(pg_column_size(a.new_value), 0) + coalesce(pg_column_size(p.blocks), 0)`;

/** Entries from before the chain: position 0, without hashes of their own. */
function readUnlinked(
  sql: Queryable,
  chain: string | null,
  sequence: string,
): Promise<readonly ExportedEntry[]> {
  return sql<ExportedEntry[]>`
    with page as (
      select a.id, row_number() over w as place, sum(${storedBytes(sql)}) over w as bytes
      from (
        select a.* from audit_logs a
        join audit_chains c on c.chain = coalesce(a.project_id, ${NO_PROJECT})
        where ${chain === null ? sql`a.project_id is null` : sql`a.project_id = ${chain}`}
          and a.sequence > ${sequence}::bigint and a.sequence <= c.genesis_sequence
        order by a.sequence limit ${MAX_ENTRIES}
      ) a
      left join personal_values p on p.entry_id = a.id
      window w as (order by a.sequence)
    )
    select 'g' || a.sequence as cursor,
      '{"chain":"' || ${chain ?? NO_PROJECT}::text || '","position":0,"previousHash":null,"hash":null,' || ${entryMembers(sql)} as line
    from page join audit_logs a using (id) left join personal_values p on p.entry_id = a.id
    where page.place = 1 or page.bytes <= ${MAX_STORED_BYTES}
    order by page.place`;
}

function readLinked(sql: Queryable, chain: string, position: string): Promise<readonly ExportedEntry[]> {
  return sql<ExportedEntry[]>`
    with page as (
      select l.position, l.hash, l.entry_id, row_number() over w as place,
        coalesce(
          lag(l.hash) over w,
          (select b.hash from audit_links b where b.chain = ${chain} and b.position = l.position - 1),
          (select c.genesis from audit_chains c where c.chain = ${chain})
        ) as previous_hash,
        sum(${storedBytes(sql)}) over w as bytes
      from (
        select * from audit_links where chain = ${chain} and audit_links.position > ${position}::bigint
        order by audit_links.position limit ${MAX_ENTRIES}
      ) l
      left join audit_logs a on a.id = l.entry_id
      left join personal_values p on p.entry_id = l.entry_id
      window w as (order by l.position)
    )
    select page.position::text as cursor,
      '{"chain":"' || ${chain}::text || '","position":' || page.position
        || ',"previousHash":"' || encode(page.previous_hash, 'hex') || '","hash":"' || encode(page.hash, 'hex') || '",'
        || coalesce(${entryMembers(sql)}, '"id":"' || page.entry_id || '","isMissing":true}') as line
    from page
    left join audit_logs a on a.id = page.entry_id
    left join personal_values p on p.entry_id = page.entry_id
    where page.place = 1 or page.bytes <= ${MAX_STORED_BYTES}
    order by page.place`;
}
