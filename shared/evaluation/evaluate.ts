import type { EvaluationContext } from '../model/evaluation-context.ts';
import type { Resolution } from '../model/resolution.ts';
import { isRecord } from '../model/type-guards.ts';
import type { CompiledFlag, CompiledFlagSet, Links, Outcome } from './decide/compiled-flag-set.ts';
import { contextUnreadable, flagNotFound } from './decide/resolutions.ts';
import { resolvedLinks } from './decide/resolve-references.ts';
import { assignBucket } from './decide/rollout.ts';
import { findRule } from './decide/rule-search.ts';

/** Up to this {@link CompiledFlag.cost}, segments and prerequisites are evaluated where they are met, each time. */
const DIRECT_COST = 200;

const NO_ATTRIBUTES: EvaluationContext = Object.freeze({});

/** Decides one flag of a set by its key. Synchronous, total and pure. */
export function evaluate(set: CompiledFlagSet, flagKey: string, context: EvaluationContext): Resolution {
  const flag = set.flags.get(flagKey);
  return flag === undefined ? flagNotFound(flagKey) : evaluateFlag(flag, context);
}

/** Decides a flag taken from a compiled set. Synchronous, total and pure; allocates nothing. */
export function evaluateFlag(flag: CompiledFlag, context: EvaluationContext): Resolution {
  if (flag.constant !== null) return flag.constant;
  try {
    const attributes = readable(context);
    return flag.cost > DIRECT_COST
      ? decide({ ...flag, links: linksFor(flag, attributes) }, attributes)
      : decide(flag, attributes);
  } catch {
    // Only an accessor or a proxy in the context can throw.
    return contextUnreadable(flag.key);
  }
}

/** What the flag refers to; all of it answered already where there is too much to be evaluated as it is met. */
export function linksFor(flag: CompiledFlag, context: EvaluationContext): Links {
  return flag.cost > DIRECT_COST ? resolvedLinks(flag, context, decide) : flag.links;
}

/** What is no object has no attributes. */
export function readable(context: EvaluationContext): EvaluationContext {
  return isRecord(context) ? context : NO_ATTRIBUTES;
}

function decide(flag: CompiledFlag, context: EvaluationContext): Resolution {
  if (flag.constant !== null) return flag.constant;
  const { plan, links } = flag;
  if (plan.prerequisites.length > 0 && !areFulfilled(flag, context)) return plan.otherwise;
  const found = findRule(plan.search, context, links);
  return found === null ? plan.otherwise : serve(found.outcome, context, plan.otherwise);
}

function serve(outcome: Outcome, context: EvaluationContext, otherwise: Resolution): Resolution {
  if (outcome.resolution !== null) return outcome.resolution;
  return outcome.rollout === null ? otherwise : assignBucket(outcome.rollout, context);
}

function areFulfilled({ plan, links }: CompiledFlag, context: EvaluationContext): boolean {
  for (const { link, variations } of plan.prerequisites) {
    const required = links.flags[link];
    if (!required || !isFulfilledBy(decide(required, context), variations)) return false;
  }
  return true;
}

/** Whether a flag's answer fulfils a prerequisite for these variations of it. */
export function isFulfilledBy({ reason, variationKey }: Resolution, variations: readonly string[]): boolean {
  return reason !== 'DISABLED' && variationKey !== null && variations.includes(variationKey);
}
