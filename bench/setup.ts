import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** `npm run bench:setup`: installs the engines that `bench/evaluator.ts` compares with, exactly as locked, into `bench/peers`. */
const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], {
  cwd: fileURLToPath(new URL('peers/', import.meta.url)),
  stdio: 'inherit',
});
if (error !== undefined) console.error(`npm could not be started: ${error.message}`);
if (status !== 0) {
  console.error(
    'The peers could not be installed; "npm run bench:evaluator" leaves out the ones that are missing.',
  );
}
process.exitCode = status ?? 1;
