import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/**
 * The unit tests that Stryker runs for each mutant: those of the folders that it changes, and of what uses them.
 * `MUTATION_TESTS` names fewer: a mutant then takes seconds less.
 */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    name: 'mutation',
    include: [process.env.MUTATION_TESTS ?? '{shared,edge-proxy/core}/**/*.test.ts'],
    exclude: ['**/*.{integration,workflow}.test.ts'],
    testTimeout: 30_000,
  },
});
