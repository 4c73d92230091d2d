import type { EvaluationContext } from '../model/evaluation-context.ts';
import type { Resolution } from '../model/resolution.ts';
import { isRecord } from '../model/type-guards.ts';
import type { CompiledFlag, CompiledFlagSet, EvaluationMemo, Outcome } from './decide/compiled-flag-set.ts';
import { createEvaluationMemo } from './decide/evaluation-memo.ts';
import { contextUnreadable, flagNotFound } from './decide/resolutions.ts';
import { resolveReferences } from './decide/resolve-references.ts';
import { assignBucket } from './decide/rollout.ts';
import { findRule } from './decide/rule-search.ts';

/** Up to this {@link CompiledFlag.cost} segments and prerequisites are evaluated recursively when a rule needs them. */
const MAX_RECURSIVE_COST = 200;
/** Up to this {@link CompiledFlag.conditions} one evaluation parses an attribute for each condition, and needs no memo. */
const MAX_CONDITIONS_WITHOUT_MEMO = 24;

const NO_ATTRIBUTES: EvaluationContext = Object.freeze({});

/** Evaluates one flag of a set by its key, as docs/evaluation.md specifies. Synchronous, total and pure. */
export function evaluate(set: CompiledFlagSet, flagKey: string, context: EvaluationContext): Resolution {
  const flag = set.flags.get(flagKey);
  return flag === undefined ? flagNotFound(flagKey) : evaluateFlag(flag, context);
}

/** Evaluates a flag of a compiled set. Synchronous, total and pure. Allocates nothing unless the flag's cost is high. */
export function evaluateFlag(flag: CompiledFlag, context: EvaluationContext): Resolution {
  if (flag.constant !== null) return flag.constant;
  const needsMemo = flag.conditions > MAX_CONDITIONS_WITHOUT_MEMO || flag.cost > MAX_RECURSIVE_COST;
  return evaluateWith(flag, context, needsMemo ? createEvaluationMemo() : null);
}

/**
 * Evaluates flags of a compiled set for one context, each as `evaluateFlag` does. What several flags need of the context (an
 * attribute's parsed value, whether it belongs to a segment) is found out once.
 */
export function evaluateFlags(
  flags: readonly CompiledFlag[],
  context: EvaluationContext,
): readonly Resolution[] {
  const memo = createEvaluationMemo();
  return flags.map((flag) => flag.constant ?? evaluateWith(flag, context, memo));
}

function evaluateWith(
  flag: CompiledFlag,
  context: EvaluationContext,
  memo: EvaluationMemo | null,
): Resolution {
  try {
    const attributes = attributesOf(context);
    if (memo !== null) prepareReferences(flag, attributes, memo);
    return decide(flag, attributes, memo);
  } catch {
    // Only an accessor or a proxy in the context can throw.
    return contextUnreadable(flag.key);
  }
}

/** If the flag's cost is high, evaluates everything it leads to for this context, and enters it into the memo. */
export function prepareReferences(
  flag: CompiledFlag,
  context: EvaluationContext,
  memo: EvaluationMemo,
): void {
  if (flag.cost > MAX_RECURSIVE_COST) resolveReferences(flag, context, memo, decide);
}

/** The context itself. A context that is not an object has no attributes. */
export function attributesOf(context: EvaluationContext): EvaluationContext {
  return isRecord(context) ? context : NO_ATTRIBUTES;
}

function decide(flag: CompiledFlag, context: EvaluationContext, memo: EvaluationMemo | null): Resolution {
  if (flag.constant !== null) return flag.constant;
  const { plan, links } = flag;
  if (plan.prerequisites.length > 0 && !areFulfilled(flag, context, memo)) return plan.defaultResolution;
  const found = findRule(plan.search, context, links, memo);
  return found === null ? plan.defaultResolution : serve(found.outcome, context, plan.defaultResolution);
}

function serve(outcome: Outcome, context: EvaluationContext, defaultResolution: Resolution): Resolution {
  if (outcome.resolution !== null) return outcome.resolution;
  return outcome.rollout === null ? defaultResolution : assignBucket(outcome.rollout, context);
}

function areFulfilled(
  { plan, links }: CompiledFlag,
  context: EvaluationContext,
  memo: EvaluationMemo | null,
): boolean {
  for (const { link, variations } of plan.prerequisites) {
    const required = links.flags[link];
    if (!required || !isFulfilledBy(resolutionOf(required, context, memo), variations)) return false;
  }
  return true;
}

function resolutionOf(
  required: CompiledFlag,
  context: EvaluationContext,
  memo: EvaluationMemo | null,
): Resolution {
  if (memo === null || required.constant !== null) return decide(required, context, memo);
  const known = memo.resolutions.get(required);
  if (known !== undefined) return known;
  const resolution = decide(required, context, memo);
  memo.resolutions.set(required, resolution);
  return resolution;
}

/** Whether the resolution of the required flag fulfils a prerequisite that accepts these variations. */
export function isFulfilledBy({ reason, variationKey }: Resolution, variations: readonly string[]): boolean {
  return reason !== 'DISABLED' && variationKey !== null && variations.includes(variationKey);
}
