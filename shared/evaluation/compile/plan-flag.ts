import type { Flag, Prerequisite, Rule } from '../../model/flag-set.ts';
import type { Resolution } from '../../model/resolution.ts';
import { checkFlag } from '../check/check-flag.ts';
import { patternsOf } from '../check/check-patterns.ts';
import type { Problem } from '../check/problem.ts';
import type {
  FlagPlan,
  Outcome,
  PlannedPrerequisite,
  PlannedRule,
  RuleSearch,
} from '../decide/compiled-flag-set.ts';
import {
  defaultResolution,
  flagNotUnderstood,
  type ResolutionMaker,
  resolutionMaker,
} from '../decide/resolutions.ts';
import type { CompileCache } from './compile-cache.ts';
import { compileCondition } from './compile-condition.ts';
import { planRollout } from './plan-rollout.ts';
import { planRuleSearch } from './plan-rule-search.ts';
import { type ReferenceList, referenceList } from './reference-list.ts';

const NONE: readonly never[] = [];
const NO_SEARCH: RuleSearch = { indexes: NONE, unindexed: NONE };

/** Compiles a flag, without the flags and segments it refers to. */
export function planFlag(definition: Flag, cache: CompileCache): FlagPlan {
  const problems = checkFlag(definition, cache.patterns);
  const references = referenceList();
  const prerequisites = planPrerequisites(definition, references);
  // A flag can always be switched off: whether the rest is understood does not matter then.
  const isOff = definition.enabled === false && definition.defaultValue !== undefined;
  if (isOff || problems.length > 0) {
    const constant = isOff
      ? defaultResolution(definition, 'DISABLED')
      : notUnderstood(definition.key, problems);
    const plan = { definition, problems, references: references.collected(), patterns: NONE, prerequisites };
    return { ...plan, rules: NONE, conditions: 0, search: NO_SEARCH, defaultResolution: constant, constant };
  }
  const rules = planRules(definition, references, cache);
  const otherwise = defaultResolution(definition, 'DEFAULT');
  return {
    definition,
    problems,
    references: references.collected(),
    patterns: [...new Set(patternsOf(definition.rules))],
    prerequisites,
    rules,
    conditions: rules.reduce((sum, { tests }) => sum + tests.length, 0),
    search: planRuleSearch(upToFallthrough(rules), cache),
    defaultResolution: otherwise,
    constant: constantOf(prerequisites, rules, otherwise),
  };
}

/** The answer of a flag that is not understood. It names the first problem. */
export function notUnderstood(flagKey: string, problems: readonly Problem[]): Resolution {
  const [first] = problems;
  return flagNotUnderstood(flagKey, first === undefined ? '' : `${first.path}: ${first.message}`);
}

/** The readable prerequisites, also of a flag that is off or not understood: such a flag can be on a cycle, too. */
function planPrerequisites(flag: Flag, references: ReferenceList): readonly PlannedPrerequisite[] {
  const { prerequisites } = flag;
  if (!Array.isArray(prerequisites) || prerequisites.length === 0) return NONE;
  return prerequisites
    .filter((each: Prerequisite | undefined | null) => typeof each?.flagKey === 'string')
    .map(({ flagKey, variations }: Prerequisite) => ({
      flagKey,
      link: references.flag(flagKey),
      variations,
    }));
}

function planRules(flag: Flag, references: ReferenceList, cache: CompileCache): readonly PlannedRule[] {
  const ordered = byPriority(flag.rules);
  const options: OutcomeOptions = {
    flagKey: flag.key,
    isStatic: ordered[0]?.conditions.length === 0 && flag.prerequisites.length === 0,
    make: resolutionMaker(flag),
    cache,
  };
  return ordered.map((definition, position) => ({
    definition,
    position,
    tests: definition.conditions.map((condition) => compileCondition(condition, references, cache)),
    outcome: planOutcome(definition, options),
  }));
}

/** Most flags arrive with their rules in order: these are not sorted. */
function byPriority(rules: readonly Rule[]): readonly Rule[] {
  const isOrdered = rules.every(
    (rule, index) => index === 0 || (rules[index - 1]?.priority ?? 0) <= rule.priority,
  );
  return isOrdered ? rules : rules.toSorted((a, b) => a.priority - b.priority);
}

function upToFallthrough(rules: readonly PlannedRule[]): readonly PlannedRule[] {
  const fallthrough = rules.findIndex((rule) => rule.tests.length === 0);
  return fallthrough < 0 ? rules : rules.slice(0, fallthrough + 1);
}

interface OutcomeOptions {
  readonly flagKey: string;
  /** Whether the flag's first rule is its fallthrough and it has no prerequisites. */
  readonly isStatic: boolean;
  readonly make: ResolutionMaker;
  readonly cache: CompileCache;
}

function planOutcome(rule: Rule, { flagKey, isStatic, make, cache }: OutcomeOptions): Outcome {
  const { serve } = rule;
  if ('rollout' in serve && serve.rollout !== undefined) {
    return { resolution: null, rollout: planRollout(serve.rollout, flagKey, make, cache) };
  }
  const fallthroughReason = isStatic ? 'STATIC' : 'DEFAULT';
  const reason = rule.conditions.length > 0 ? 'TARGETING_MATCH' : fallthroughReason;
  return { resolution: 'variation' in serve ? make(serve.variation, reason) : null, rollout: null };
}

function constantOf(
  prerequisites: readonly PlannedPrerequisite[],
  rules: readonly PlannedRule[],
  otherwise: Resolution,
): Resolution | null {
  if (prerequisites.length > 0) return null;
  const [first] = rules;
  if (first === undefined) return otherwise;
  return first.tests.length === 0 ? first.outcome.resolution : null;
}
