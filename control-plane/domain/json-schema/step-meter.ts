/** Counts the steps of a validation. One step takes some tens of nanoseconds. */
export interface StepMeter {
  /** @throws StepsExceeded */
  spend(steps: number): void;
}

/** A validation takes more steps than it may. */
export class StepsExceeded extends Error {
  override readonly name = 'StepsExceeded';
  /** The steps that it may take. */
  readonly limit: number;

  constructor(limit: number) {
    super(`takes more than ${limit} steps`);
    this.limit = limit;
  }
}

/** @param parent is charged with the same steps */
export function createStepMeter(limit: number, parent?: StepMeter): StepMeter {
  let spent = 0;
  return {
    spend(steps) {
      spent += steps;
      if (spent > limit) throw new StepsExceeded(limit);
      parent?.spend(steps);
    },
  };
}
