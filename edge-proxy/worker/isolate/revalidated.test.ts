import { describe, expect, it } from 'vitest';
import { ASK_TIMEOUT, ASKER_LOST, createRevalidated, MAX_AGE, RETRY_AFTER } from './revalidated.ts';

/** Time that passes only when told to, and questions that are answered only when told to. */
function stage() {
  let time = 0;
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  const questions: {
    readonly held: string | undefined;
    readonly answer: (value: string | undefined) => void;
    readonly fail: () => void;
  }[] = [];
  const failures: unknown[] = [];
  const held = createRevalidated<string>({
    ask: (value) =>
      new Promise((answer, reject) => {
        questions.push({ held: value, answer, fail: () => reject(new Error('the object is away')) });
      }),
    onFailure: (error) => failures.push(error),
    now: () => time,
    sleep: (delay) => new Promise((wake) => sleepers.push({ at: time + delay, wake })),
  });
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  return {
    held,
    questions,
    failures,
    settle,
    pass: async (milliseconds: number) => {
      time += milliseconds;
      for (const sleeper of sleepers.splice(0)) {
        if (sleeper.at <= time) sleeper.wake();
        else sleepers.push(sleeper);
      }
      await settle();
    },
    /** A request that refreshes; `done` tells whether it still waits. */
    request: async () => {
      const state = { done: false };
      void held.refresh().then(() => {
        state.done = true;
      });
      await settle();
      return state;
    },
  };
}

async function stageHolding(value: string) {
  const at = stage();
  const first = await at.request();
  at.questions.shift()?.answer(value);
  await at.settle();
  expect(first.done).toBe(true);
  return at;
}

describe('a value revalidated by requests', () => {
  it('makes the first request wait for the answer', async () => {
    const at = stage();
    const request = await at.request();
    expect(request.done).toBe(false);
    at.questions[0]?.answer('v1');
    await at.settle();
    expect([request.done, at.held.value]).toEqual([true, 'v1']);
  });

  it('asks nobody while it is fresh, and again when it no longer is', async () => {
    const at = await stageHolding('v1');
    await at.pass(MAX_AGE - 1);
    expect((await at.request()).done).toBe(true);
    expect(at.questions).toHaveLength(0);
    await at.pass(1);
    const request = await at.request();
    expect([request.done, at.questions[0]?.held]).toEqual([false, 'v1']);
  });

  it('lets one request ask while the others wait for its answer', async () => {
    const at = await stageHolding('v1');
    await at.pass(MAX_AGE);
    const requests = [await at.request(), await at.request(), await at.request()];
    expect(at.questions).toHaveLength(1);
    at.questions[0]?.answer('v2');
    await at.settle();
    await at.pass(10);
    expect(requests.map(({ done }) => done)).toEqual([true, true, true]);
    expect(at.held.value).toBe('v2');
  });

  it('serves what it held when the object fails, and asks again a while later', async () => {
    const at = await stageHolding('v1');
    await at.pass(MAX_AGE);
    const request = await at.request();
    at.questions.shift()?.fail();
    await at.settle();
    expect([request.done, at.held.value, at.failures.length]).toEqual([true, 'v1', 1]);
    expect((await at.request()).done).toBe(true);
    expect(at.questions).toHaveLength(0);
    await at.pass(RETRY_AFTER);
    await at.request();
    expect(at.questions).toHaveLength(1);
  });

  it('gives an answer up after a time', async () => {
    const at = await stageHolding('v1');
    await at.pass(MAX_AGE);
    const request = await at.request();
    await at.pass(ASK_TIMEOUT);
    expect([request.done, at.held.value, at.failures.length]).toEqual([true, 'v1', 1]);
  });

  it('has another request ask when the one that asked is gone', async () => {
    const at = await stageHolding('v1');
    await at.pass(MAX_AGE);
    await at.request();
    const waiting = await at.request();
    await at.pass(ASKER_LOST);
    expect(at.questions).toHaveLength(2);
    at.questions[1]?.answer('v3');
    await at.settle();
    expect([waiting.done, at.held.value]).toEqual([true, 'v3']);
    at.questions[0]?.answer('v2');
    await at.settle();
    expect(at.held.value).toBe('v3');
  });
});
