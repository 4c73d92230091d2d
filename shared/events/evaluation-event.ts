import type { JsonObject } from '../model/json.ts';
import type { ResolutionReason } from '../model/resolution.ts';

/** The Redis stream between ingestion and persistence. */
export const EVALUATION_EVENTS_STREAM = 'evaluation_events_stream';

/** One evaluation that an application asked for, as it travels from edge to Postgres. */
export interface EvaluationEvent {
  /** UUIDv7: unique, and ordered by the time of the evaluation. */
  readonly id: string;
  readonly environmentId: string;
  readonly flagKey: string;
  /** The targeting key; `null` where the context had none. */
  readonly userId: string | null;
  readonly variationKey: string | null;
  readonly reason: ResolutionReason;
  /** The evaluation context, without the environment's private attributes. */
  readonly context: JsonObject;
  /** RFC 3339, milliseconds. */
  readonly evaluatedAt: string;
}
