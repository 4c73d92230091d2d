import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/**
 * `npm run test:hostile`: inputs made to cost much or to stop a process, sent to real processes. Time and memory are
 * measured from outside. Not part of `npm test`, because it needs the machine for itself. `--full` sends more of them.
 */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    name: 'hostile',
    include: ['test/hostile/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A second file would take the processor from the requests whose waiting time is measured.
    fileParallelism: false,
  },
});
