import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Calls `probe` until it neither throws nor returns `undefined`/`false`, and returns its result.
 *
 * @param timeout Milliseconds after which it fails with the last result of `probe`.
 */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T> | T,
  timeout = 10_000,
): Promise<Exclude<T, undefined | false>> {
  const deadline = performance.now() + timeout;
  for (;;) {
    let last: unknown;
    try {
      const answer = await probe();
      if (isAnswer(answer)) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (performance.now() >= deadline) {
      throw new Error(`Waited ${timeout} ms for: ${what}. Last: ${describe(last)}`, { cause: last });
    }
    await sleep(20);
  }
}

function isAnswer<T>(answer: T): answer is Exclude<T, undefined | false> {
  return answer !== undefined && answer !== false;
}

function describe(last: unknown): string {
  return last instanceof Error ? last.message : JSON.stringify(last);
}
