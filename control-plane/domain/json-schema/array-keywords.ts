import { canonicalJson } from '../../../shared/model/canonical-json.ts';
import { isJsonArray } from '../../../shared/model/json.ts';
import type { KeywordCheck, Place } from './validation.ts';

const placeOf = (parent: Place, name: number): Place => ({ parent, name });

const prefixItems: KeywordCheck = (demand, value, { validation, place }) => {
  if (!isJsonArray(value) || !isJsonArray(demand)) return true;
  let result = true;
  for (const [index, schema] of demand.entries()) {
    const item = value[index];
    if (item === undefined) break;
    if (!validation.isValid(schema, item, placeOf(place, index))) result = false;
  }
  return result;
};

/** What comes after the items of `prefixItems`. */
const items: KeywordCheck = (demand, value, { validation, schema, place }) => {
  if (!isJsonArray(value)) return true;
  const before = schema.prefixItems ?? null;
  const first = isJsonArray(before) ? before.length : 0;
  let result = true;
  for (let index = first; index < value.length; index += 1) {
    if (validation.isValid(demand, value[index] ?? null, placeOf(place, index))) continue;
    if (validation.isSilent()) return false;
    result = false;
  }
  return result;
};

const contains: KeywordCheck = (demand, value, { validation, schema, place }) => {
  if (!isJsonArray(value)) return true;
  const { minContains = 1, maxContains = Number.MAX_SAFE_INTEGER } = schema;
  const found = value.filter((item, index) => validation.wouldBeValid(demand, item, placeOf(place, index)));
  if (found.length >= Number(minContains) && found.length <= Number(maxContains)) return true;
  const most = schema.maxContains === undefined ? '' : ` and at most ${schema.maxContains}`;
  const message = `must contain at least ${minContains}${most} items that match the schema of "contains", and contains ${found.length}`;
  return validation.fail(place, message);
};

const onCounts =
  (holds: (count: number, demand: number) => boolean, text: string): KeywordCheck =>
  (demand, value, { validation, place }) =>
    !isJsonArray(value) ||
    typeof demand !== 'number' ||
    holds(value.length, demand) ||
    validation.fail(place, `must have at ${text} ${demand} items`);

/** Linear in the size of the array. */
const uniqueItems: KeywordCheck = (demand, value, { validation, place }) => {
  if (demand !== true || !isJsonArray(value)) return true;
  const indexes = new Map<string, number>();
  for (const [index, item] of value.entries()) {
    const text = canonicalJson(item);
    validation.meter.spend(1 + text.length);
    const first = indexes.get(text);
    if (first !== undefined) {
      return validation.fail(place, `must not have equal items, as ${first} and ${index} are`);
    }
    indexes.set(text, index);
  }
  return true;
};

/** Keywords about arrays. */
export const ARRAY_KEYWORDS: readonly (readonly [string, KeywordCheck])[] = [
  ['prefixItems', prefixItems],
  ['items', items],
  ['contains', contains],
  ['maxItems', onCounts((count, demand) => count <= demand, 'most')],
  ['minItems', onCounts((count, demand) => count >= demand, 'least')],
  ['uniqueItems', uniqueItems],
];
