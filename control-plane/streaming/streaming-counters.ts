import type { CloseReason } from '../../shared/sync/writer/writer-states.ts';
import {
  type AttemptResult,
  createAttemptCounts,
  createNamedCounts,
  type NamedCounts,
} from '../model/named-counts.ts';

/** Flags of an environment, or keys and environments of a project. */
export type HubKind = 'flags' | 'keys';

/** Counts of all hubs of this process. */
export interface StreamingCounters {
  /** Readings of Postgres. */
  readonly refreshes: Readonly<Record<HubKind, NamedCounts<AttemptResult>>>;
  readonly sweeps: NamedCounts<AttemptResult>;
  /** Hubs that the sweep found behind the database: their hint was lost, or comes later. */
  readonly foundBySweep: NamedCounts<HubKind>;
  /** Streams that have ended, by reason. */
  readonly closedStreams: NamedCounts<CloseReason>;
  /** Readers whose full queue was replaced by one snapshot. */
  readonly queueReplacements: NamedCounts<HubKind>;
}

export function createStreamingCounters(): StreamingCounters {
  return {
    refreshes: { flags: createAttemptCounts(), keys: createAttemptCounts() },
    sweeps: createAttemptCounts(),
    foundBySweep: createNamedCounts(['flags', 'keys']),
    closedStreams: createNamedCounts(['left', 'ended', 'stalled']),
    queueReplacements: createNamedCounts(['flags', 'keys']),
  };
}

/** The part of the broadcaster's options that counts. */
export function countedReaders(counters: StreamingCounters, kind: HubKind) {
  return {
    onReaderClosed: (reason: CloseReason) => counters.closedStreams.add(reason),
    onQueueReplaced: () => counters.queueReplacements.add(kind),
  };
}
