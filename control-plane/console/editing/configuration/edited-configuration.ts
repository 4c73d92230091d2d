import type { components } from '../../../../shared/management-client/openapi.ts';
import type { Condition, Prerequisite, Serve } from '../../../../shared/model/flag-set.ts';
import type { JsonValue } from '../../../../shared/model/json.ts';

type Schemas = components['schemas'];

export interface EditedVariation {
  readonly key: string;
  readonly value: JsonValue;
  readonly name: string;
  readonly description: string;
}

/** A rule while it is edited. Its place in the list counts; `priority` is the stored one until the rules are saved. */
export interface EditedRule {
  /** That of the stored rule; of a new rule one that begins with {@link NEW_RULE_PREFIX}. */
  readonly id: string;
  readonly priority: number;
  readonly description: string;
  readonly conditions: readonly Condition[];
  readonly serve: Serve;
}

/** The configuration of a flag in an environment while it is edited. */
export interface EditedConfiguration {
  readonly enabled: boolean;
  readonly defaultValue: JsonValue;
  readonly variations: readonly EditedVariation[];
  readonly prerequisites: readonly Prerequisite[];
  readonly rules: readonly EditedRule[];
}

/** A configuration as it was read, with its ETag. */
export interface ReadConfiguration {
  readonly configuration: EditedConfiguration;
  readonly etag: string;
}

export const NEW_RULE_PREFIX = 'new-';

/** The configuration of an answer of the API, for editing. */
export function editedFrom({
  enabled,
  defaultValue,
  variations,
  prerequisites,
  rules,
}: Schemas['Configuration']): EditedConfiguration {
  return {
    enabled,
    defaultValue,
    variations: variations.map(({ key, value, name = '', description = '' }) => ({
      key,
      value,
      name,
      description,
    })),
    prerequisites,
    rules: rules.map(({ id, priority, description = '', conditions, serve }) => ({
      id,
      priority,
      description,
      conditions: conditions.map(({ attribute = '', ...condition }) => ({ ...condition, attribute })),
      serve: serveFrom(serve),
    })),
  };
}

/** What a rule serves. An answer without either cannot be; it counts as a rollout to nobody. */
export function serveFrom(serve: Schemas['Serve']): Serve {
  if (serve?.variation !== undefined) return { variation: serve.variation };
  return { rollout: serve?.rollout ?? { variations: [] } };
}

/** The body of a request that stores the configuration. Rules get priorities in their order; new rules have no id. */
export function bodyFrom(configuration: EditedConfiguration): Schemas['ConfigurationMembers'] {
  const priorities = prioritiesFor(configuration.rules);
  return {
    enabled: configuration.enabled,
    defaultValue: configuration.defaultValue,
    variations: configuration.variations,
    prerequisites: configuration.prerequisites,
    rules: configuration.rules.map(({ id, description, conditions, serve }, index) => ({
      ...(id.startsWith(NEW_RULE_PREFIX) ? {} : { id }),
      priority: priorities[index] ?? 0,
      description,
      conditions: conditions.map(conditionBody),
      serve,
    })),
  };
}

function conditionBody({ conditionType, attribute, operator, values }: Condition): Schemas['Condition'] {
  return {
    conditionType,
    attribute: conditionType === 'segment' ? '' : attribute,
    operator,
    values,
  };
}

const PRIORITY_STEP = 10;
const MAX_PRIORITY = 2_147_483_647;

/**
 * Priorities that ascend with the list. Rules in their old order keep theirs, so that moving or adding one rule does not change
 * the others; if there is no room, all get new ones.
 */
export function prioritiesFor(rules: readonly Pick<EditedRule, 'id' | 'priority'>[]): readonly number[] {
  const kept = longestAscending(
    rules.map(({ id, priority }) => (id.startsWith(NEW_RULE_PREFIX) ? undefined : priority)),
  );
  const priorities: number[] = [];
  for (let start = 0; start < rules.length; ) {
    if (kept.has(start)) {
      priorities.push(rules[start]?.priority ?? 0);
      start += 1;
      continue;
    }
    let end = start;
    while (end < rules.length && !kept.has(end)) end += 1;
    const between = spread(priorities.at(-1), rules[end]?.priority, end - start);
    if (between === undefined) return rules.map((_, index) => (index + 1) * PRIORITY_STEP);
    priorities.push(...between);
    start = end;
  }
  return priorities;
}

/** `count` numbers between two others; `undefined` if there is no room. */
function spread(
  low: number | undefined,
  high: number | undefined,
  count: number,
): readonly number[] | undefined {
  const from = low ?? (high === undefined ? 0 : Math.max(-1, high - PRIORITY_STEP * (count + 1)));
  const to = high ?? from + PRIORITY_STEP * (count + 1);
  const step = Math.floor((to - from) / (count + 1));
  if (step < 1 || from + step * count > MAX_PRIORITY) return undefined;
  return Array.from({ length: count }, (_, index) => from + step * (index + 1));
}

/** The places of a longest ascending series. `undefined` is in none. */
function longestAscending(values: readonly (number | undefined)[]): ReadonlySet<number> {
  const lengths: number[] = [];
  const previous: (number | undefined)[] = [];
  let best: number | undefined;
  for (const [index, value] of values.entries()) {
    lengths[index] = value === undefined ? 0 : 1;
    if (value === undefined) continue;
    for (let before = 0; before < index; before += 1) {
      const earlier = values[before];
      const length = (lengths[before] ?? 0) + 1;
      if (earlier === undefined || earlier >= value || length <= (lengths[index] ?? 0)) continue;
      lengths[index] = length;
      previous[index] = before;
    }
    if (best === undefined || (lengths[index] ?? 0) > (lengths[best] ?? 0)) best = index;
  }
  const places = new Set<number>();
  for (let at = best; at !== undefined; at = previous[at]) places.add(at);
  return places;
}
