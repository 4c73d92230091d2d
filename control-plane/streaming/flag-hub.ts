import type { TimerClock } from '../../shared/model/clock.ts';
import type { BroadcastReader } from '../../shared/streaming/broadcaster.ts';
import type { StreamSink } from '../../shared/streaming/sink.ts';
import { parsePosition } from '../../shared/sync/position.ts';
import type { Position } from '../../shared/sync/wire.ts';
import type { FlagSetReader, FlagSetReading } from '../store/flag-set/flag-set-reader.ts';
import { createFlagBroadcast } from './flag-broadcast.ts';
import { createHubRefresh } from './hub-refresh.ts';
import type { StreamingCounters } from './streaming-counters.ts';
import { createVerification } from './verification.ts';

/** Reads one environment's flag set from Postgres and sends its changes to the readers of this process. */
export interface FlagHub {
  readonly environmentId: string;
  /** `null` before the first reading. */
  readonly position: Position | null;
  readonly readers: number;
  /** When its state was last known to equal the database's, in milliseconds since 1970; `null`: never. */
  verifiedAt(): number | null;
  /** Reads the changes and sends them to the readers. Rejects if Postgres cannot be read. */
  refresh(): Promise<void>;
  /**
   * Reads the changes and whether the reader's position is known. A later {@link subscribe} starts from a state that is
   * not older than this call.
   *
   * @returns `false` if the environment is deleted
   */
  prepare(lastEventId: Position | null): Promise<boolean>;
  /** Sends the current state to a prepared reader and lets it follow, in one tick. */
  subscribe(sink: StreamSink, lastEventId: Position | null): BroadcastReader | null;
  /** Compares with the position that the database had at time `at`. @returns whether the hub holds the same */
  confirm(position: Position, at: number): boolean;
  close(): void;
}

export interface FlagHubDeps {
  readonly clock: TimerClock;
  readonly reader: FlagSetReader;
  readonly counters: StreamingCounters;
  /** The environment is deleted, and the hub has ended its streams. */
  readonly onDeleted: () => void;
}

/** The largest number of readers' positions that one query checks. */
const MAX_ASKED_POSITIONS = 1_000;

export function createFlagHub(environmentId: string, deps: FlagHubDeps): FlagHub {
  const { clock, reader, counters, onDeleted } = deps;
  const verification = createVerification();
  const broadcast = createFlagBroadcast(clock, verification.at, counters);
  const asked = createAskedPositions();
  const source = createHubRefresh({
    clock,
    read: () => reader.read(environmentId, broadcast.position, asked.take()),
    apply,
  });

  function close(): void {
    source.close();
    broadcast.close();
  }

  function apply({ change, known }: FlagSetReading, startedAt: number): void {
    if (change.kind === 'deleted') {
      close();
      onDeleted();
      return;
    }
    if (change.kind === 'delta') broadcast.advance(change.delta);
    if (change.kind === 'replica') broadcast.replace(change.replica);
    broadcast.remember(known);
    verification.confirm(startedAt);
  }

  return {
    environmentId,
    get position() {
      return broadcast.position;
    },
    get readers() {
      return broadcast.readers;
    },
    verifiedAt: verification.at,
    refresh: source.refresh,
    async prepare(lastEventId) {
      if (lastEventId !== null && lastEventId !== broadcast.position) asked.add(lastEventId);
      await source.refresh();
      return !source.isClosed;
    },
    subscribe: (sink, lastEventId) => (source.isClosed ? null : broadcast.subscribe(sink, lastEventId)),
    confirm: (position, at) => verification.confirmIf(broadcast.position === position, at),
    close,
  };
}

/** Positions of readers that the next query checks. */
function createAskedPositions() {
  let asked = new Set<Position>();
  return {
    /** Malformed positions, and those over the limit, are left out: their readers get a snapshot. */
    add(position: Position): void {
      if (asked.size < MAX_ASKED_POSITIONS && parsePosition(position) !== null) asked.add(position);
    },
    take(): readonly Position[] {
      const positions = [...asked];
      asked = new Set();
      return positions;
    },
  };
}
