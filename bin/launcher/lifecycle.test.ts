import { expect, test } from 'vitest';
import { OperationalError } from '../system/operational-error.ts';
import { createLifecycle } from './lifecycle.ts';

test('components stop one after the other, the one started last first', async () => {
  const lifecycle = createLifecycle();
  const order: string[] = [];
  for (const name of ['Postgres', 'control plane', 'edge']) {
    lifecycle.add({
      name,
      stop: async () => {
        await Promise.resolve();
        order.push(name);
      },
    });
  }
  await lifecycle.stopAll();
  expect(order).toEqual(['edge', 'control plane', 'Postgres']);
});

test('an exit after the shutdown request is no error', async () => {
  const lifecycle = createLifecycle();
  const exited = Promise.resolve(new OperationalError('exited'));
  lifecycle.requestShutdown();
  lifecycle.add({ name: 'edge', stop: async () => {}, exited });
  await expect(lifecycle.untilShutdownRequested()).resolves.toBeUndefined();
  expect(lifecycle.isShuttingDown()).toBe(true);
});

test('a component that exits unexpectedly rejects what waits, with its error', async () => {
  const lifecycle = createLifecycle();
  lifecycle.add({
    name: 'edge',
    stop: async () => {},
    exited: Promise.resolve(new OperationalError('exited')),
  });
  await expect(lifecycle.untilShutdownRequested()).rejects.toThrow('exited');
  await expect(lifecycle.unlessShutdown(new Promise(() => {}))).rejects.toThrow('exited');
});

test('work continues until shutdown is requested', async () => {
  const lifecycle = createLifecycle();
  await expect(lifecycle.unlessShutdown(Promise.resolve(7))).resolves.toBe(7);
  lifecycle.requestShutdown();
  await expect(lifecycle.unlessShutdown(new Promise(() => {}))).rejects.toThrow('shutdown was requested');
});
