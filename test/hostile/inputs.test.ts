import { describe, expect, it } from 'vitest';
import { costOf, expectBounded } from './attack-cost.ts';
import { CONTROL_PLANE_INPUTS } from './corpus-control-plane.ts';
import { EDGE_INPUTS } from './corpus-edge.ts';
import { type HostileRequest, send } from './hostile-request.ts';
import { useHostileSystem } from './hostile-system.ts';
import { isFull, reportCost } from './options.ts';

const SENDERS = 4;
/** How often each sender of a cheap request sends it. */
const EDGE_ROUNDS = isFull() ? 50 : 5;
const CONTROL_PLANE_ROUNDS = isFull() ? 5 : 1;
/** Milliseconds of processor time for one request, ordinary requests at the same time included. */
const ALLOWED_MS = { edge: 80, controlPlane: 1_500 } as const;
const MAX_ERROR_ANSWER = 64 * 1024;

const system = useHostileSystem();

/** Several senders at once. Every answer has the expected status, and its cost is bounded. */
async function attack(
  name: string,
  part: 'edge' | 'controlPlane',
  request: HostileRequest,
  rounds: number,
): Promise<void> {
  const [senders, times] = request.once ? [1, 1] : [SENDERS, rounds];
  let largestError = 0;
  const cost = await costOf(system(), async () => {
    await Promise.all(
      Array.from({ length: senders }, async () => {
        for (let round = 0; round < times; round++) {
          const { status, bytes } = await send(system(), system()[part].url, request);
          expect(status, name).toBe(request.status);
          if (status >= 400) largestError = Math.max(largestError, bytes);
        }
      }),
    );
  });
  reportCost(name, { ...cost, largestError });
  expectBounded(name, cost);
  expect(largestError, `${name}: the error answer`).toBeLessThan(MAX_ERROR_ANSWER);
  const processorMs = part === 'edge' ? cost.edgeProcessorMs : cost.controlPlaneProcessorMs;
  expect(processorMs / (senders * times), `${name}: processor time`).toBeLessThan(ALLOWED_MS[part]);
}

describe('an edge answers at a bounded cost', () => {
  it.each(Object.entries(EDGE_INPUTS))('%s', (name, request) => attack(name, 'edge', request, EDGE_ROUNDS));
});

describe('a control plane answers at a bounded cost', () => {
  it.each(Object.entries(CONTROL_PLANE_INPUTS))('%s', (name, request) =>
    attack(name, 'controlPlane', request, CONTROL_PLANE_ROUNDS),
  );
});
