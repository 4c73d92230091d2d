import { availableParallelism } from 'node:os';
import { install, type Shape } from './installation.ts';
import { measurePropagation, type Plan } from './measure.ts';
import { formatSummary, summarise } from './summary.ts';

/** The target with Redis, in milliseconds. */
const MAX_P99 = 100;

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
    // Each change takes up to two seconds, the interval of the sweep, so there are only a few.
    name: 'without Redis, changed at one, edge at the other (the sweep)',
    shape: { redis: false, controlPlanes: 2 },
    plan: { changes: 20, spreadMs: 2000 },
  },
];

console.log("From the response to PATCH to the edge's first response with the new value:");
console.log(`Node ${process.versions.node}, ${availableParallelism()} cores, everything on this machine\n`);
console.log(`${''.padEnd(64)}    n        p50        p99        max`);

let isMet = true;
for (const { name, shape, plan } of SCENARIOS) {
  const installation = await install(shape);
  try {
    const summary = summarise(await measurePropagation(installation, plan));
    console.log(formatSummary(name, summary));
    if (shape.redis && summary.p99 > MAX_P99) isMet = false;
  } finally {
    await installation.stop();
  }
}
console.log(`\np99 with Redis at most ${MAX_P99} ms: ${isMet ? 'met' : 'MISSED'}`);
process.exitCode = isMet ? 0 : 1;
