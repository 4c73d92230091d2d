import type { EvaluationContext } from '../model/evaluation-context.ts';
import type { Resolution } from '../model/resolution.ts';
import { isRecord } from '../model/type-guards.ts';
import type { CompiledFlag, CompiledFlagSet, Links, Outcome } from './decide/compiled-flag-set.ts';
import { contextUnreadable, flagNotFound } from './decide/resolutions.ts';
import { resolveReferences } from './decide/resolve-references.ts';
import { assignBucket } from './decide/rollout.ts';
import { findRule } from './decide/rule-search.ts';

/** Up to this {@link CompiledFlag.cost} segments and prerequisites are evaluated recursively, each time a rule needs them. */
const MAX_RECURSIVE_COST = 200;

const NO_ATTRIBUTES: EvaluationContext = Object.freeze({});

/** Evaluates one flag of a set by its key, as docs/evaluation.md specifies. Synchronous, total and pure. */
export function evaluate(set: CompiledFlagSet, flagKey: string, context: EvaluationContext): Resolution {
  const flag = set.flags.get(flagKey);
  return flag === undefined ? flagNotFound(flagKey) : evaluateFlag(flag, context);
}

/** Evaluates a flag of a compiled set. Synchronous, total and pure. Allocates nothing unless the flag's cost is high. */
export function evaluateFlag(flag: CompiledFlag, context: EvaluationContext): Resolution {
  if (flag.constant !== null) return flag.constant;
  try {
    const attributes = attributesOf(context);
    return flag.cost > MAX_RECURSIVE_COST
      ? decide({ ...flag, links: linksFor(flag, attributes) }, attributes)
      : decide(flag, attributes);
  } catch {
    // Only an accessor or a proxy in the context can throw.
    return contextUnreadable(flag.key);
  }
}

/** The flag's links. If the flag's cost is high, everything they lead to is already evaluated for this context. */
export function linksFor(flag: CompiledFlag, context: EvaluationContext): Links {
  return flag.cost > MAX_RECURSIVE_COST ? resolveReferences(flag, context, decide) : flag.links;
}

/** The context itself. A context that is not an object has no attributes. */
export function attributesOf(context: EvaluationContext): EvaluationContext {
  return isRecord(context) ? context : NO_ATTRIBUTES;
}

function decide(flag: CompiledFlag, context: EvaluationContext): Resolution {
  if (flag.constant !== null) return flag.constant;
  const { plan, links } = flag;
  if (plan.prerequisites.length > 0 && !areFulfilled(flag, context)) return plan.defaultResolution;
  const found = findRule(plan.search, context, links);
  return found === null ? plan.defaultResolution : serve(found.outcome, context, plan.defaultResolution);
}

function serve(outcome: Outcome, context: EvaluationContext, defaultResolution: Resolution): Resolution {
  if (outcome.resolution !== null) return outcome.resolution;
  return outcome.rollout === null ? defaultResolution : assignBucket(outcome.rollout, context);
}

function areFulfilled({ plan, links }: CompiledFlag, context: EvaluationContext): boolean {
  for (const { link, variations } of plan.prerequisites) {
    const required = links.flags[link];
    if (!required || !isFulfilledBy(decide(required, context), variations)) return false;
  }
  return true;
}

/** Whether the resolution of the required flag fulfils a prerequisite that accepts these variations. */
export function isFulfilledBy({ reason, variationKey }: Resolution, variations: readonly string[]): boolean {
  return reason !== 'DISABLED' && variationKey !== null && variations.includes(variationKey);
}
