import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/**
 * `npm run test:infrastructure`: the product on Postgres and Redis as people run them: poolers, TLS with an own authority,
 * networks that drop packets. Not part of `npm test`, because it waits for timeouts and installs servers.
 */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    name: 'infrastructure',
    include: ['test/infrastructure/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
