import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/**
 * `npm run test:upgrade`: the base release and this one take up each other's data and run beside each other.
 * Not part of `npm test`, because it installs the base release first.
 */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    name: 'upgrade',
    include: ['test/upgrade/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts', 'test/upgrade/set-up.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
