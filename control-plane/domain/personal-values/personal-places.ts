import type { JsonValue } from '../../../shared/model/json.ts';
import { isRecord } from '../../../shared/model/type-guards.ts';

const RULES = ['rules.*.conditions.*.values'];

/** The members of audit entries whose values may name people, by the type of the resource. `*`: each member or element. */
const PERSONAL_PLACES: ReadonlyMap<string, readonly (readonly string[])[]> = new Map(
  Object.entries({
    user: ['name', 'email'],
    flag: ['owner', ...RULES, 'configurations.*.rules.*.conditions.*.values'],
    flag_environment: RULES,
    rule: ['conditions.*.values'],
    segment: [
      'included',
      'excluded',
      'members.included.added',
      'members.included.removed',
      'members.excluded.added',
      'members.excluded.removed',
      ...RULES,
    ],
  }).map(([resourceType, places]) => [resourceType, places.map((place) => place.split('.'))]),
);

/**
 * A value of an audit entry with each member that may name people replaced. The keys of segments in conditions name none.
 *
 * @param replace returns what takes the place of the member; `undefined`: it stays
 */
export function mapPersonalPlaces(
  resourceType: string,
  value: JsonValue,
  replace: (member: unknown) => JsonValue | undefined,
): JsonValue;
export function mapPersonalPlaces(
  resourceType: string,
  value: unknown,
  replace: (member: unknown) => unknown,
): unknown;
export function mapPersonalPlaces(
  resourceType: string,
  value: unknown,
  replace: (member: unknown) => unknown,
): unknown {
  const places = PERSONAL_PLACES.get(resourceType) ?? [];
  return places.reduce((mapped, place) => mapAt(mapped, place, replace), value);
}

function mapAt(
  value: unknown,
  [name, ...rest]: readonly string[],
  replace: (member: unknown) => unknown,
): unknown {
  if (name === undefined) {
    const replacement = replace(value);
    return replacement === undefined ? value : replacement;
  }
  if (name === '*' && Array.isArray(value)) return value.map((element) => mapAt(element, rest, replace));
  if (!isRecord(value)) return value;
  if (name === '*') {
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, mapAt(member, rest, replace)]),
    );
  }
  if (!Object.hasOwn(value, name) || (name === 'values' && value.conditionType === 'segment')) return value;
  return { ...value, [name]: mapAt(value[name], rest, replace) };
}
