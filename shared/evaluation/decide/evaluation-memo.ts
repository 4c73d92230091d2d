import { ParsedValues } from '../operators/parsed-values.ts';
import type { EvaluationMemo } from './compiled-flag-set.ts';

export function createEvaluationMemo(): EvaluationMemo {
  const parsed = new Map<string, ParsedValues>();
  return {
    memberships: new Map(),
    resolutions: new Map(),
    valuesOf: (attribute, value) => {
      const known = parsed.get(attribute);
      // An accessor of the context may return another value each time.
      if (known !== undefined && known.source === value) return known;
      const values = new ParsedValues(value);
      parsed.set(attribute, values);
      return values;
    },
  };
}
