import { expect, it } from 'vitest';
import { ApiProblem, faultsAt } from '../../api/api-problem.ts';
import { operationFaults } from './operation-faults.ts';

it('faults of operations are faults of the configurations that they replace', () => {
  const byOperation = operationFaults(
    new ApiProblem('The draft cannot be applied.', 409, {
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      detail: 'The draft cannot be applied.',
      code: 'CONFLICT',
      errors: [
        { path: '/operations/1/configuration/rules/0/serve', message: 'a' },
        { path: 'operations[0].configuration.variations[2].value', message: 'b' },
        { path: '/flags/x/environments/y/enabled', message: 'c' },
      ],
    }),
  );
  expect([...byOperation.keys()].toSorted()).toEqual([0, 1]);
  expect(faultsAt(byOperation.get(1), 'rules[0].serve')).toEqual(['a']);
  expect(faultsAt(byOperation.get(0), 'variations[2].value')).toEqual(['b']);
});
