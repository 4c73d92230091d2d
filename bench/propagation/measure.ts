import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'undici';
import { member } from '../../bin/demo/management-api.ts';
import type { Installation } from './installation.ts';

/** How long one change may take to arrive before the measurement is given up. */
const GIVE_UP_MS = 10_000;

/** Multiples of the golden ratio fall evenly into an interval, however many there are. */
const STEP = (Math.sqrt(5) - 1) / 2;

export interface Plan {
  readonly changes: number;
  /** Pauses between changes are spread evenly from 5 ms over this long. */
  readonly spreadMs: number;
}

/**
 * Changes the flag again and again and measures, for each, from the moment the change is answered to the moment the edge
 * has answered with the new value. The edge is asked again as soon as it has answered, over one connection that stays
 * open, so each figure is at most one round trip too long and never too short.
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
      // Changes of people, not of a loop: the next one neither rides on the tail of this one, nor keeps step with a clock.
      await sleep(5 + ((value * STEP) % 1) * plan.spreadMs);
    }
    return durations;
  } finally {
    await edge.close();
  }
}

async function untilServed(edge: Client, { serverKey }: Installation, value: number): Promise<void> {
  const body = JSON.stringify({ flagKey: 'counter', context: { targetingKey: 'bench' } });
  const deadline = performance.now() + GIVE_UP_MS;
  for (;;) {
    const answer = await edge.request({
      method: 'POST',
      path: '/evaluate',
      headers: { authorization: `Bearer ${serverKey}`, 'content-type': 'application/json' },
      body,
    });
    const served = await answer.body.json();
    if (member(served, 'value') === value) return;
    if (performance.now() > deadline) {
      throw new Error(
        `The edge did not serve ${value} within ${GIVE_UP_MS} ms; it answers ${answer.statusCode} ${JSON.stringify(served)}`,
      );
    }
  }
}
