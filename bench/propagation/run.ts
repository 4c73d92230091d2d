import { availableParallelism } from 'node:os';
import { install, type Shape } from './installation.ts';
import { measurePropagation, type Plan } from './measure.ts';
import { formatSummary, summarise } from './summary.ts';

/** What the product promises with Redis, in milliseconds. */
const PROMISED_P99 = 100;

interface Scenario {
  readonly name: string;
  readonly shape: Shape;
  readonly plan: Plan;
}

const SCENARIOS: readonly Scenario[] = [
  {
    name: 'with Redis, changed at one control plane, edge at the other',
    shape: { redis: true, controlPlanes: 2 },
    plan: { changes: 200, spreadMs: 40 },
  },
  {
    name: 'without Redis, one control plane',
    shape: { redis: false, controlPlanes: 1 },
    plan: { changes: 200, spreadMs: 40 },
  },
  {
    // Each takes up to the sweep's two seconds: a few tell enough.
    name: 'without Redis, changed at one, edge at the other (the sweep)',
    shape: { redis: false, controlPlanes: 2 },
    plan: { changes: 20, spreadMs: 2000 },
  },
];

console.log('From "PATCH is answered" to "the edge has answered with the new value":');
console.log(`Node ${process.versions.node}, ${availableParallelism()} cores, everything on this machine\n`);
console.log(`${''.padEnd(64)}    n        p50        p99        max`);

let isKept = true;
for (const { name, shape, plan } of SCENARIOS) {
  const installation = await install(shape);
  try {
    const summary = summarise(await measurePropagation(installation, plan));
    console.log(formatSummary(name, summary));
    if (shape.redis && summary.p99 > PROMISED_P99) isKept = false;
  } finally {
    await installation.stop();
  }
}
console.log(`\np99 with Redis at most ${PROMISED_P99} ms: ${isKept ? 'kept' : 'MISSED'}`);
process.exitCode = isKept ? 0 : 1;
