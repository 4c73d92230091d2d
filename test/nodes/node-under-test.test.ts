import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { reservePort } from '../support/ports.ts';
import { createProcessGroup } from '../support/processes.ts';

const group = createProcessGroup();
const expected = process.env.NODE_UNDER_TEST;

it('runs the tests on the version that it says', () => {
  expect(process.version).toBe(expected);
});

it('runs the processes that tests start on the same version', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sf-node-'));
  const file = join(folder, 'flags.json');
  writeFileSync(file, JSON.stringify({ environments: [{ key: 'production', flags: [] }] }));
  const [port, metricsPort] = [await reservePort(), await reservePort()];
  await group.start({
    name: 'edge',
    module: 'edge-proxy/node/main.ts',
    readyUrl: `http://127.0.0.1:${port}/health/ready`,
    env: {
      HOST: '127.0.0.1',
      PORT: String(port),
      METRICS_PORT: String(metricsPort),
      OFFLINE_FILE: file,
      OFFLINE_KEYS: `sf_srv_${'x'.repeat(43)}`,
    },
    cleanUp: () => rmSync(folder, { recursive: true, force: true }),
  });
  const metrics = await fetch(`http://127.0.0.1:${metricsPort}/metrics`);
  expect(await metrics.text()).toContain(`nodejs_version_info{version="${expected}"`);
});
