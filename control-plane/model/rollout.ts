/** One step of a gradual rollout. */
export interface RolloutStep {
  /** The share of users that get the variation from this step on, in 100,000ths. */
  readonly weight: number;
  /** Seconds from the time at which this step was applied to the next step. */
  readonly waitSeconds: number;
}

/** A gradual rollout as people plan it: one rule serves a variation to more and more users. */
export interface RolloutPlan {
  readonly flagKey: string;
  readonly environmentKey: string;
  /** UUID. */
  readonly ruleId: string;
  readonly variation: string;
  /** By ascending weight. */
  readonly steps: readonly RolloutStep[];
}

export const ROLLOUT_STATES = ['planned', 'running', 'paused', 'completed', 'stopped'] as const;
export type RolloutState = (typeof ROLLOUT_STATES)[number];
