import { describe, expect, it } from 'vitest';
import {
  ASK_TIMEOUT_MS,
  ASKING_LOST_MS,
  createRevalidatedValue,
  MAX_AGE_MS,
  RETRY_AFTER_MS,
} from './revalidated-value.ts';

/** A value whose clock and whose Durable Object the test controls. */
function createFixture() {
  let time = 0;
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  const questions: {
    readonly held: string | undefined;
    readonly answer: (value: string | undefined) => void;
    readonly fail: () => void;
  }[] = [];
  const failures: unknown[] = [];
  const held = createRevalidatedValue<string>({
    ask: (value) =>
      new Promise((answer, reject) => {
        questions.push({ held: value, answer, fail: () => reject(new Error('the object is away')) });
      }),
    onFailure: (error) => failures.push(error),
    now: () => time,
    sleep: (delay) => new Promise((wake) => sleepers.push({ at: time + delay, wake })),
  });
  const flush = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  return {
    held,
    questions,
    failures,
    flush,
    advance: async (milliseconds: number) => {
      time += milliseconds;
      for (const sleeper of sleepers.splice(0)) {
        if (sleeper.at <= time) sleeper.wake();
        else sleepers.push(sleeper);
      }
      await flush();
    },
    /** A request that refreshes; `done` is false while it waits. */
    request: async () => {
      const state = { done: false };
      void held.refresh().then(() => {
        state.done = true;
      });
      await flush();
      return state;
    },
  };
}

async function createFixtureHolding(value: string) {
  const at = createFixture();
  const first = await at.request();
  at.questions.shift()?.answer(value);
  await at.flush();
  expect(first.done).toBe(true);
  return at;
}

describe('a revalidated value', () => {
  it('lets the first request wait for the answer', async () => {
    const at = createFixture();
    const request = await at.request();
    expect(request.done).toBe(false);
    at.questions[0]?.answer('v1');
    await at.flush();
    expect([request.done, at.held.value]).toEqual([true, 'v1']);
  });

  it('is revalidated only after it has become stale', async () => {
    const at = await createFixtureHolding('v1');
    await at.advance(MAX_AGE_MS - 1);
    expect((await at.request()).done).toBe(true);
    expect(at.questions).toHaveLength(0);
    await at.advance(1);
    const request = await at.request();
    expect([request.done, at.questions[0]?.held]).toEqual([false, 'v1']);
  });

  it('is revalidated by one request, while the others wait for the answer', async () => {
    const at = await createFixtureHolding('v1');
    await at.advance(MAX_AGE_MS);
    const requests = [await at.request(), await at.request(), await at.request()];
    expect(at.questions).toHaveLength(1);
    at.questions[0]?.answer('v2');
    await at.flush();
    await at.advance(10);
    expect(requests.map(({ done }) => done)).toEqual([true, true, true]);
    expect(at.held.value).toBe('v2');
  });

  it('stays in use when the object fails, and is revalidated again later', async () => {
    const at = await createFixtureHolding('v1');
    await at.advance(MAX_AGE_MS);
    const request = await at.request();
    at.questions.shift()?.fail();
    await at.flush();
    expect([request.done, at.held.value, at.failures.length]).toEqual([true, 'v1', 1]);
    expect((await at.request()).done).toBe(true);
    expect(at.questions).toHaveLength(0);
    await at.advance(RETRY_AFTER_MS);
    await at.request();
    expect(at.questions).toHaveLength(1);
  });

  it('is not waited for longer than the timeout', async () => {
    const at = await createFixtureHolding('v1');
    await at.advance(MAX_AGE_MS);
    const request = await at.request();
    await at.advance(ASK_TIMEOUT_MS);
    expect([request.done, at.held.value, at.failures.length]).toEqual([true, 'v1', 1]);
  });

  it('is revalidated by another request when the first one is cancelled', async () => {
    const at = await createFixtureHolding('v1');
    await at.advance(MAX_AGE_MS);
    await at.request();
    const waiting = await at.request();
    await at.advance(ASKING_LOST_MS);
    expect(at.questions).toHaveLength(2);
    at.questions[1]?.answer('v3');
    await at.flush();
    expect([waiting.done, at.held.value]).toEqual([true, 'v3']);
    at.questions[0]?.answer('v2');
    await at.flush();
    expect(at.held.value).toBe('v3');
  });
});
