import { createHash } from 'node:crypto';
import type { Serve } from '../../../shared/model/flag-set.ts';
import type { Configuration } from '../../model/configuration.ts';
import type { Operation } from '../../model/operation.ts';
import type { ProjectDiff } from '../../model/project-change.ts';
import type { ProjectState } from '../../model/project-state.ts';
import type { RolloutPlan, RolloutStep } from '../../model/rollout.ts';
import { applyOperations } from './apply-operations.ts';
import { diffStates } from './diff-states.ts';
import { hashDiff } from './hash-diff.ts';
import { serveWithShare, shareOfVariation } from './rollout-serve.ts';

/** A step of a rollout, and what it changes in the state that the step before it leaves. */
export interface PreparedStep extends RolloutStep {
  readonly operations: readonly Operation[];
  readonly diff: ProjectDiff;
}

/** Why a rollout cannot be started. */
export interface RolloutProblem {
  /** A JSON pointer into the plan, for example `/rollout/ruleId`. */
  readonly pointer: string;
  readonly message: string;
}

/** The steps of a rollout. A rollout with a problem is not started; it has steps if what they would change is known. */
export interface PreparedRollout {
  readonly steps: readonly PreparedStep[];
  readonly problem: RolloutProblem | undefined;
}

/** An operation that needs what a rollout needs, and changes nothing. */
export const rolloutProbe = (plan: RolloutPlan): Operation => ({
  kind: 'rule.update',
  ...targetOf(plan),
  patch: {},
});

/**
 * What each step of a rollout changes. The first one also does what the operations of the draft do. Shares are computed
 * from what the rule serves after these operations.
 *
 * @param state holds the flag and the configuration, if they exist
 * @param operations can be applied to the state
 */
export function prepareRollout(
  state: ProjectState,
  operations: readonly Operation[],
  plan: RolloutPlan,
  randomUuid: () => string,
): PreparedRollout {
  const start = startOf(applyOperations(state, operations, randomUuid).after, plan);
  if (start.serve === undefined) return { steps: [], problem: start.problem };
  const { serve: served, problem } = start;
  let before = state;
  const steps = plan.steps.map((step, index): PreparedStep => {
    const serve = serveWithShare(served, plan.variation, step.weight);
    const update: Operation = { kind: 'rule.update', ...targetOf(plan), patch: { serve } };
    const own = index === 0 ? [...operations, update] : [update];
    const { after } = applyOperations(before, own, randomUuid);
    const diff = diffStates(before, after);
    before = after;
    return { ...step, operations: own, diff };
  });
  return { steps, problem };
}

const targetOf = ({ flagKey, environmentKey, ruleId }: RolloutPlan) => ({ flagKey, environmentKey, ruleId });

/** SHA-256 of what the steps change and of the time between them, in lower-case hex. Approvals are bound to it. */
export function hashRollout(steps: readonly Pick<PreparedStep, 'diff' | 'waitSeconds'>[]): string {
  const parts = steps.map(({ diff, waitSeconds }) => [hashDiff(diff), waitSeconds]);
  return createHash('sha256')
    .update(JSON.stringify({ rollout: parts }))
    .digest('hex');
}

const configurationOf = (state: ProjectState, plan: RolloutPlan): Configuration | undefined =>
  state.flags.get(plan.flagKey)?.configurations.get(plan.environmentKey);

const ruleOf = (state: ProjectState, plan: RolloutPlan) =>
  configurationOf(state, plan)?.rules.find(({ id }) => id === plan.ruleId);

/** What the rule serves before the first step, if it is known, and why it cannot be rolled out. */
interface RolloutStart {
  readonly serve?: Serve;
  readonly problem: RolloutProblem | undefined;
}

function startOf(state: ProjectState, plan: RolloutPlan): RolloutStart {
  const { flagKey, environmentKey, ruleId, variation } = plan;
  const idle = whyNotServed(state, plan);
  const ofFlag = idle === undefined ? undefined : { pointer: '/rollout/flagKey', message: idle };
  if (configurationOf(state, plan) === undefined) return { problem: ofFlag };
  const rule = ruleOf(state, plan);
  if (rule === undefined) {
    const message = `Flag "${flagKey}" has no rule ${ruleId} in environment "${environmentKey}".`;
    return { problem: { pointer: '/rollout/ruleId', message } };
  }
  if (!configurationOf(state, plan)?.variations.some(({ key }) => key === variation)) {
    const message = `Flag "${flagKey}" has no variation "${variation}" in environment "${environmentKey}".`;
    return { problem: { pointer: '/rollout/variation', message } };
  }
  const share = shareOfVariation(rule.serve, variation);
  const [first] = plan.steps;
  if (first !== undefined && first.weight > share) return { serve: rule.serve, problem: ofFlag };
  const message = `The rule serves "${variation}" to ${share} of 100000 already. The first step must have a larger weight.`;
  return { problem: { pointer: '/rollout/steps/0/weight', message } };
}

/** Why the flag of a rollout serves no rule; `undefined` if it does. */
export function whyNotServed(state: ProjectState, plan: RolloutPlan): string | undefined {
  const { flagKey, environmentKey } = plan;
  const configuration = configurationOf(state, plan);
  if (configuration === undefined) {
    return state.environments.includes(environmentKey)
      ? `There is no flag "${flagKey}" in this project.`
      : `There is no environment "${environmentKey}" in this project.`;
  }
  if (state.flags.get(flagKey)?.archived) return `Flag "${flagKey}" is archived.`;
  return configuration.enabled
    ? undefined
    : `Flag "${flagKey}" is off in environment "${environmentKey}", so a larger share would show only when it is switched on.`;
}
