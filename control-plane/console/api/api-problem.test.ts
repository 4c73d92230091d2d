import { expect, it } from 'vitest';
import { ApiProblem, faultsAt } from './api-problem.ts';

const problem = new ApiProblem('The request is not valid.', 400, {
  type: 'about:blank',
  title: 'Invalid',
  status: 400,
  detail: 'The request is not valid.',
  code: 'INVALID_REQUEST',
  errors: [
    { path: 'rules[0].conditions[1].values[2]', message: 'a' },
    { path: 'rules[1]', message: 'b' },
    { path: 'rules[10].serve', message: 'c' },
  ],
});

it.each([
  ['rules', ['a', 'b', 'c']],
  ['rules[0].conditions[1].values', ['a']],
  ['rules[1]', ['b']],
  ['rules[0].cond', []],
])('the faults at %s are %j', (path, messages) => {
  expect(faultsAt(problem, path)).toEqual(messages);
});
