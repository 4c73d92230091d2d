import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../support/processes.ts';

/**
 * `npm run test:hostile`: the tests of `vitest.config.ts`. `-- --full` sends more inputs, for longer. `-- --costs` prints what
 * each costs. With `TEST_REPORTS` set, Vitest's JSON report goes into that folder. Further arguments are files to run.
 */
const { values, positionals } = parseArgs({
  options: { full: { type: 'boolean' }, costs: { type: 'boolean' } },
  allowPositionals: true,
});
const reports = process.env.TEST_REPORTS;
const args = [
  join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'),
  'run',
  '--config=test/hostile/vitest.config.ts',
  '--reporter=default',
  ...(reports ? ['--reporter=json', `--outputFile.json=${join(reports, 'test-hostile.json')}`] : []),
  ...positionals,
];
const env = {
  ...process.env,
  HOSTILE_FULL: String(values.full ?? false),
  HOSTILE_COSTS: String(values.costs ?? false),
};
process.exitCode = spawnSync(process.execPath, args, { cwd: ROOT, env, stdio: 'inherit' }).status ?? 1;
