import type { JsonValue } from './json.ts';

/** The resolution reasons of OpenFeature that this evaluator uses. */
export type ResolutionReason = 'STATIC' | 'DEFAULT' | 'TARGETING_MATCH' | 'SPLIT' | 'DISABLED' | 'ERROR';

/** The error codes of OpenFeature that an evaluation or an edge returns. */
export type ErrorCode =
  | 'FLAG_NOT_FOUND'
  | 'TARGETING_KEY_MISSING'
  | 'INVALID_CONTEXT'
  | 'PARSE_ERROR'
  | 'TYPE_MISMATCH'
  | 'PROVIDER_NOT_READY'
  | 'GENERAL';

/**
 * The result of an evaluation. It is made once, when a flag set is compiled, and shared: callers may keep it and compare it by
 * identity, and must not change it.
 */
export interface Resolution {
  readonly flagKey: string;
  /** `null`: no value (also on error). The default in the caller's code counts. */
  readonly value: JsonValue;
  /** `null` if no variation is served. */
  readonly variationKey: string | null;
  readonly reason: ResolutionReason;
  /** `null` unless `reason` is `ERROR`. */
  readonly errorCode: ErrorCode | null;
  /** A sentence in English; `null` unless `reason` is `ERROR`. */
  readonly errorDetails: string | null;
}
