import { findPrerequisiteCycle } from '../../../shared/evaluation/index.ts';
import { type FlagType, type Prerequisite, ROLLOUT_TOTAL } from '../../../shared/model/flag-set.ts';
import type { Configuration, ConfigurationDraft, DraftRule } from '../../model/configuration.ts';
import type { Fault } from '../../model/request-error.ts';
import { validateConditions } from './validate-conditions.ts';
import { validateValue } from './validate-value.ts';

/** What a configuration refers to, as it is in the same environment now. */
export interface Surroundings {
  readonly flagKey: string;
  readonly flagType: FlagType;
  readonly before: Configuration;
  /** The flags the document names as prerequisites, as far as they exist. */
  readonly prerequisiteFlags: ReadonlyMap<string, PrerequisiteFlag>;
  /** Prerequisites of every other flag of the environment, by flag key. */
  readonly prerequisitesOf: ReadonlyMap<string, readonly string[]>;
  readonly segmentKeys: ReadonlySet<string>;
}

export interface PrerequisiteFlag {
  readonly archived: boolean;
  readonly variationKeys: ReadonlySet<string>;
}

/** Everything that is wrong with the meaning of a document whose shape is right. */
export function validateConfiguration(draft: ConfigurationDraft, around: Surroundings): readonly Fault[] {
  const variationKeys = new Set(draft.variations.map((variation) => variation.key));
  return [
    ...validateVariations(draft, around.flagType),
    ...draft.prerequisites.flatMap((prerequisite, index) =>
      validatePrerequisite(prerequisite, around, `prerequisites[${index}]`),
    ),
    ...duplicates(draft.prerequisites, (each) => each.flagKey, 'prerequisites', 'flagKey'),
    ...validateCycle(draft, around),
    ...draft.rules.flatMap((rule, index) => validateRule(rule, variationKeys, around, `rules[${index}]`)),
    ...duplicates(draft.rules, (rule) => rule.priority, 'rules', 'priority'),
    ...duplicates(draft.rules, (rule) => rule.id, 'rules', 'id'),
  ];
}

/** Whether the values are of the flag's type and the keys told apart. */
export function validateVariations(
  draft: Pick<ConfigurationDraft, 'variations' | 'defaultValue'>,
  type: FlagType,
): readonly Fault[] {
  return [
    ...(draft.defaultValue === null ? [] : validateValue(draft.defaultValue, type, 'defaultValue')),
    ...draft.variations.flatMap(({ value }, index) =>
      validateValue(value, type, `variations[${index}].value`),
    ),
    ...duplicates(draft.variations, (variation) => variation.key, 'variations', 'key'),
  ];
}

function validatePrerequisite(
  prerequisite: Prerequisite,
  around: Surroundings,
  path: string,
): readonly Fault[] {
  const { flagKey } = prerequisite;
  if (flagKey === around.flagKey) {
    return [{ path: `${path}.flagKey`, message: 'a flag cannot be its own prerequisite' }];
  }
  const flag = around.prerequisiteFlags.get(flagKey);
  if (!flag) return [{ path: `${path}.flagKey`, message: `there is no flag "${flagKey}"` }];
  if (flag.archived) return [{ path: `${path}.flagKey`, message: `flag "${flagKey}" is archived` }];
  return prerequisite.variations.flatMap((key, index) =>
    flag.variationKeys.has(key)
      ? []
      : [
          {
            path: `${path}.variations[${index}]`,
            message: `flag "${flagKey}" has no variation "${key}" here`,
          },
        ],
  );
}

/** A flag reached again from one of its own prerequisites could never be decided. */
function validateCycle(draft: ConfigurationDraft, around: Surroundings): readonly Fault[] {
  const own = draft.prerequisites.map(({ flagKey }) => flagKey).filter((key) => key !== around.flagKey);
  const edges = new Map([...around.prerequisitesOf, [around.flagKey, own]]);
  const flags = [...edges].map(([key, needs]) => ({
    key,
    prerequisites: needs.map((flagKey) => ({ flagKey, variations: [] })),
  }));
  const cycle = startingAt(around.flagKey, findPrerequisiteCycle(flags) ?? []);
  const index = draft.prerequisites.findIndex(({ flagKey }) => flagKey === cycle[1]);
  if (index < 0) return [];
  const circle = cycle.map((key) => `"${key}"`).join(' needs ');
  return [{ path: `prerequisites[${index}].flagKey`, message: `makes a circle: ${circle}` }];
}

/** The same cycle told from `key` on; empty where `key` is not on it. */
export function startingAt(key: string, cycle: readonly string[]): readonly string[] {
  const place = cycle.indexOf(key);
  if (place < 0) return [];
  return [...cycle.slice(place, -1), ...cycle.slice(0, place), key];
}

function validateRule(
  rule: DraftRule,
  variationKeys: ReadonlySet<string>,
  around: Surroundings,
  path: string,
): readonly Fault[] {
  const faults: Fault[] = [...validateConditions(rule.conditions, around.segmentKeys, `${path}.conditions`)];
  if (rule.id !== undefined && !around.before.rules.some((stored) => stored.id === rule.id)) {
    faults.push({ path: `${path}.id`, message: 'is no rule of this flag here; leave it out for a new rule' });
  }
  const missing = (key: string) => `the flag has no variation "${key}" here`;
  if ('variation' in rule.serve) {
    const key = rule.serve.variation;
    if (!variationKeys.has(key)) faults.push({ path: `${path}.serve.variation`, message: missing(key) });
    return faults;
  }
  const { variations } = rule.serve.rollout;
  const place = `${path}.serve.rollout.variations`;
  variations.forEach(({ variation }, index) => {
    if (!variationKeys.has(variation)) {
      faults.push({ path: `${place}[${index}].variation`, message: missing(variation) });
    }
  });
  faults.push(...duplicates(variations, (share) => share.variation, place, 'variation'));
  const sum = variations.reduce((total, share) => total + share.weight, 0);
  if (sum !== ROLLOUT_TOTAL) {
    faults.push({ path: place, message: `the weights must sum to ${ROLLOUT_TOTAL}, not to ${sum}` });
  }
  return faults;
}

function duplicates<T>(
  entries: readonly T[],
  identity: (entry: T) => string | number | undefined,
  path: string,
  member: string,
): readonly Fault[] {
  const first = new Map<string | number, number>();
  return entries.flatMap((entry, index) => {
    const value = identity(entry);
    if (value === undefined) return [];
    const earlier = first.get(value);
    if (earlier === undefined) {
      first.set(value, index);
      return [];
    }
    return [{ path: `${path}[${index}].${member}`, message: `is also that of ${path}[${earlier}]` }];
  });
}
