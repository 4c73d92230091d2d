import type { components } from '../../../../shared/management-client/openapi.ts';
import { ROLLOUT_TOTAL } from '../../../../shared/model/flag-set.ts';
import { conditionsText, serveText } from '../../editing/diff/rule-words.ts';
import { type DurationUnit, durationIn, secondsOf } from './durations.ts';

/** A step as a form has it. */
export interface PlannedStep {
  readonly id: string;
  /** Of all users, in percent. */
  readonly percent: number;
  /** The time until the next step; of the last one it means nothing. */
  readonly amount: number;
  readonly unit: DurationUnit;
}

export const DEFAULT_STEPS: readonly PlannedStep[] = [
  { id: 'a', percent: 1, amount: 1, unit: 'hours' },
  { id: 'b', percent: 10, amount: 1, unit: 'days' },
  { id: 'c', percent: 50, amount: 1, unit: 'days' },
  { id: 'd', percent: 100, amount: 1, unit: 'days' },
];

const MAX_STEPS = 50;
const MAX_WAIT_SECONDS = 2_592_000;

type ApiStep = components['schemas']['RolloutStep'];

export function stepsOf(
  steps: readonly { readonly weight: number; readonly waitSeconds: number }[],
): readonly PlannedStep[] {
  return steps.map(({ weight, waitSeconds }, index) => ({
    id: String(index),
    percent: (weight * 100) / ROLLOUT_TOTAL,
    ...(waitSeconds === 0 ? { amount: 1, unit: 'hours' as const } : durationIn(waitSeconds)),
  }));
}

/** The last step has no wait. */
export function stepsForApi(steps: readonly PlannedStep[]): ApiStep[] {
  return steps.map(({ percent, amount, unit }, index) => {
    const weight = weightOf(percent);
    return index === steps.length - 1 ? { weight } : { weight, waitSeconds: secondsOf(amount, unit) };
  });
}

const weightOf = (percent: number): number => Math.round((percent * ROLLOUT_TOTAL) / 100);

/** What is wrong with the steps, in a sentence. */
export function stepFault(steps: readonly PlannedStep[]): string | undefined {
  if (steps.length === 0) return 'At least one step is needed.';
  if (steps.length > MAX_STEPS) return `At most ${MAX_STEPS} steps.`;
  const weights = steps.map(({ percent }) => weightOf(percent));
  if (weights.some((weight) => !(weight >= 1 && weight <= ROLLOUT_TOTAL))) {
    return 'A share is more than 0 % and at most 100 %.';
  }
  if (weights.some((weight, index) => index > 0 && weight <= (weights[index - 1] ?? 0))) {
    return 'Each step must give more users the variation than the one before it.';
  }
  const waits = steps.slice(0, -1).map(({ amount, unit }) => secondsOf(amount, unit));
  return waits.every((wait) => wait >= 1 && wait <= MAX_WAIT_SECONDS)
    ? undefined
    : 'A wait takes from 1 second to 30 days.';
}

/** A rule as a choice: its place, for whom, and what it serves. */
export function ruleLabel(
  {
    description,
    conditions,
    serve,
  }: Pick<components['schemas']['Rule'], 'description' | 'conditions' | 'serve'>,
  index: number,
): string {
  const name = description === undefined || description === '' ? conditionsText(conditions) : description;
  return `Rule ${index + 1}: ${name} → ${serveText(serve)}`;
}
