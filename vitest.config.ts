import { configDefaults, defineConfig } from 'vitest/config';

/**
 * Kinds of tests:
 * - `unit`: beside the code, `name.test.ts`; nothing but memory. Part of `npm run check`, like the rules in `test/architecture`.
 * - `integration`: beside the code, `name.integration.test.ts`; a real Postgres and a real Redis.
 * - `workflows`: beside the code, `name.workflow.test.ts`; longer integration tests of what people do with the control plane.
 *   Run by `npm run test:workflows` only.
 * - `system`: in `test/`; several real processes.
 * - `chaos`: in `test/chaos`; long ones that kill again and again. Run by `npm run test:chaos` only.
 */
export default defineConfig({
  test: {
    // Most tests wait for processes, not for the processor. The same number in CI: it runs what `npm test` runs.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          // Nothing here leaves a trace in its process, so the files can share one: half the time.
          isolate: false,
          include: [
            '{.ci,shared,control-plane,edge-proxy,node-process,bin,bench,test/architecture,test/support}/**/*.test.ts',
          ],
          exclude: [...configDefaults.exclude, '**/*.{integration,workflow}.test.ts', 'bench/peers/**'],
          // Property tests compute for a second or two: several times as long while other programs use the processor.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: [
            '{shared,control-plane,edge-proxy,node-process,bin,test/support}/**/*.integration.test.ts',
          ],
          globalSetup: ['test/support/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'workflows',
          include: ['{control-plane,bin}/**/*.workflow.test.ts'],
          globalSetup: ['test/support/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'system',
          include: ['test/**/*.test.ts'],
          exclude: [
            ...configDefaults.exclude,
            'test/architecture/**',
            'test/support/**',
            'test/clients/**',
            'test/console/**',
            // Part of `npm run test:clients`.
            'test/contract/node-http*.test.ts',
            'test/runtimes/**',
            'test/chaos/**',
            'test/upgrade/**',
            'test/hostile/**',
            'test/nodes/**',
            'test/infrastructure/**',
          ],
          globalSetup: ['test/support/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'chaos',
          include: ['test/chaos/**/*.test.ts'],
          globalSetup: ['test/support/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
