import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { bundleWorker } from '../../test/support/worker-bundle.ts';
import { contextOf, hundredFlags } from '../edge/flag-sets.ts';
import { RELAY_KEY, startUpstream } from '../edge/upstream.ts';
import { median } from '../evaluator/measure.ts';
import { type ColdStart, measureColdStart } from './cold-start.ts';

/**
 * `npm run bench:worker`: the cold start of the Worker on `workerd`, beside a Worker that does nothing. Miniflare starts
 * a new `workerd` for each start; the Workers take turns.
 */
const STARTS = 10;
const MAX_KILOBYTES = 130;

const EMPTY = "export default { fetch: () => new Response('{}') };";

const settings = readFileSync(new URL('../../wrangler.toml', import.meta.url), 'utf8');
const compatibilityDate = /compatibility_date = "([\d-]+)"/.exec(settings)?.[1];
if (compatibilityDate === undefined) throw new Error('wrangler.toml has no compatibility_date');

const { code, gzippedBytes } = await bundleWorker();
const upstream = await startUpstream([{ name: 'hundred', flags: hundredFlags() }]);
const edge = {
  script: code,
  durableObjects: {
    RELAY: { className: 'RelayObject', useSQLite: true },
    ENVIRONMENTS: { className: 'EnvironmentObject', useSQLite: true },
  },
  bindings: { UPSTREAM_URL: upstream.url, RELAY_KEY, LOG_LEVEL: 'silent' },
};
const rows: Readonly<Record<string, ColdStart>> = {
  'a Worker that does nothing': { worker: { script: EMPTY }, compatibilityDate, path: '/' },
  'the edge: GET /health/live': { worker: edge, compatibilityDate, path: '/health/live' },
  'the edge: a bulk evaluation of 100 flags': {
    worker: edge,
    compatibilityDate,
    path: '/ofrep/v1/evaluate/flags',
    request: {
      method: 'POST',
      headers: {
        authorization: `Bearer ${upstream.serverKey('hundred')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ context: contextOf(1) }),
    },
  },
};

const times = new Map<string, number[]>(Object.keys(rows).map((name) => [name, []]));
try {
  for (let start = 0; start < STARTS; start += 1) {
    for (const [name, row] of Object.entries(rows)) times.get(name)?.push(await measureColdStart(row));
  }
} finally {
  await upstream.stop();
}

console.log(`Node ${process.versions.node}, ${availableParallelism()} cores`);
const kilobytes = gzippedBytes / 1000;
const isMet = kilobytes <= MAX_KILOBYTES;
const verdict = `at most ${MAX_KILOBYTES}: ${isMet ? 'met' : 'MISSED'}`;
console.log(`Worker bundle, minified and gzipped: ${kilobytes.toFixed(1)} kB (${verdict})`);
process.exitCode = isMet ? 0 : 1;
console.log(`\nFrom the start of workerd to the first response, ${STARTS} starts:`);
console.log(`${''.padEnd(44)}   median      min      max`);
for (const [name, milliseconds] of times) {
  const figures = [median(milliseconds), Math.min(...milliseconds), Math.max(...milliseconds)];
  console.log(`${name.padEnd(44)} ${figures.map((ms) => `${ms.toFixed(0)} ms`.padStart(8)).join(' ')}`);
}
