import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** `npm run bench:setup`: installs the other engines of `bench/evaluator.ts` into `bench/peers`, in their locked versions. */
const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], {
  cwd: fileURLToPath(new URL('peers/', import.meta.url)),
  stdio: 'inherit',
});
if (error !== undefined) console.error(`npm could not be started: ${error.message}`);
if (status !== 0) {
  console.error(
    'The peers could not be installed; "npm run bench:evaluator" omits the ones that are missing.',
  );
}
process.exitCode = status ?? 1;
