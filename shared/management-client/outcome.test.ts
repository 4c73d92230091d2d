import { expect, it } from 'vitest';
import { assertSucceeded, dataOf, ManagementApiError } from './outcome.ts';

const problem = {
  type: 'about:blank',
  title: 'Conflict',
  status: 409,
  detail: 'It exists.',
  code: 'CONFLICT',
};

/** An answer that came from this address. */
function answerFrom(url: string, status: number): Response {
  return Object.defineProperty(new Response(null, { status }), 'url', { value: url });
}

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

it('gives the body of a successful answer', () => {
  const response = answerFrom('https://flags.example/api/me', 200);
  expect(dataOf({ data: { id: '1' }, response })).toEqual({ id: '1' });
});

it('throws the problem details of a refusal, without the query of its address', () => {
  const response = answerFrom('https://flags.example/api/audit?user=ada', 409);
  for (const run of [
    () => dataOf({ error: problem, response }),
    () => assertSucceeded({ error: problem, response }),
  ]) {
    const error = thrownBy(run);
    expect(error).toBeInstanceOf(ManagementApiError);
    expect(error).toMatchObject({
      status: 409,
      problem,
      message: 'https://flags.example/api/audit answered 409: It exists.',
    });
  }
});

it('throws what a proxy answers, which has no problem details', () => {
  const response = answerFrom('https://flags.example/api/me', 502);
  expect(thrownBy(() => dataOf({ error: '<h1>Bad gateway</h1>', response }))).toMatchObject({
    status: 502,
    problem: undefined,
  });
});

it('throws if a successful answer has no body that it should have', () => {
  const response = answerFrom('https://flags.example/api/me', 200);
  expect(() => dataOf({ response })).toThrow('without a body');
  expect(() => assertSucceeded({ response })).not.toThrow();
});
