import { checkPatternsTogether } from '../../../shared/evaluation/index.ts';
import { type FlagType, type Prerequisite, ROLLOUT_TOTAL } from '../../../shared/model/flag-set.ts';
import { isJsonEqual } from '../../../shared/model/json-equal.ts';
import type {
  Configuration,
  ConfigurationDraft,
  DraftRule,
  PrerequisiteFlag,
} from '../../model/configuration.ts';
import type { Fault } from '../../model/request-error.ts';
import { cycleThrough } from './cycle-through.ts';
import { validateConditions } from './validate-conditions.ts';
import { validateValue } from './validate-value.ts';

/** The flag that a configuration belongs to, and what the configuration may refer to in the same environment. */
export interface ValidationContext {
  readonly flagKey: string;
  readonly flagType: FlagType;
  /** The stored configuration. */
  readonly before: Configuration;
  /** The ids that new rules may bring with them. Any other id must be that of a stored rule. */
  readonly newRuleIds: ReadonlySet<string>;
  /** By key, the flags that the draft names as prerequisites, as far as they exist. */
  readonly prerequisiteFlags: ReadonlyMap<string, PrerequisiteFlag>;
  /** A cycle among the prerequisites of the environment, as `findCycle` returns it. */
  readonly cycle: readonly string[] | null;
  readonly segmentKeys: ReadonlySet<string>;
}

/**
 * Validates what a draft means; the schema of the route has validated its shape. Conditions that are stored already are not
 * refused: an earlier release may have accepted them, and the flag must be changeable all the same, above all switched off.
 */
export function validateConfiguration(
  draft: ConfigurationDraft,
  context: ValidationContext,
): readonly Fault[] {
  const tooLarge = draft.rules === context.before.rules ? [] : checkPatternsTogether(draft.rules);
  if (tooLarge.length > 0) return tooLarge;
  const variationKeys = new Set(draft.variations.map((variation) => variation.key));
  return [
    ...validateVariations(draft, context.flagType),
    ...draft.prerequisites.flatMap((prerequisite, index) =>
      validatePrerequisite(prerequisite, context, `prerequisites[${index}]`),
    ),
    ...duplicates(draft.prerequisites, (each) => each.flagKey, 'prerequisites', 'flagKey'),
    ...validateNoCycle(draft, context),
    ...draft.rules.flatMap((rule, index) => validateRule(rule, variationKeys, context, `rules[${index}]`)),
    ...duplicates(draft.rules, (rule) => rule.priority, 'rules', 'priority'),
    ...duplicates(draft.rules, (rule) => rule.id, 'rules', 'id'),
  ];
}

/** Validates that the values have the flag's type and that the keys are unique. */
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
  context: ValidationContext,
  path: string,
): readonly Fault[] {
  const { flagKey } = prerequisite;
  if (flagKey === context.flagKey) {
    return [{ path: `${path}.flagKey`, message: 'a flag cannot be its own prerequisite' }];
  }
  const flag = context.prerequisiteFlags.get(flagKey);
  if (!flag) return [{ path: `${path}.flagKey`, message: `there is no flag "${flagKey}"` }];
  if (flag.archived) return [{ path: `${path}.flagKey`, message: `flag "${flagKey}" is archived` }];
  return prerequisite.variations.flatMap((key, index) => {
    if (flag.variationKeys.has(key)) return [];
    const message = `flag "${flagKey}" has no variation "${key}" in this environment`;
    return [{ path: `${path}.variations[${index}]`, message }];
  });
}

/** A flag that is, through others, its own prerequisite could not be evaluated. */
function validateNoCycle(draft: ConfigurationDraft, context: ValidationContext): readonly Fault[] {
  const cycle = cycleThrough(context.flagKey, context.cycle);
  const index = draft.prerequisites.findIndex(({ flagKey }) => flagKey === cycle[1]);
  if (index < 0) return [];
  const keys = cycle.map((key) => `"${key}"`).join(' requires ');
  return [{ path: `prerequisites[${index}].flagKey`, message: `creates a cycle: ${keys}` }];
}

function validateRule(
  rule: DraftRule,
  variationKeys: ReadonlySet<string>,
  context: ValidationContext,
  path: string,
): readonly Fault[] {
  const stored = rule.id === undefined ? undefined : context.before.rules.find(({ id }) => id === rule.id);
  const isUnknown = rule.id !== undefined && stored === undefined && !context.newRuleIds.has(rule.id);
  const isStored = stored !== undefined && isJsonEqual(stored.conditions, rule.conditions);
  const message = 'is not the id of a rule of this flag in this environment; omit it for a new rule';
  return [
    ...(isStored ? [] : validateConditions(rule.conditions, context.segmentKeys, `${path}.conditions`)),
    ...(isUnknown ? [{ path: `${path}.id`, message }] : []),
    ...validateServe(rule.serve, variationKeys, `${path}.serve`),
  ];
}

function validateServe(
  serve: DraftRule['serve'],
  variationKeys: ReadonlySet<string>,
  path: string,
): readonly Fault[] {
  const validateVariation = (key: string, at: string): readonly Fault[] =>
    variationKeys.has(key)
      ? []
      : [{ path: at, message: `the flag has no variation "${key}" in this environment` }];
  if ('variation' in serve) return validateVariation(serve.variation, `${path}.variation`);
  const { variations } = serve.rollout;
  const sharesPath = `${path}.rollout.variations`;
  const sum = variations.reduce((total, share) => total + share.weight, 0);
  const message = `the weights must sum to ${ROLLOUT_TOTAL}, not to ${sum}`;
  return [
    ...variations.flatMap(({ variation }, index) =>
      validateVariation(variation, `${sharesPath}[${index}].variation`),
    ),
    ...duplicates(variations, (share) => share.variation, sharesPath, 'variation'),
    ...(sum === ROLLOUT_TOTAL ? [] : [{ path: sharesPath, message }]),
  ];
}

function duplicates<T>(
  entries: readonly T[],
  identityOf: (entry: T) => string | number | undefined,
  path: string,
  member: string,
): readonly Fault[] {
  const firstIndex = new Map<string | number, number>();
  return entries.flatMap((entry, index) => {
    const identity = identityOf(entry);
    if (identity === undefined) return [];
    const first = firstIndex.get(identity);
    if (first === undefined) {
      firstIndex.set(identity, index);
      return [];
    }
    return [{ path: `${path}[${index}].${member}`, message: `duplicates that of ${path}[${first}]` }];
  });
}
