import type { JsonValue } from '../../model/json.ts';

/** What `eq` and `in` compare. */
export type Scalar = string | number | boolean;

export function isScalar(value: JsonValue): value is Scalar {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}
