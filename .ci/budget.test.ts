import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { formatUsage, isTotalOver, tableFaults } from './budget.ts';

it('has a budget for each test command of package.json, and no other', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(tableFaults(scripts)).toEqual([]);
});

it('names a command without a budget, and a budget without a command', () => {
  expect(tableFaults({ check: '', 'test:new': '', 'test:unit': '' }, { check: 1, 'test:old': 2 })).toEqual([
    '"test:new" of package.json has no budget in .ci/budget.ts',
    '"test:old" of .ci/budget.ts is no script of package.json',
  ]);
});

it('is exceeded by the sum of all commands, not by one of them', () => {
  expect(
    isTotalOver([
      { command: 'check', usedMs: 90_000 },
      { command: 'test:nodes', usedMs: 90_000 },
    ]),
  ).toBe(false);
  expect(
    isTotalOver([
      { command: 'check', usedMs: 60_001 },
      { command: 'test:nodes', usedMs: 120_000 },
    ]),
  ).toBe(true);
});

it('shows what was used of each budget', () => {
  const usages = [
    { command: 'check', usedMs: 41_300 },
    { command: 'test:nodes', usedMs: 120_001 },
  ];
  expect(formatUsage(usages).split('\n')).toEqual([
    'command          used  budget',
    'check            0:42    1:00',
    'test:nodes       2:01    2:00  over budget',
  ]);
});
