import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from './support/eventually.ts';
import { createInstallation, type Installation, processesOf, untilGone } from './support/launcher.ts';
import { ROOT } from './support/processes.ts';
import { copyProject } from './support/project-copy.ts';

let installation: Installation;
beforeEach(async () => {
  installation = await createInstallation();
});
afterEach(() => installation.remove());

test('SIGTERM to `npm start` shuts everything down cleanly', async () => {
  const npm = installation.start({}, { command: ['npm', 'start'], cwd: ROOT });
  await npm.untilReady();
  const family = npm.descendants();
  npm.signal('SIGTERM');
  await npm.exited;
  await untilGone(family);
  const log = readFileSync(join(installation.dataFolder, 'logs/postgres.log'), 'utf8');
  expect(log).toContain('database system is shut down');
});

test('`npm run dev` runs the sources and restarts the service whose file changes; Ctrl-C stops everything', async () => {
  const project = copyProject();
  try {
    const npm = installation.start({}, { command: ['npm', 'run', 'dev'], cwd: project.root });
    await npm.untilReady();
    const edgeMain = join(project.root, 'edge-proxy/node/main.ts');
    const source = readFileSync(edgeMain, 'utf8');

    writeFileSync(edgeMain, `${source}console.error('the changed edge runs');\n`);
    await eventually('the changed edge runs', () => npm.stderr().includes('the changed edge runs'), 30_000);
    await eventually('the edge is ready', () => npm.stdout().includes('edge: ready again'), 30_000);

    writeFileSync(edgeMain, `${source}process.exit(7);\n`);
    const exitReport = 'edge: exited unexpectedly (exit code 7); it starts again when a file changes';
    await eventually('the exit is reported', () => npm.stdout().includes(exitReport), 30_000);

    const readsBefore = npm.stdout().split('ready again').length;
    writeFileSync(edgeMain, source);
    const isReadyAgain = () => npm.stdout().split('ready again').length > readsBefore;
    await eventually('the edge is ready after the mistake is mended', isReadyAgain, 30_000);
    expect(npm.stdout()).not.toContain('control plane: restarting');

    const running = processesOf(project.root);
    expect(running.length).toBeGreaterThanOrEqual(2);
    const family = npm.descendants();
    npm.pressCtrlC();
    await npm.exited;
    await untilGone([...family, ...running]);
    expect(processesOf(project.root)).toEqual([]);
  } finally {
    project.remove();
  }
}, 180_000);

test('two presses of Ctrl-C while a service restarts leave no process of `npm run dev`', async () => {
  const project = copyProject();
  try {
    const npm = installation.start({}, { command: ['npm', 'run', 'dev'], cwd: project.root });
    await npm.untilReady();
    const shared = join(project.root, 'shared/model/clock.ts');
    writeFileSync(shared, `${readFileSync(shared, 'utf8')}\n`);
    await eventually('a service restarts', () => npm.stdout().includes('restarting, because'), 30_000);
    const family = npm.descendants();
    npm.pressCtrlC();
    npm.pressCtrlC();
    await npm.exited;
    await untilGone(family);
    await eventually('no process is left', () => processesOf(project.root).length === 0, 30_000);
  } finally {
    project.remove();
  }
}, 180_000);
