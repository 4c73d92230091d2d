import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'undici';
import { member } from '../../bin/system/management-api.ts';
import type { Installation } from './installation.ts';

/** The measurement fails if one change takes longer than this. */
const TIMEOUT_MS = 10_000;

/** Multiples of the golden ratio, modulo 1, are spread evenly over the interval for any number of them. */
const STEP = (Math.sqrt(5) - 1) / 2;

export interface Plan {
  readonly changes: number;
  /** Pauses between changes are spread evenly from 5 ms over this long. */
  readonly spreadMs: number;
}

/**
 * Changes the flag repeatedly. Measures for each change the time from the response to the change to the edge's first response
 * with the new value. The next request to the edge follows each response at once, over one connection, so a figure is at most
 * one round trip too long and never too short.
 *
 * @returns milliseconds, in the order of the changes
 */
export async function measurePropagation(installation: Installation, plan: Plan): Promise<number[]> {
  const edge = new Client(installation.edgeUrl);
  try {
    await untilServed(edge, installation, -1);
    const durations: number[] = [];
    for (let value = 0; value < plan.changes; value++) {
      await installation.api.patch(installation.configurationPath, { defaultValue: value });
      const answered = performance.now();
      await untilServed(edge, installation, value);
      durations.push(performance.now() - answered);
      // Changes must not follow each other at once, nor at the interval of a timer of the system.
      await sleep(5 + ((value * STEP) % 1) * plan.spreadMs);
    }
    return durations;
  } finally {
    await edge.close();
  }
}

async function untilServed(edge: Client, { serverKey }: Installation, value: number): Promise<void> {
  const body = JSON.stringify({ flagKey: 'counter', context: { targetingKey: 'bench' } });
  const deadline = performance.now() + TIMEOUT_MS;
  for (;;) {
    const response = await edge.request({
      method: 'POST',
      path: '/evaluate',
      headers: { authorization: `Bearer ${serverKey}`, 'content-type': 'application/json' },
      body,
    });
    const served = await response.body.json();
    if (member(served, 'value') === value) return;
    if (performance.now() > deadline) {
      throw new Error(
        `The edge did not serve ${value} within ${TIMEOUT_MS} ms; it answers ${response.statusCode} ${JSON.stringify(served)}`,
      );
    }
  }
}
