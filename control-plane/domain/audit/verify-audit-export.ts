import { createHash, type Hash } from 'node:crypto';
import { checkValues } from '../personal-values/check-values.ts';
import { createFaultList, type FaultList, personalValuesFault } from './fault-list.ts';
import type { AuditHead, AuditReport } from './verify-audit-log.ts';

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const HEX = '[0-9a-f]{64}';
/** A line of an export up to its values. */
const LINE = new RegExp(
  `^{"chain":"(?<chain>${UUID})","position":(?<position>\\d{1,18}),"previousHash":(?:"(?<previous>${HEX})"|null),"hash":(?:"(?<hash>${HEX})"|null),"id":"(?<id>${UUID})",(?:"isMissing":true}$|"sequence":(?<sequence>\\d{1,18}),"projectId":(?<project>"${UUID}"|null),"userId":(?<user>"${UUID}"),"action":(?<action>"\\w+"),"resourceType":(?<type>"\\w+"),"resourceId":(?<resource>"${UUID}"),"createdAt":"(?<time>[^".]+)\\.(?<micros>\\d{6})Z","oldValue":)`,
);
const NEW_VALUE = ',"newValue":';
const PERSONAL_VALUES = ',"personalValues":';

/** What was read of a chain. */
interface ChainProgress {
  /** Over the digests of the entries from before the chain. */
  readonly genesis: Hash;
  readonly outstanding: Set<AuditHead>;
  position: bigint;
  hash: string | undefined;
}

/**
 * Computes the chains of an export anew, from its lines alone, and compares them with heads that were recorded.
 *
 * @throws Error if a line is none of an export, or lines are not in order
 */
export async function verifyAuditExport(
  lines: AsyncIterable<string>,
  recorded: readonly AuditHead[] = [],
): Promise<AuditReport> {
  const faults = createFaultList();
  const chains = new Map<string, ChainProgress>();
  let entries = 0;
  for await (const line of lines) {
    entries += 1;
    verifyLine(line, entries, { chains, recorded, faults });
  }
  for (const head of recorded) {
    if (chains.get(head.chain)?.outstanding.has(head) === false) continue;
    const message = `The export does not contain the head that was recorded at position ${head.position}.`;
    faults.add({ kind: 'cut off', chain: head.chain, message });
  }
  const heads = [...chains].flatMap(([chain, { position, hash }]) =>
    hash === undefined ? [] : { chain, position, hash },
  );
  return { entries, heads, faults: faults.listed, faultsTotal: faults.total() };
}

interface VerifiedExport {
  readonly chains: Map<string, ChainProgress>;
  readonly recorded: readonly AuditHead[];
  readonly faults: FaultList;
}

function verifyLine(line: string, number: number, { chains, recorded, faults }: VerifiedExport): void {
  const start = LINE.exec(line);
  const groups = start?.groups;
  const { chain, id, hash, previous } = groups ?? {};
  if (start === null || groups === undefined || chain === undefined || id === undefined) {
    throw new Error(`line ${number} is no line of an audit export`);
  }
  const progress = chains.get(chain) ?? newProgress(chain, recorded);
  chains.set(chain, progress);
  const position = BigInt(groups.position ?? '');
  const { digest, valuesFault } = readValues(line.slice(start[0].length), groups);
  if (valuesFault !== undefined) faults.add(personalValuesFault(valuesFault, chain, id));
  if (position === 0n) {
    if (digest !== undefined) progress.genesis.update(digest);
    return;
  }
  const fault = { chain, entryId: id };
  if (progress.hash !== undefined && position !== progress.position + 1n) {
    const kind = position > progress.position ? 'missing' : 'swapped';
    faults.add({ kind, chain, message: `Position ${position} follows position ${progress.position}.` });
  } else if (position === 1n && progress.genesis.copy().digest('hex') !== previous) {
    const message = 'An entry from before the chain is missing, or is not what it was.';
    faults.add({ kind: 'changed', chain, message });
  } else if (progress.hash !== undefined && progress.hash !== previous) {
    const message = `The hash before position ${position} is not that of the line before.`;
    faults.add({ kind: 'changed', ...fault, message });
  }
  if (digest === undefined) {
    faults.add({ kind: 'missing', ...fault, message: `The entry of position ${position} does not exist.` });
  } else if (linkHashOf(previous, digest) !== hash) {
    faults.add({
      kind: 'changed',
      ...fault,
      message: `The entry at position ${position} is not what it was.`,
    });
  }
  progress.position = position;
  progress.hash = hash;
  for (const head of progress.outstanding) {
    if (head.position === position && head.hash === hash) progress.outstanding.delete(head);
  }
}

const newProgress = (chain: string, recorded: readonly AuditHead[]): ChainProgress => ({
  genesis: createHash('sha256'),
  outstanding: new Set(recorded.filter((head) => head.chain === chain)),
  position: 0n,
  hash: undefined,
});

const linkHashOf = (previous: string | undefined, digest: Buffer) =>
  createHash('sha256')
    .update(Buffer.from(previous ?? '', 'hex'))
    .update(digest)
    .digest('hex');

interface ReadValues {
  /** SHA-256 of the text that `audit_digest` makes of the entry; absent if the line has no entry. */
  readonly digest?: Buffer;
  /** Of the values that are kept apart. */
  readonly valuesFault?: ReturnType<typeof checkValues>;
}

/** @param rest what follows the start of the line */
function readValues(rest: string, groups: Readonly<Record<string, string | undefined>>): ReadValues {
  if (groups.sequence === undefined) return {};
  const values = rest.slice(0, -1);
  const oldEnd = values.indexOf(NEW_VALUE);
  const apart = values.indexOf(PERSONAL_VALUES);
  const newEnd = apart < 0 ? values.length : apart;
  const oldValue = values.slice(0, oldEnd);
  const newValue = values.slice(oldEnd + NEW_VALUE.length, newEnd);
  const personal = values.slice(newEnd + PERSONAL_VALUES.length);
  return {
    digest: digestOf(oldValue, newValue, groups),
    valuesFault: isReferring(values) ? checkLine({ oldValue, newValue, personal }, groups) : undefined,
  };
}

const isReferring = (values: string): boolean => values.includes('"$personal"');

/** Texts of JSON. An empty one is absent. */
function checkLine(
  { oldValue, newValue, personal }: Readonly<Record<'oldValue' | 'newValue' | 'personal', string>>,
  groups: Readonly<Record<string, string | undefined>>,
) {
  const entry = {
    resourceType: JSON.parse(groups.type ?? ''),
    oldValue: JSON.parse(oldValue),
    newValue: JSON.parse(newValue),
  };
  return checkValues(entry, personal === '' ? undefined : JSON.parse(personal));
}

function digestOf(
  oldValue: string,
  newValue: string,
  groups: Readonly<Record<string, string | undefined>>,
): Buffer {
  const { id, sequence, project, user, action, type, resource, time, micros } = groups;
  const seconds = Date.parse(`${time}Z`) / 1000;
  const columns = [
    `"${id}"`,
    sequence,
    project,
    user,
    action,
    type,
    resource,
    oldValue,
    newValue,
    String(BigInt(seconds) * 1_000_000n + BigInt(micros ?? '0')),
  ];
  return createHash('sha256')
    .update(`[${columns.join(', ')}]`)
    .digest();
}
