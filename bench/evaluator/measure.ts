/** Milliseconds since an arbitrary start, with a fraction. */
export type Clock = () => number;

export interface Runner {
  readonly name: string;
  run(iterations: number): number;
}

export interface Timing {
  readonly name: string;
  /** Median over the rounds. */
  readonly nanoseconds: number;
}

export interface Effort {
  readonly rounds: number;
  /** How long each runner runs in each round. */
  readonly roundMilliseconds: number;
}

/**
 * Measures the runners alternately. All are warmed up; then each runs once in every round, and each round starts with another
 * one. A change in the speed of the machine affects all of them.
 */
export function measureInTurn(runners: readonly Runner[], effort: Effort, now: Clock): Timing[] {
  const counts = runners.map((runner) => calibrate(runner, effort.roundMilliseconds, now));
  const times: number[][] = runners.map(() => []);
  for (let round = 0; round < effort.rounds; round++) {
    for (let turn = 0; turn < runners.length; turn++) {
      const index = (turn + round) % runners.length;
      const runner = runners[index];
      const count = counts[index];
      if (runner !== undefined && count !== undefined) times[index]?.push(timeOf(runner, count, now) / count);
    }
  }
  return runners.map(({ name }, index) => ({ name, nanoseconds: 1e6 * median(times[index] ?? []) }));
}

/** Warms a runner up, and returns the number of iterations for the given time. */
function calibrate(runner: Runner, milliseconds: number, now: Clock): number {
  let count = 64;
  let elapsed = timeOf(runner, count, now);
  while (elapsed < milliseconds) {
    count *= 2;
    elapsed = timeOf(runner, count, now);
  }
  return Math.max(1, Math.round((count * milliseconds) / elapsed));
}

function timeOf(runner: Runner, count: number, now: Clock): number {
  const start = now();
  const sum = runner.run(count);
  const elapsed = now() - start;
  if (!(sum > 0)) throw new Error(`${runner.name} returned no answers.`);
  return elapsed;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
