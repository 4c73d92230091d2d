import type { JsonValue } from '../../model/json.ts';

/** What `eq` and `in` compare. */
export type Scalar = string | number | boolean;

/** Whether `eq`, `in` and their negations take a value. */
export function isScalar(value: JsonValue): value is Scalar {
  return typeof value === 'string' || typeof value === 'boolean' || isDistinctNumber(value);
}

/** Whether a value may be an entry of `eq` and `in`. A number that is not distinct is one, and matches nothing. */
export function isScalarEntry(value: JsonValue): value is Scalar {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

/**
 * Whether a value is a number that no other number is rounded to. From 2^53 on a double does not tell an integer from its
 * neighbours: a context with 9007199254740993 is read as 9007199254740992. Such a number equals no other.
 */
export function isDistinctNumber(value: JsonValue): value is number {
  return typeof value === 'number' && value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER;
}
