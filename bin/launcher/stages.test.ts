import { expect, test } from 'vitest';
import { LauncherProblem } from './problem.ts';
import { createStages } from './stages.ts';

test('what was started last is stopped first, each waited for', async () => {
  const stages = createStages();
  const order: string[] = [];
  for (const name of ['Postgres', 'control plane', 'edge']) {
    stages.add({
      name,
      stop: async () => {
        await Promise.resolve();
        order.push(name);
      },
    });
  }
  await stages.end();
  expect(order).toEqual(['edge', 'control plane', 'Postgres']);
});

test('the end that was asked for is no problem', async () => {
  const stages = createStages();
  const death = Promise.resolve(new LauncherProblem('died'));
  stages.requestEnd();
  stages.add({ name: 'edge', stop: async () => {}, death });
  await expect(stages.untilEndRequested()).resolves.toBeUndefined();
  expect(stages.isEnding()).toBe(true);
});

test('a stage that dies ends the waiting with its problem', async () => {
  const stages = createStages();
  stages.add({ name: 'edge', stop: async () => {}, death: Promise.resolve(new LauncherProblem('died')) });
  await expect(stages.untilEndRequested()).rejects.toThrow('died');
  await expect(stages.unlessEnded(new Promise(() => {}))).rejects.toThrow('died');
});

test('work goes on unless the end is requested', async () => {
  const stages = createStages();
  await expect(stages.unlessEnded(Promise.resolve(7))).resolves.toBe(7);
  stages.requestEnd();
  await expect(stages.unlessEnded(new Promise(() => {}))).rejects.toThrow('told to end');
});
