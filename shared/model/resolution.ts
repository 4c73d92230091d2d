import type { JsonValue } from './json.ts';

/** OpenFeature's resolution reasons, as far as this evaluator uses them. */
export type ResolutionReason = 'STATIC' | 'DEFAULT' | 'TARGETING_MATCH' | 'SPLIT' | 'DISABLED' | 'ERROR';

/** OpenFeature's error codes, as far as an evaluation or an edge answers with them. */
export type ErrorCode =
  | 'FLAG_NOT_FOUND'
  | 'TARGETING_KEY_MISSING'
  | 'INVALID_CONTEXT'
  | 'PARSE_ERROR'
  | 'TYPE_MISMATCH'
  | 'PROVIDER_NOT_READY'
  | 'GENERAL';

/**
 * The answer to one evaluation. Made once, when a flag set is compiled, and handed out by reference:
 * callers may keep it and compare it by identity, and must not change it.
 */
export interface Resolution {
  readonly flagKey: string;
  /** `null`: no value, the caller's code default counts (also on error). */
  readonly value: JsonValue;
  /** `null` where no variation was served. */
  readonly variationKey: string | null;
  readonly reason: ResolutionReason;
  /** `null` unless `reason` is `ERROR`. */
  readonly errorCode: ErrorCode | null;
  /** A sentence for people; `null` unless `reason` is `ERROR`. */
  readonly errorDetails: string | null;
}
