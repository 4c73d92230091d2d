import type { Queryable } from '../database/transaction.ts';

/** The chain of what belongs to no project. */
export const NO_PROJECT = '00000000-0000-0000-0000-000000000000';

/** A chain of audit entries. Numbers are decimal texts: they may be larger than JavaScript's integers. */
export interface AuditChain {
  /** The id of the project, or the nil UUID. */
  readonly chain: string;
  readonly position: string;
  readonly hash: Buffer;
  readonly genesisEntries: string;
  readonly genesisSequence: string;
  readonly genesis: Buffer;
}

/** A link of a chain, with what the entry looks like now. */
export interface AuditLink {
  readonly position: string;
  readonly entryId: string;
  readonly hash: Buffer;
  /** SHA-256 of the entry; `null` if it does not exist. */
  readonly digest: Buffer | null;
}

/** Rows that are read at a time. */
const ROWS_AT_A_TIME = 1_000;

/** Every chain that there is. Entries whose chain is missing are found by {@link findUnchainedEntries}. */
export async function listAuditChains(sql: Queryable): Promise<readonly AuditChain[]> {
  return sql<AuditChain[]>`
    select chain, position::text, hash, genesis_entries::text as "genesisEntries",
      genesis_sequence::text as "genesisSequence", genesis
    from audit_chains order by chain`;
}

/** The links of a chain in their order. Nothing else may be read on the same connection until the end. */
export function readAuditLinks(sql: Queryable, chain: string): AsyncIterable<readonly AuditLink[]> {
  return sql<AuditLink[]>`
    select l.position::text, l.entry_id as "entryId", l.hash, case when a.id is not null then audit_digest(a) end as digest
    from audit_links l left join audit_logs a on a.id = l.entry_id
    where l.chain = ${chain}
    order by l.position`.cursor(ROWS_AT_A_TIME);
}

/** The digests of the entries from before a chain, in their order. */
export function readGenesisDigests(
  sql: Queryable,
  { chain, genesisSequence }: AuditChain,
): AsyncIterable<readonly { readonly digest: Buffer }[]> {
  return sql<{ digest: Buffer }[]>`
    select audit_digest(a) as digest from audit_logs a
    where ${ofChain(sql, chain)} and a.sequence <= ${genesisSequence}::bigint
    order by a.sequence`.cursor(ROWS_AT_A_TIME);
}

/** Entries that are in no chain although they are newer than their chain. At most `limit`. */
export async function findUnchainedEntries(
  sql: Queryable,
  limit: number,
): Promise<readonly { readonly id: string; readonly chain: string }[]> {
  return sql<{ id: string; chain: string }[]>`
    select a.id, coalesce(a.project_id, ${NO_PROJECT}) as chain
    from audit_logs a
    left join audit_chains c on c.chain = coalesce(a.project_id, ${NO_PROJECT})
    where a.sequence > coalesce(c.genesis_sequence, 0)
      and not exists (
        select from audit_links l join audit_chains linked on linked.chain = l.chain where l.entry_id = a.id
      )
    order by a.sequence
    limit ${limit}`;
}

const ofChain = (sql: Queryable, chain: string) =>
  chain === NO_PROJECT ? sql`a.project_id is null` : sql`a.project_id = ${chain}`;
