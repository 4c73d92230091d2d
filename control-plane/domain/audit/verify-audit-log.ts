import { createHash } from 'node:crypto';
import {
  type AuditChain,
  type AuditLink,
  findUnchainedEntries,
  listAuditChains,
  readAuditLinks,
  readGenesisDigests,
} from '../../store/audit/audit-chains.ts';
import { readReferringEntries } from '../../store/audit/personal-values.ts';
import type { Database } from '../../store/database/database.ts';
import { inSnapshot, type Transaction } from '../../store/database/transaction.ts';
import { checkValues } from '../personal-values/check-values.ts';
import {
  type AuditFault,
  createFaultList,
  type FaultList,
  MAX_LISTED_FAULTS,
  personalValuesFault,
} from './fault-list.ts';

/** The end of a chain, recorded outside of the database: `CHAIN:POSITION:HASH`. */
export interface AuditHead {
  readonly chain: string;
  readonly position: bigint;
  /** SHA-256 in lower-case hex. */
  readonly hash: string;
}

export interface AuditReport {
  /** Entries that were verified, those from before the chains included. */
  readonly entries: number;
  /** The present end of each chain. */
  readonly heads: readonly AuditHead[];
  /** At most {@link MAX_LISTED_FAULTS}. */
  readonly faults: readonly AuditFault[];
  readonly faultsTotal: number;
}

/**
 * Verifies the chains of the audit log against its entries, in one snapshot of the database. Memory is bounded, whatever the
 * number of entries.
 *
 * Who may write every table can compute a whole new chain. So compare with heads that were recorded elsewhere.
 */
export function verifyAuditLog(sql: Database, recorded: readonly AuditHead[] = []): Promise<AuditReport> {
  return inSnapshot(sql, async (tx) => {
    const faults = createFaultList();
    const chains = await listAuditChains(tx);
    let entries = 0;
    for (const chain of chains) {
      entries += await verifyGenesis(tx, chain, faults);
      const heads = recorded.filter((head) => head.chain === chain.chain);
      entries += await verifyLinks(tx, chain, heads, faults);
    }
    for (const head of recorded.filter(({ chain }) => !chains.some((each) => each.chain === chain))) {
      faults.add({ kind: 'cut off', chain: head.chain, message: 'The chain of this head does not exist.' });
    }
    for (const { id, chain } of await findUnchainedEntries(tx, MAX_LISTED_FAULTS)) {
      faults.add({ kind: 'unchained', chain, entryId: id, message: 'The entry is in no chain.' });
    }
    await verifyPersonalValues(tx, faults);
    const heads = chains.map(({ chain, position, hash }) => ({
      chain,
      position: BigInt(position),
      hash: hash.toString('hex'),
    }));
    return { entries, heads, faults: faults.listed, faultsTotal: faults.total() };
  });
}

/** Compares the values that are kept apart with the digests in the entries. */
async function verifyPersonalValues(tx: Transaction, faults: FaultList): Promise<void> {
  for await (const rows of readReferringEntries(tx)) {
    for (const { id, chain, personal, ...entry } of rows) {
      const kind = checkValues(entry, personal ?? undefined);
      if (kind !== undefined) faults.add(personalValuesFault(kind, chain, id));
    }
  }
}

/** Compares the entries from before the chain with their common hash. It does not say which one was changed. */
async function verifyGenesis(tx: Transaction, chain: AuditChain, faults: FaultList): Promise<number> {
  const hash = createHash('sha256');
  let entries = 0;
  for await (const rows of readGenesisDigests(tx, chain)) {
    for (const { digest } of rows) hash.update(digest);
    entries += rows.length;
  }
  if (!hash.digest().equals(chain.genesis)) {
    const isMissing = entries < Number(chain.genesisEntries);
    faults.add({
      kind: isMissing ? 'missing' : 'changed',
      chain: chain.chain,
      message: isMissing
        ? `Of ${chain.genesisEntries} entries from before the chain, ${entries} are left.`
        : 'An entry from before the chain is not what it was.',
    });
  }
  return entries;
}

/** A link whose hash does not follow from the entry. */
interface Mismatch {
  readonly link: AuditLink & { readonly digest: Buffer };
  /** The hash before it. */
  readonly previous: Buffer;
}

async function verifyLinks(
  tx: Transaction,
  { chain, position, hash, genesis }: AuditChain,
  recorded: readonly AuditHead[],
  faults: FaultList,
): Promise<number> {
  const mismatches: Mismatch[] = [];
  const outstanding = new Set(recorded);
  const settle = (at: bigint, reached: Buffer) => {
    for (const head of outstanding) {
      if (head.position === at && head.hash === reached.toString('hex')) outstanding.delete(head);
    }
  };
  settle(0n, genesis);
  let previous = genesis;
  let last = 0n;
  for await (const links of readAuditLinks(tx, chain)) {
    for (const link of links) {
      const next = BigInt(link.position);
      // After a gap the hash before this link is unknown.
      const isAfterGap = next !== last + 1n;
      if (isAfterGap) faults.add(missingLinks(chain, last + 1n, next - 1n));
      if (link.digest === null) faults.add(missingEntry(chain, link));
      else if (!isAfterGap && !linkHash(previous, link.digest).equals(link.hash)) {
        mismatches.push({ link: { ...link, digest: link.digest }, previous });
        if (mismatches.length > MAX_LISTED_FAULTS)
          faults.add(mismatchFault(chain, mismatches.splice(0, 1), []));
      }
      if (outstanding.size > 0) settle(next, link.hash);
      previous = link.hash;
      last = next;
    }
  }
  const missing = previous.equals(hash) ? BigInt(position) - last : 0n;
  if (missing > 0n) faults.add(renumbered(chain, missing, mismatches));
  if (missing === 0n || mismatches.length > 1) {
    for (const mismatch of mismatches) faults.add(mismatchFault(chain, [mismatch], mismatches));
  }
  if (!previous.equals(hash) || missing < 0n) faults.add(cutOff(chain, last, BigInt(position)));
  for (const { position: at } of outstanding) {
    const message = `The chain does not contain the head that was recorded at position ${at}: it was cut off or written anew.`;
    faults.add({ kind: 'cut off', chain, message });
  }
  return Number(last);
}

const linkHash = (previous: Buffer, digest: Buffer) =>
  createHash('sha256').update(previous).update(digest).digest();

/** @param others further entries that do not fit their places; one of them may belong to this place */
function mismatchFault(
  chain: string,
  [mismatch]: readonly Mismatch[],
  others: readonly Mismatch[],
): AuditFault {
  if (mismatch === undefined) throw new Error('there is no mismatch to report');
  const { link, previous } = mismatch;
  const owner = others.find((other) => linkHash(previous, other.link.digest).equals(link.hash));
  const { entryId, position } = link;
  if (owner !== undefined) {
    const message = `Position ${position} belongs to the entry ${owner.link.entryId}.`;
    return { kind: 'swapped', chain, entryId, message };
  }
  return {
    kind: 'changed',
    chain,
    entryId,
    message: `The entry at position ${position} is not what it was, or its hash or the one before it is not.`,
  };
}

const missingEntry = (chain: string, { position, entryId }: AuditLink): AuditFault => ({
  kind: 'missing',
  chain,
  entryId,
  message: `The entry of position ${position} does not exist any more.`,
});

const missingLinks = (chain: string, first: bigint, last: bigint): AuditFault => ({
  kind: 'missing',
  chain,
  message: `The positions ${first} to ${last} are missing.`,
});

/** The last hash is that of the head, but its position is smaller: links were taken out, and the later ones renumbered. */
const renumbered = (chain: string, count: bigint, mismatches: readonly Mismatch[]): AuditFault => ({
  kind: 'missing',
  chain,
  message:
    mismatches.length === 1
      ? `${count} entries before position ${mismatches[0]?.link.position} are missing; the later ones were renumbered.`
      : `${count} entries are missing; the later ones were renumbered.`,
});

const cutOff = (chain: string, last: bigint, expected: bigint): AuditFault => ({
  kind: 'cut off',
  chain,
  message:
    last === expected
      ? `The hash of the last entry, at position ${last}, is not the one that the chain has as its head.`
      : `The chain has ${expected} entries, but the last link is that of position ${last}.`,
});
