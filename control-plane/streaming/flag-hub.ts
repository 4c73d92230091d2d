import type { TimerClock } from '../../shared/model/clock.ts';
import {
  type Broadcaster,
  type BroadcastReader,
  createBroadcaster,
} from '../../shared/streaming/broadcaster.ts';
import type { StreamSink } from '../../shared/streaming/sink.ts';
import { encodeDelta, flagSource } from '../../shared/streaming/stream-source.ts';
import { parsePosition } from '../../shared/sync/position.ts';
import { applyDelta, type Replica, withHeldPosition } from '../../shared/sync/replica.ts';
import type { DeltaData, Position } from '../../shared/sync/wire.ts';
import type { FlagSetReader, FlagSetReading } from '../store/flag-set/flag-set-reader.ts';
import { coalesce } from './coalesce.ts';
import { READ_LIMIT_MS } from './hub-limits.ts';
import { withTimeout } from './with-timeout.ts';

/** One environment's stream in this process: what its readers are told, read from Postgres. */
export interface FlagHub {
  readonly environmentId: string;
  /** `null` before the first reading. */
  readonly position: Position | null;
  readonly readers: number;
  /** Reads what is new and tells the readers. Rejects where Postgres cannot be read. */
  refresh(): Promise<void>;
  /**
   * Reads what is new, and checks the reader's position. Afterwards {@link subscribe} answers from a
   * state that is not older than this call. `false`: the environment is gone.
   */
  prepare(lastEventId: Position | null): Promise<boolean>;
  /** Answers a reader that was prepared for and lets it follow, in one tick. */
  subscribe(sink: StreamSink, lastEventId: Position | null): BroadcastReader | null;
  /** What the sweep has seen: whether it is ours, the database was asked at `at`. */
  confirm(position: Position, at: number): boolean;
  close(): void;
}

export interface FlagHubDeps {
  readonly clock: TimerClock;
  readonly reader: FlagSetReader;
  /** The environment is gone; the hub has ended its streams. */
  readonly onGone: () => void;
}

/** How many positions of returning readers are checked in one query. */
const ASKED_AT_ONCE = 1_000;

export function createFlagHub(environmentId: string, deps: FlagHubDeps): FlagHub {
  const { clock, reader, onGone } = deps;
  let held: { replica: Replica; readonly broadcaster: Broadcaster } | null = null;
  let verifiedAt: number | null = null;
  let gone = false;
  let asked = new Set<Position>();

  const open = (replica: Replica) => {
    const broadcaster = createBroadcaster(sourceOf(replica), {
      clock,
      authority: 'primary',
      verifiedAt: () => verifiedAt,
    });
    held = { replica, broadcaster };
  };
  /** Positions that turn out to be resumable later belong to the same source: it looks at the latest replica. */
  const sourceOf = (replica: Replica) =>
    flagSource(replica, () => (held?.replica.position === replica.position ? held.replica : replica));

  const moveOn = (delta: DeltaData) => {
    const next = held && applyDelta(held.replica, delta);
    if (!held || !next) return;
    held.replica = next;
    held.broadcaster.advance(sourceOf(next), encodeDelta(delta));
  };
  const startOver = (replica: Replica) => {
    if (held === null) return open(replica);
    held.replica = replica;
    // The position we held is gone from the database: another history has begun, whatever its number.
    held.broadcaster.replace(sourceOf(replica), true);
  };
  const close = () => {
    gone = true;
    held?.broadcaster.close();
  };
  const take = ({ change, known }: FlagSetReading) => {
    if (change.kind === 'deleted') {
      close();
      return onGone();
    }
    if (change.kind === 'delta') moveOn(change.delta);
    if (change.kind === 'replica') startOver(change.replica);
    if (held) held.replica = known.reduce(withHeldPosition, held.replica);
  };

  const refresh = coalesce(async () => {
    if (gone) return;
    const startedAt = clock.now();
    const positions = [...asked];
    asked = new Set();
    const reading = reader.read(environmentId, held?.replica.position ?? null, positions);
    const result = await withTimeout(clock, READ_LIMIT_MS, reading);
    if (gone) return;
    take(result);
    verifiedAt = startedAt;
  });

  return {
    environmentId,
    get position() {
      return held?.replica.position ?? null;
    },
    get readers() {
      return held?.broadcaster.readers ?? 0;
    },
    refresh,
    async prepare(lastEventId) {
      const worthAsking =
        lastEventId !== null &&
        parsePosition(lastEventId) !== null &&
        held?.replica.position !== lastEventId &&
        asked.size < ASKED_AT_ONCE;
      if (worthAsking) asked.add(lastEventId);
      await refresh();
      return !gone;
    },
    subscribe: (sink, lastEventId) =>
      gone ? null : (held?.broadcaster.subscribe(sink, lastEventId) ?? null),
    confirm(position, at) {
      if (held?.replica.position !== position) return false;
      if (verifiedAt === null || verifiedAt < at) verifiedAt = at;
      return true;
    },
    close,
  };
}
