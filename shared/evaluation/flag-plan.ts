import type { Flag, Prerequisite, Rule } from '../model/flag-set.ts';
import { checkFlag } from './check.ts';
import type { FlagPlan, Outcome, PlannedPrerequisite, PlannedRule } from './compiled.ts';
import { compileCondition } from './condition.ts';
import type { PatternCompiler } from './pattern.ts';
import type { Problem } from './problem.ts';
import { type ReferenceList, referenceList } from './references.ts';
import type { Resolution } from './resolution.ts';
import { failure, type ResolutionMaker, resolutionMaker } from './resolutions.ts';
import { planRollout } from './rollout.ts';
import { planSteps } from './rule-index.ts';

/** Compiles a flag, apart from what it refers to. */
export function planFlag(definition: Flag, patterns: PatternCompiler): FlagPlan {
  const make = resolutionMaker(definition);
  const references = referenceList();
  const problems = checkFlag(definition, patterns);
  const prerequisites = planPrerequisites(definition, references);
  const unreadable = failure(definition.key, 'GENERAL', 'The evaluation context could not be read.');
  // A flag that is off is not looked at any further: the switch works whatever else is wrong.
  const isOff = definition.enabled === false && definition.defaultValue !== undefined;
  if (isOff || problems.length > 0) {
    const constant = isOff ? make.byDefault('DISABLED') : notUnderstood(definition.key, problems);
    const nothing = { rules: [], steps: [], otherwise: constant };
    return {
      definition,
      problems,
      references: references.gathered,
      prerequisites,
      ...nothing,
      unreadable,
      constant,
    };
  }
  const rules = planRules(definition, make, references, patterns);
  const otherwise = make.byDefault('DEFAULT');
  return {
    definition,
    problems,
    references: references.gathered,
    prerequisites,
    rules,
    steps: planSteps(upToFallthrough(rules)),
    otherwise,
    unreadable,
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
  if (!Array.isArray(prerequisites)) return [];
  return prerequisites
    .filter((each: Prerequisite | undefined | null) => typeof each?.flagKey === 'string')
    .map(({ flagKey, variations }: Prerequisite) => ({
      flagKey,
      link: references.flag(flagKey),
      variations,
    }));
}

function planRules(
  flag: Flag,
  make: ResolutionMaker,
  references: ReferenceList,
  patterns: PatternCompiler,
): readonly PlannedRule[] {
  const ordered = flag.rules.toSorted((a, b) => a.priority - b.priority);
  const fallthrough = ordered.findIndex((rule) => rule.conditions.length === 0);
  const cacheable = fallthrough === 0 && flag.prerequisites.length === 0;
  return ordered.map((definition) => ({
    definition,
    tests: definition.conditions.map((condition) => compileCondition(condition, references, patterns)),
    outcome: planOutcome(definition, flag.key, cacheable, make),
  }));
}

function upToFallthrough(rules: readonly PlannedRule[]): readonly PlannedRule[] {
  const fallthrough = rules.findIndex((rule) => rule.tests.length === 0);
  return fallthrough < 0 ? rules : rules.slice(0, fallthrough + 1);
}

function planOutcome(rule: Rule, flagKey: string, cacheable: boolean, make: ResolutionMaker): Outcome {
  const { serve } = rule;
  if ('rollout' in serve && serve.rollout !== undefined) {
    return { resolution: null, rollout: planRollout(serve.rollout, flagKey, make) };
  }
  const unconditional = cacheable ? 'STATIC' : 'DEFAULT';
  const reason = rule.conditions.length > 0 ? 'TARGETING_MATCH' : unconditional;
  return { resolution: 'variation' in serve ? make.served(serve.variation, reason) : null, rollout: null };
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
