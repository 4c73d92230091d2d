import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createInstallation, type Installation, untilGone } from './support/launcher.ts';
import { ROOT } from './support/processes.ts';

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
