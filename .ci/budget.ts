/**
 * How long each command of `.ci/run` may take, in minutes of the clock, on a machine of two cores. The time of one command
 * varies by a factor of two on a shared machine (`check` took 33 s and 74 s on the same one), the sum of all varies far less.
 * So the run fails if all commands together take longer than all budgets together, or if one is stopped at three times its own.
 */
export const BUDGETS: Readonly<Record<string, number>> = {
  check: 1,
  test: 5,
  'test:workflows': 5,
  'test:runtimes': 3,
  'test:clients': 6,
  'test:chaos': 10,
  'test:upgrade': 3,
  'test:infrastructure': 6,
  'test:hostile': 10,
  'test:console': 8,
  'test:nodes': 2,
};

/** A command is stopped, and has failed, after this many times its budget. */
export const STOPPED_AFTER_BUDGETS = 3;

/** A part of another command, and one that takes hours and has no pass or fail. */
const NOT_RUN = ['test:unit', 'test:mutation'];

/** How long a command took. */
export interface Usage {
  readonly command: string;
  readonly usedMs: number;
}

/** What is wrong with the table: each test command of `package.json` needs a budget, each budget a command. */
export function tableFaults(
  scripts: Readonly<Record<string, string>>,
  budgets: Readonly<Record<string, number>> = BUDGETS,
): readonly string[] {
  const missing = Object.keys(scripts).filter(
    (name) => /^test(:|$)/.test(name) && !NOT_RUN.includes(name) && budgets[name] === undefined,
  );
  const unknown = Object.keys(budgets).filter((name) => scripts[name] === undefined);
  return [
    ...missing.map((name) => `"${name}" of package.json has no budget in .ci/budget.ts`),
    ...unknown.map((name) => `"${name}" of .ci/budget.ts is no script of package.json`),
  ];
}

/** Milliseconds that a command may take. */
export function budgetMs(command: string): number {
  return (BUDGETS[command] ?? 0) * 60_000;
}

function isOver({ command, usedMs }: Usage): boolean {
  return usedMs > budgetMs(command);
}

/** Whether the commands that ran took longer together than their budgets. */
export function isTotalOver(usages: readonly Usage[]): boolean {
  const sum = (of: (usage: Usage) => number) => usages.reduce((total, usage) => total + of(usage), 0);
  return sum(({ usedMs }) => usedMs) > sum(({ command }) => budgetMs(command));
}

/** A table of what was used of each budget, in minutes and seconds. */
export function formatUsage(usages: readonly Usage[]): string {
  const rows = usages.map((usage) => [
    usage.command,
    minutes(usage.usedMs),
    minutes(budgetMs(usage.command)),
    isOver(usage) ? 'over budget' : '',
  ]);
  return [['command', 'used', 'budget', ''], ...rows]
    .map(([command = '', used = '', budget = '', note = '']) =>
      `${command.padEnd(14)} ${used.padStart(6)} ${budget.padStart(7)}  ${note}`.trimEnd(),
    )
    .join('\n');
}

function minutes(ms: number): string {
  // Rounded up, so that a command over its budget never shows the budget.
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
