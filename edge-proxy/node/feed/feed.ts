import type { Authority } from '../../../shared/sync/writer/writer-machine.ts';
import type { ForwardEvents } from '../../core/api/events/forward-events.ts';
import type { EdgeRuntime, EvaluationRecorder } from '../../core/model/ports.ts';
import type { ReportedReaders } from '../../core/model/stream-readers.ts';
import type { EdgeState } from '../../core/state/edge-state.ts';
import type { EventCounters } from '../../core/state/events/event-counters.ts';
import type { UpstreamStream } from '../../core/state/upstream/follow-upstream.ts';

export interface FeedDeps {
  readonly runtime: EdgeRuntime;
  readonly state: EdgeState;
}

/** The source of an edge's flags and keys, and the destination of its events. */
export interface Feed {
  /** The URL of the upstream, or the name of the file; for the log. */
  readonly origin: string;
  readonly authority: Authority;
  readonly recorder: EvaluationRecorder;
  readonly counters: () => EventCounters;
  /** Absent: this edge does not serve `POST /events`. */
  readonly forwardEvents?: ForwardEvents;
  /** Absent: there are no state files. */
  readonly stateWrites?: () => { readonly written: number; readonly failed: number };
  /**
   * Begins to follow the source, once the edge listens.
   *
   * @param readers who reads flags from this edge
   */
  begin(readers: () => readonly ReportedReaders[]): void;
  /** The streams from the upstream and their states. */
  streams(): readonly UpstreamStream[];
  /** Stops following the source. */
  halt(): void;
  /** Sends the remaining events for at most this long, writes state files, closes connections. */
  release(timeoutMs: number): Promise<void>;
}
