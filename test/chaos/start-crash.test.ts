import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { evaluateAt } from '../support/edge-client.ts';
import { eventually } from '../support/eventually.ts';
import { createInstallation, type Installation, isAlive, untilGone } from '../support/launcher.ts';
import { createManagementApi } from '../support/management-api.ts';

/** Several starts, one after the other, on a machine that may be busy. */
const PATIENCE_MS = 240_000;

let installation: Installation;
beforeEach(async () => {
  installation = await createInstallation();
});
afterEach(() => installation.remove());

/** A member of `data/credentials.json`, or a member of one of its keys. */
function kept(name: string, member?: string): string {
  const value = installation.credentials()[name];
  if (member === undefined) return String(value);
  return String(Object.getOwnPropertyDescriptor(Object(value), member)?.value);
}

const evaluateNewCheckout = () =>
  evaluateAt(installation.edgeUrl, kept('serverKey', 'key'), {
    flagKey: 'new-checkout',
    context: { targetingKey: 'u-1', plan: 'premium' },
  });

async function managementGet(path: string): Promise<unknown> {
  return createManagementApi(installation.controlPlaneUrl, kept('apiToken')).read(path);
}

/** The one process of the family with these words in its command line. */
function pidOf(family: readonly number[], words: string): number {
  const found = family.find((pid) => commandLineOf(pid).includes(words));
  if (found === undefined) throw new Error(`no process "${words}" among ${family.join(', ')}`);
  return found;
}

function commandLineOf(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
}

test('a first start that is killed at any step is completed by the next', {
  timeout: PATIENCE_MS,
}, async () => {
  const steps = [
    () => installation.credentials().apiToken !== undefined,
    () => installation.credentials().projectId !== undefined,
    () => installation.credentials().serverKey !== undefined,
    () => installation.credentials().relayKey !== undefined,
  ];
  for (const isReached of steps) {
    const launcher = installation.start();
    await eventually('the step', isReached, 60_000);
    const family = launcher.descendants();
    launcher.signal('SIGKILL');
    await launcher.exited;
    await untilGone(family);
  }

  const launcher = installation.start();
  await launcher.untilReady();
  const projectId = kept('projectId');
  expect(await managementGet('/projects')).toMatchObject({ items: [{ id: projectId, name: 'Demo' }] });
  expect(await managementGet(`/projects/${projectId}/environments`)).toMatchObject({
    items: [{ key: 'development' }, { key: 'staging' }, { key: 'production' }],
  });
  expect((await evaluateNewCheckout()).body).toMatchObject({ value: true, reason: 'TARGETING_MATCH' });
});

test('whatever is killed, nothing is left running, and the next start finds everything', {
  timeout: PATIENCE_MS,
}, async () => {
  const victims = [
    ['dist/control-plane.mjs', 'The control plane exited unexpectedly (killed by SIGKILL).'],
    ['dist/edge.mjs', 'The edge exited unexpectedly (killed by SIGKILL).'],
    ['/postgres -D', 'Postgres exited unexpectedly (killed by SIGKILL).'],
  ] as const;
  for (const [words, message] of victims) {
    const launcher = installation.start();
    await launcher.untilReady();
    expect(launcher.stderr()).toBe('');
    expect((await evaluateNewCheckout()).body).toMatchObject({ value: true });
    const family = launcher.descendants();
    process.kill(pidOf(family, words), 'SIGKILL');
    expect(await launcher.exited).toBe(1);
    // What happened, and below it the last words, indented.
    expect(launcher.stderr()).toContain(message);
    expect(launcher.stderr()).toMatch(/\n {2}\S/);
    await untilGone(family);
  }

  const killed = installation.start();
  await killed.untilReady();
  const family = killed.descendants();
  killed.signal('SIGKILL');
  await killed.exited;
  await untilGone(family);

  const last = installation.start();
  await last.untilReady();
  expect(last.stderr()).toBe('');
  expect((await evaluateNewCheckout()).body).toMatchObject({ value: true });
});

test('what its user removed from the demo project stays removed, but the edge gets a new key', async () => {
  const first = installation.start();
  await first.untilReady();
  const flag = `/projects/${kept('projectId')}/flags/dark-mode`;
  const api = createManagementApi(installation.controlPlaneUrl, kept('apiToken'));
  await api.archiveFlag(kept('projectId'), 'dark-mode');
  const relayKey = kept('relayKey', 'id');
  await api.revokeKey(kept('projectId'), relayKey);
  first.pressCtrlC();
  expect(await first.exited).toBe(0);

  const second = installation.start();
  await second.untilReady();
  expect(kept('relayKey', 'id')).not.toBe(relayKey);
  expect(await managementGet(flag)).toMatchObject({ archived: true });
  expect((await evaluateNewCheckout()).body).toMatchObject({ value: true });
});

test('a second ctrl-C does not wait', async () => {
  const launcher = installation.start();
  await launcher.untilReady();
  const family = launcher.descendants();
  launcher.pressCtrlC();
  launcher.pressCtrlC();
  launcher.signal('SIGTERM');
  // Which signals arrive as two is up to the kernel; either way nothing may be left.
  expect(await launcher.exited).toBeOneOf([0, 1]);
  await untilGone(family);
  expect(family.some(isAlive)).toBe(false);
});

test('ctrl-C while it is still starting ends it cleanly', async () => {
  const launcher = installation.start();
  await eventually(
    'the control plane is being started',
    () => readFileSync(join(installation.dataFolder, 'logs', 'control-plane.log'), 'utf8') !== undefined,
    60_000,
  );
  const family = launcher.descendants();
  launcher.pressCtrlC();
  expect(await launcher.exited).toBe(0);
  expect(launcher.stderr()).toBe('');
  await untilGone(family);
});
