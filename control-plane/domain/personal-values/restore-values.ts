import type { JsonValue } from '../../../shared/model/json.ts';
import { mapPersonalPlaces } from './personal-places.ts';
import { isValueReference } from './value-reference.ts';

/**
 * A value of an audit entry with the values that are kept apart in their places. An erased one is `{"erased": true}`.
 *
 * @param blocks of the entry
 */
export function restoreValues(
  resourceType: string,
  value: JsonValue,
  blocks: readonly (readonly JsonValue[])[],
): JsonValue {
  return mapPersonalPlaces(resourceType, value, (member) => {
    if (!isValueReference(member)) return undefined;
    const { block, count } = member.$personal;
    if (count === undefined) return blocks[block]?.[0] ?? null;
    return blocks.slice(block, block + count).flat();
  });
}
