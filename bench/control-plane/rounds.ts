/** Medians of two ways to do the same work, in milliseconds. */
export interface Measured {
  readonly own: number;
  readonly bare: number;
  /** Of `own` to `bare`. */
  readonly ratio: number;
}

/** One unit of work. @param at counts the calls of both ways */
export type Work = (at: number) => Promise<unknown>;

/**
 * Times two ways in alternating rounds, so that what else happens on the machine hits both, and compares the medians of all
 * single times.
 *
 * @param warmUp rounds before that are not counted: code is compiled while it runs
 */
export async function compareRounds(
  { own, bare }: { readonly own: Work; readonly bare: Work },
  { rounds, each, warmUp = 1 }: { readonly rounds: number; readonly each: number; readonly warmUp?: number },
): Promise<Measured> {
  const times = { own: [] as number[], bare: [] as number[] };
  let at = 0;
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const [name, work] of [
      ['own', own],
      ['bare', bare],
    ] as const) {
      for (let done = 0; done < each; done += 1) {
        const start = performance.now();
        await work(at);
        if (round >= 0) times[name].push(performance.now() - start);
        at += 1;
      }
    }
  }
  const [ownMedian, bareMedian] = [median(times.own), median(times.bare)];
  return { own: ownMedian, bare: bareMedian, ratio: ownMedian / bareMedian };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new RangeError('nothing was measured');
  return middle;
}
