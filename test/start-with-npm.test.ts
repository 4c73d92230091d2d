import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from './support/eventually.ts';
import { createInstallation, type Installation, untilGone } from './support/launcher.ts';
import { ROOT } from './support/processes.ts';
import { copyProject } from './support/project-copy.ts';

let installation: Installation;
beforeEach(async () => {
  installation = await createInstallation();
});
afterEach(() => installation.remove());

const edgeIsReady = async () => (await fetch(`${installation.edgeUrl}/health/ready`)).status === 200;

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

test('`npm run dev` runs the sources, restarts what changes, and Ctrl-C stops everything', async () => {
  const project = copyProject();
  try {
    const npm = installation.start({}, { command: ['npm', 'run', 'dev'], cwd: project.root });
    await npm.untilReady();
    const edgeMain = join(project.root, 'edge-proxy/node/main.ts');
    writeFileSync(edgeMain, `${readFileSync(edgeMain, 'utf8')}console.error('the changed edge runs');\n`);
    await eventually('the changed edge runs', () => npm.stderr().includes('the changed edge runs'), 30_000);
    await eventually('the edge is ready again', edgeIsReady, 30_000);

    const options = join(project.root, 'bin/launcher/options.ts');
    writeFileSync(options, `${readFileSync(options, 'utf8')}console.log('the changed launcher runs');\n`);
    await eventually(
      'the launcher restarts',
      () => npm.stdout().includes('the changed launcher runs'),
      30_000,
    );
    await eventually('the edge is ready again', edgeIsReady, 60_000);

    const family = npm.descendants();
    expect(family.length).toBeGreaterThan(5);
    npm.pressCtrlC();
    await npm.exited;
    await untilGone(family);
  } finally {
    project.remove();
  }
}, 180_000);
