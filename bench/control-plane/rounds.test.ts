import { expect, it } from 'vitest';
import { compareRounds, median } from './rounds.ts';

it('takes the middle of all times', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(() => median([])).toThrow(/nothing/);
});

it('alternates the rounds, and leaves out the first of each', async () => {
  const calls: string[] = [];
  await compareRounds(
    { own: async (at) => calls.push(`own ${at}`), bare: async (at) => calls.push(`bare ${at}`) },
    { rounds: 1, each: 2 },
  );
  expect(calls).toEqual(['own 0', 'own 1', 'bare 2', 'bare 3', 'own 4', 'own 5', 'bare 6', 'bare 7']);
});
