import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What depends on the Node that runs it: the HTTP listener of the edge, and with it the contract of every edge. */
const FILES = [
  'test/nodes/node-under-test.test.ts',
  'node-process/requests-in-turn.integration.test.ts',
  'edge-proxy/node/http/hot-listener.integration.test.ts',
  'edge-proxy/node/http/hot-messages.integration.test.ts',
  'edge-proxy/node/http/arrival-limits.integration.test.ts',
  'edge-proxy/node/http/guard.integration.test.ts',
  'edge-proxy/node/http/tls-server.integration.test.ts',
  'edge-proxy/node/http/http2-sessions.integration.test.ts',
  'test/contract/node.test.ts',
];

// Vitest passes over a file that is not there. A test that was moved must not be left out by that.
const missing = FILES.filter((file) => !existsSync(`${ROOT}/${file}`));
if (missing.length > 0)
  throw new Error(`test/nodes/vitest.config.ts lists files that are not there: ${missing}`);

/** For `npm run test:nodes`, which runs Vitest with this configuration on each Node version. */
export default defineConfig({
  root: ROOT,
  test: {
    name: 'nodes',
    include: FILES,
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // The versions are tested at the same time, and there are two.
    maxWorkers: 1,
  },
});
