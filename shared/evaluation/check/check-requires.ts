import { FEATURE_NAMES } from '../../model/protocol-features.ts';
import { isStringArray } from '../../model/type-guards.ts';
import { NO_PROBLEMS, type Problems } from './problem.ts';

/** Whether this evaluator has all protocol features that a flag or a segment requires. Without `requires` it needs none. */
export function checkRequires(requires: unknown): Problems {
  if (requires === undefined) return NO_PROBLEMS;
  if (!isStringArray(requires)) {
    return [{ path: 'requires', message: 'requires must be an array of names of protocol features.' }];
  }
  const missing = requires.find((feature) => !FEATURE_NAMES.includes(feature));
  if (missing === undefined) return NO_PROBLEMS;
  return [
    {
      path: 'requires',
      message: `The protocol feature "${missing.slice(0, 100)}" is required, and this evaluator does not have it.`,
    },
  ];
}
