import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The contract of an edge as clients of HTTP/1.1 and HTTP/2 over TLS see it. */
const TLS_CONTRACTS = ['test/contract/node-http2.test.ts', 'test/contract/node-https.test.ts'];

/**
 * `npm run test:clients`: clients that others have written, against a real control plane and a real edge.
 * Not part of `npm test`, because it needs a browser, nginx and promtool of the machine.
 */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    name: 'clients',
    include: ['test/clients/**/*.test.ts', ...TLS_CONTRACTS],
    globalSetup: ['test/support/global-setup.ts', 'test/clients/set-up.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // While one waits for a timeout, another one can run; more would overload two cores.
    maxWorkers: 2,
  },
});
