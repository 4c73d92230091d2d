import type { Authority } from '../../../shared/sync/writer/writer-machine.ts';
import type { ForwardEvents } from '../../core/api/events/forward-events.ts';
import type { EdgeRuntime, EvaluationRecorder } from '../../core/model/ports.ts';
import type { EdgeState } from '../../core/state/edge-state.ts';
import type { EventCounters } from '../../core/state/events/event-counters.ts';
import type { UpstreamStream } from '../../core/state/upstream/follow-upstream.ts';

export interface FeedDeps {
  readonly runtime: EdgeRuntime;
  readonly state: EdgeState;
}

/** Where an edge has its flags and keys from, and where its events go. */
export interface Feed {
  /** For the log. */
  readonly origin: string;
  readonly authority: Authority;
  readonly recorder: EvaluationRecorder;
  readonly counters: () => EventCounters;
  /** Absent: events that are posted to this edge have nowhere to go. */
  readonly forwardEvents?: ForwardEvents;
  /** Absent: nothing is kept. */
  readonly stateWrites?: () => { readonly written: number; readonly failed: number };
  /** Begins to follow, once the edge listens. */
  begin(): void;
  /** How the streams from the upstream fare. */
  streams(): readonly UpstreamStream[];
  /** Nothing new comes any more. */
  halt(): void;
  /** Sends what is left of events, for at most this long, writes what is not written, lets go of connections. */
  release(withinMs: number): Promise<void>;
}
