import { formatPosition, parsePosition } from '../../../shared/sync/position.ts';
import { type Replica, replicaFromSnapshot, withTombstones } from '../../../shared/sync/replica.ts';
import { type DeltaData, type Position, SYNC_PROTOCOL } from '../../../shared/sync/wire.ts';
import type { Database } from '../database/database.ts';
import { inSnapshot, type Transaction } from '../database/transaction.ts';
import { readChangedRows } from './changed-flags.ts';

/** What an environment turned out to hold, compared with what the asker holds. */
export interface FlagSetReading {
  readonly change:
    | { readonly kind: 'gone' }
    | { readonly kind: 'none' }
    | { readonly kind: 'delta'; readonly delta: DeltaData }
    /** Nothing was held, or what was held is no position of this history: a restored backup. */
    | { readonly kind: 'whole'; readonly replica: Replica };
  /** Which of the positions asked about an environment of this history really had, and may be resumed from. */
  readonly known: readonly Position[];
}

export interface FlagSetReader {
  /**
   * Reads what is newer than `held` (all of it where that is `null`), and which of `asked` are known.
   * Version, token and content are those of one moment: one repeatable-read transaction on the primary.
   */
  read(environmentId: string, held: Position | null, asked: readonly Position[]): Promise<FlagSetReading>;
}

export function createFlagSetReader(sql: Database): FlagSetReader {
  return {
    read: (environmentId, held, asked) =>
      inSnapshot(sql, (tx) => readFlagSet(tx, environmentId, held, asked)),
  };
}

interface HeadRow {
  readonly key: string;
  readonly version: number;
  readonly token: string;
  readonly oldestResumable: number;
  readonly committedAt: Date;
  readonly known: readonly Position[];
}

async function readFlagSet(
  tx: Transaction,
  environmentId: string,
  held: Position | null,
  asked: readonly Position[],
): Promise<FlagSetReading> {
  const since = held === null ? 0 : (parsePosition(held)?.version ?? 0);
  // What is held is nearly always known, so its changes are asked for in the same round trip.
  const [head, changed] = await Promise.all([
    readHead(tx, environmentId, held === null ? asked : [held, ...asked]),
    readChangedRows(tx, environmentId, since),
  ]);
  if (head === undefined) return { change: { kind: 'gone' }, known: [] };
  const { known } = head;
  const position = formatPosition(head.version, head.token);
  if (position === held) return { change: { kind: 'none' }, known };
  const committedAt = head.committedAt.toISOString();
  if (held !== null && known.includes(held)) {
    const { flags, segments, gone } = changed;
    const deleted = { flags: [...gone.flags.keys()], segments: [...gone.segments.keys()] };
    const delta = { from: held, to: position, deleted, flags, segments, committedAt };
    return { change: { kind: 'delta', delta }, known };
  }
  const { flags, segments, gone } = since === 0 ? changed : await readChangedRows(tx, environmentId, 0);
  const environment = { id: environmentId, key: head.key };
  const snapshot = { protocol: SYNC_PROTOCOL, environment, flags, segments, committedAt };
  const replica = replicaFromSnapshot(position, snapshot);
  return {
    change: { kind: 'whole', replica: withTombstones(replica, head.oldestResumable, gone) },
    known,
  };
}

async function readHead(
  tx: Transaction,
  environmentId: string,
  asked: readonly Position[],
): Promise<HeadRow | undefined> {
  const parts = asked.flatMap((position) => parsePosition(position) ?? []);
  const [head] = await tx<HeadRow[]>`
    select e.key, e.version, v.token, v.created_at as "committedAt", e.oldest_resumable as "oldestResumable",
      array(
        select k.version || '-' || k.token
        from unnest(
          ${parts.map(({ version }) => version)}::int[], ${parts.map(({ token }) => token)}::text[]
        ) as a (version, token)
        join environment_versions k
          on k.environment_id = e.id and k.version = a.version and k.token = a.token
        where k.version between e.oldest_resumable and e.version
      ) as known
    from environments e
    join projects p on p.id = e.project_id and p.deleted_at is null
    join environment_versions v on v.environment_id = e.id and v.version = e.version
    where e.id = ${environmentId} and e.deleted_at is null`;
  return head;
}

export interface Heads {
  /** By environment id; a deleted one is missing. */
  readonly environments: ReadonlyMap<string, Position>;
  /** By project id, the cursor of its keys and environments; a deleted one is missing. */
  readonly projects: ReadonlyMap<string, Position>;
}

interface HeadRowOfAny {
  readonly kind: 'environment' | 'project';
  readonly id: string;
  readonly version: number;
  readonly token: string;
}

/** The current positions of many environments and projects, in one query. */
export async function readHeads(
  sql: Database,
  environmentIds: readonly string[],
  projectIds: readonly string[],
): Promise<Heads> {
  const rows = await sql<HeadRowOfAny[]>`
    select 'environment' as kind, e.id, e.version, v.token
    from environments e
    join projects p on p.id = e.project_id and p.deleted_at is null
    join environment_versions v on v.environment_id = e.id and v.version = e.version
    where e.id = any(${[...environmentIds]}::uuid[]) and e.deleted_at is null
    union all
    select 'project', p.id, p.keys_version, p.keys_token
    from projects p
    where p.id = any(${[...projectIds]}::uuid[]) and p.deleted_at is null`;
  const positions = (kind: HeadRowOfAny['kind']) =>
    new Map(
      rows
        .filter((row) => row.kind === kind)
        .map(({ id, version, token }) => [id, formatPosition(version, token)]),
    );
  return { environments: positions('environment'), projects: positions('project') };
}
