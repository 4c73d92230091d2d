import type { Flag, Prerequisite, Rule } from '../../model/flag-set.ts';
import type { Resolution } from '../../model/resolution.ts';
import { checkFlag } from '../check/check-flag.ts';
import type { Problem } from '../check/problem.ts';
import type {
  FlagPlan,
  Outcome,
  PlannedPrerequisite,
  PlannedRule,
  RuleSearch,
} from '../decide/compiled-flag-set.ts';
import { defaultResolution, failure, type ResolutionMaker, resolutionMaker } from '../decide/resolutions.ts';
import type { CompileCache } from './compile-cache.ts';
import { compileCondition } from './compile-condition.ts';
import { planRollout } from './plan-rollout.ts';
import { planRuleSearch } from './plan-rule-search.ts';
import { type ReferenceList, referenceList } from './reference-list.ts';

const NOTHING: readonly never[] = [];
const NO_SEARCH: RuleSearch = { indexes: NOTHING, unindexed: NOTHING };

/** Compiles a flag, apart from what it refers to. */
export function planFlag(definition: Flag, cache: CompileCache): FlagPlan {
  const problems = checkFlag(definition, cache.patterns);
  const references = referenceList();
  const prerequisites = planPrerequisites(definition, references);
  // A flag that is off is not looked at any further: the switch works whatever else is wrong.
  const isOff = definition.enabled === false && definition.defaultValue !== undefined;
  if (isOff || problems.length > 0) {
    const constant = isOff
      ? defaultResolution(definition, 'DISABLED')
      : notUnderstood(definition.key, problems);
    const plan = { definition, problems, references: references.gathered(), prerequisites };
    return { ...plan, rules: NOTHING, search: NO_SEARCH, otherwise: constant, constant };
  }
  const rules = planRules(definition, references, cache);
  const otherwise = defaultResolution(definition, 'DEFAULT');
  return {
    definition,
    problems,
    references: references.gathered(),
    prerequisites,
    rules,
    search: planRuleSearch(upToFallthrough(rules), cache),
    otherwise,
    constant: constantOf(prerequisites, rules, otherwise),
  };
}

/** The answer of a flag that this evaluator does not understand as a whole. */
export function notUnderstood(flagKey: string, problems: readonly Problem[]): Resolution {
  const [first] = problems;
  const details = first === undefined ? '' : ` ${first.path}: ${first.message}`;
  return failure(flagKey, 'GENERAL', `The flag is not understood, so it is not evaluated.${details}`);
}

/** As far as they are readable, also of a flag that is off or not understood: whether there is a cycle does not depend on that. */
function planPrerequisites(flag: Flag, references: ReferenceList): readonly PlannedPrerequisite[] {
  const { prerequisites } = flag;
  if (!Array.isArray(prerequisites) || prerequisites.length === 0) return NOTHING;
  return prerequisites
    .filter((each: Prerequisite | undefined | null) => typeof each?.flagKey === 'string')
    .map(({ flagKey, variations }: Prerequisite) => ({
      flagKey,
      link: references.flag(flagKey),
      variations,
    }));
}

function planRules(flag: Flag, references: ReferenceList, cache: CompileCache): readonly PlannedRule[] {
  const ordered = inOrder(flag.rules);
  const isCacheable = ordered[0]?.conditions.length === 0 && flag.prerequisites.length === 0;
  const make = resolutionMaker(flag);
  return ordered.map((definition, position) => ({
    definition,
    position,
    tests: definition.conditions.map((condition) => compileCondition(condition, references, cache)),
    outcome: planOutcome(definition, flag.key, isCacheable, make, cache),
  }));
}

/** By priority; most arrive so. */
function inOrder(rules: readonly Rule[]): readonly Rule[] {
  const isOrdered = rules.every(
    (rule, index) => index === 0 || (rules[index - 1]?.priority ?? 0) <= rule.priority,
  );
  return isOrdered ? rules : rules.toSorted((a, b) => a.priority - b.priority);
}

function upToFallthrough(rules: readonly PlannedRule[]): readonly PlannedRule[] {
  const fallthrough = rules.findIndex((rule) => rule.tests.length === 0);
  return fallthrough < 0 ? rules : rules.slice(0, fallthrough + 1);
}

function planOutcome(
  rule: Rule,
  flagKey: string,
  isCacheable: boolean,
  make: ResolutionMaker,
  cache: CompileCache,
): Outcome {
  const { serve } = rule;
  if ('rollout' in serve && serve.rollout !== undefined) {
    return { resolution: null, rollout: planRollout(serve.rollout, flagKey, make, cache) };
  }
  const unconditional = isCacheable ? 'STATIC' : 'DEFAULT';
  const reason = rule.conditions.length > 0 ? 'TARGETING_MATCH' : unconditional;
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
