import { isJsonArray, type JsonValue } from '../../../shared/model/json.ts';
import { isJsonEqual } from '../../../shared/model/json-equal.ts';
import { shownJson } from './schema-fault.ts';
import type { StepMeter } from './step-meter.ts';
import type { KeywordCheck } from './validation.ts';

const type: KeywordCheck = (demand, value, { validation, place }) => {
  const types = isJsonArray(demand) ? demand : [demand];
  if (types.some((each) => isOfType(value, each))) return true;
  return validation.fail(place, `must be of type ${types.join(' or ')}`);
};

function isOfType(value: JsonValue, wanted: JsonValue): boolean {
  switch (wanted) {
    case 'null':
      return value === null;
    case 'array':
      return isJsonArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !isJsonArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === wanted;
  }
}

const enumeration: KeywordCheck = (demand, value, { validation, place }) => {
  const values = isJsonArray(demand) ? demand : [];
  const isFound = values.some((each) => isEqual(each, value, validation.meter));
  return isFound || validation.fail(place, `must be one of ${shownJson(values)}`);
};

const constant: KeywordCheck = (demand, value, { validation, place }) =>
  isEqual(demand, value, validation.meter) || validation.fail(place, `must be ${shownJson(demand)}`);

function isEqual(wanted: JsonValue, value: JsonValue, meter: StepMeter): boolean {
  const isContainer = typeof wanted === 'object' && wanted !== null && typeof value === 'object';
  meter.spend(isContainer ? JSON.stringify(wanted).length : 1);
  return isJsonEqual(wanted, value);
}

/** A demand on numbers. */
const onNumbers =
  (holds: (value: number, demand: number) => boolean, text: string): KeywordCheck =>
  (demand, value, { validation, place }) =>
    typeof value !== 'number' ||
    typeof demand !== 'number' ||
    holds(value, demand) ||
    validation.fail(place, `must be ${text} ${demand}`);

/** A demand on the number of characters. A character is a code point. */
const onLengths =
  (holds: (length: number, demand: number) => boolean, text: string): KeywordCheck =>
  (demand, value, { validation, place }) => {
    if (typeof value !== 'string' || typeof demand !== 'number') return true;
    validation.meter.spend(Math.ceil(value.length / 16));
    const message = `must have at ${text} ${demand} characters`;
    return holds(countCodePoints(value), demand) || validation.fail(place, message);
  };

function countCodePoints(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length - 1; index += 1) {
    const isPair = (text.codePointAt(index) ?? 0) > 0xffff;
    if (!isPair) continue;
    count -= 1;
    index += 1;
  }
  return count;
}

const pattern: KeywordCheck = (demand, value, { validation, place }) =>
  typeof value !== 'string' ||
  typeof demand !== 'string' ||
  validation.matches(demand, value) ||
  validation.fail(place, `must match the pattern ${shownJson(demand)}`);

/** Keywords about values that are compared as a whole, numbers and texts. */
export const SCALAR_KEYWORDS: readonly (readonly [string, KeywordCheck])[] = [
  ['type', type],
  ['enum', enumeration],
  ['const', constant],
  ['multipleOf', onNumbers((value, demand) => Number.isInteger(value / demand), 'a multiple of')],
  ['maximum', onNumbers((value, demand) => value <= demand, 'at most')],
  ['exclusiveMaximum', onNumbers((value, demand) => value < demand, 'less than')],
  ['minimum', onNumbers((value, demand) => value >= demand, 'at least')],
  ['exclusiveMinimum', onNumbers((value, demand) => value > demand, 'more than')],
  ['maxLength', onLengths((length, demand) => length <= demand, 'most')],
  ['minLength', onLengths((length, demand) => length >= demand, 'least')],
  ['pattern', pattern],
];
