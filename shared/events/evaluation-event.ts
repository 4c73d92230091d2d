import type { JsonObject } from '../model/json.ts';
import type { ResolutionReason } from '../model/resolution.ts';

/** The Redis stream that edges and control planes append events to. The event worker reads it. */
export const EVALUATION_EVENTS_STREAM = 'evaluation_events_stream';

/** The record of one evaluation, from the edge to Postgres. */
export interface EvaluationEvent {
  /** UUIDv7. Its time is that of the evaluation. */
  readonly id: string;
  readonly environmentId: string;
  readonly flagKey: string;
  /** The targeting key; `null` if the context has none or it is private. */
  readonly userId: string | null;
  readonly variationKey: string | null;
  readonly reason: ResolutionReason;
  /** The evaluation context, without the environment's private attributes. */
  readonly context: JsonObject;
  /** RFC 3339, milliseconds. */
  readonly evaluatedAt: string;
}
