import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/**
 * `npm run test:console`: the console in a real Chromium, against a real control plane, edge, Postgres and Redis.
 * Not part of `npm test`, because it needs a browser of the machine.
 */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    name: 'console',
    include: ['test/console/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts', 'test/console/set-up.ts'],
    // A wait in a page ends after 30 seconds; a test has several.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A browser and two processes each: more would overload two cores.
    maxWorkers: 2,
  },
});
