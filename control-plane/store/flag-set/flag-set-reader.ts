import { formatPosition, parsePosition } from '../../../shared/sync/position.ts';
import { type Replica, replicaFromSnapshot, withTombstones } from '../../../shared/sync/replica.ts';
import { type DeltaData, type Position, SYNC_PROTOCOL } from '../../../shared/sync/wire.ts';
import type { Database } from '../database/database.ts';
import { inSnapshot, type Transaction } from '../database/transaction.ts';
import { type FlagSetChanges, readChangesSince } from './flag-set-changes.ts';

/** The state of an environment in Postgres, compared with the state that the caller holds. */
export interface FlagSetReading {
  readonly change: /** The environment is deleted. */
    | { readonly kind: 'deleted' }
    | { readonly kind: 'unchanged' }
    | { readonly kind: 'delta'; readonly delta: DeltaData }
    /** The whole flag set: the caller holds nothing, or a position from before the database was restored. */
    | { readonly kind: 'replica'; readonly replica: Replica };
  /** Those of the given positions that this database has had and from which a reader may resume. */
  readonly known: readonly Position[];
}

export interface FlagSetReader {
  /**
   * Reads what is newer than `held` (everything if it is `null`), and which of the positions `asked` are known. Reads
   * one consistent state of the primary, in one repeatable-read transaction.
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
  /** Positions before this version get a snapshot: their tombstones may be purged. */
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
  // The held position is almost always known, so its changes are read in the same round trip.
  const [head, changes] = await Promise.all([
    readHead(tx, environmentId, held === null ? asked : [held, ...asked]),
    readChangesSince(tx, environmentId, since),
  ]);
  if (head === undefined) return { change: { kind: 'deleted' }, known: [] };
  const { known } = head;
  const position = formatPosition(head.version, head.token);
  if (position === held) return { change: { kind: 'unchanged' }, known };
  if (held !== null && known.includes(held)) {
    return { change: { kind: 'delta', delta: toDelta(head, changes, held, position) }, known };
  }
  const all = since === 0 ? changes : await readChangesSince(tx, environmentId, 0);
  return { change: { kind: 'replica', replica: toReplica(environmentId, head, all) }, known };
}

function toDelta(head: HeadRow, changes: FlagSetChanges, from: Position, to: Position): DeltaData {
  const { flags, segments, deleted } = changes;
  return {
    from,
    to,
    deleted: { flags: [...deleted.flags.keys()], segments: [...deleted.segments.keys()] },
    flags,
    segments,
    committedAt: head.committedAt.toISOString(),
  };
}

function toReplica(environmentId: string, head: HeadRow, changes: FlagSetChanges): Replica {
  const { flags, segments, deleted } = changes;
  const environment = { id: environmentId, key: head.key };
  const committedAt = head.committedAt.toISOString();
  const snapshot = { protocol: SYNC_PROTOCOL, environment, flags, segments, committedAt };
  const replica = replicaFromSnapshot(formatPosition(head.version, head.token), snapshot);
  return withTombstones(replica, head.oldestResumable, deleted);
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
