import type { FlagType } from '../../../shared/model/flag-set.ts';
import type { JsonValue } from '../../../shared/model/json.ts';
import { LIMITS } from '../../model/limits.ts';
import type { Fault } from '../../model/request-error.ts';

const DESCRIPTIONS: Readonly<Record<FlagType, string>> = {
  boolean: 'true or false',
  string: 'a string',
  number: 'a number',
  json: 'an object or an array',
};

/** Validates that a value has the flag's type and is not too large. */
export function validateValue(value: JsonValue, type: FlagType, path: string): readonly Fault[] {
  if (!isOfType(value, type)) {
    return [{ path, message: `must be ${DESCRIPTIONS[type]}, because the flag has type ${type}` }];
  }
  if (JSON.stringify(value).length > LIMITS.value) {
    return [{ path, message: `must be at most ${LIMITS.value} characters long as JSON` }];
  }
  return [];
}

function isOfType(value: JsonValue, type: FlagType): boolean {
  if (type === 'json') return typeof value === 'object' && value !== null;
  return typeof value === type;
}
