import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { HostileSystem } from './hostile-system.ts';
import { processorMs, residentBytes } from './process-cost.ts';

/** What an attack costs the processes and their other clients. */
export interface AttackCost {
  /** The longest that an ordinary request waited for its answer, in milliseconds. */
  readonly edgeWaitMs: number;
  readonly controlPlaneWaitMs: number;
  /** The longest that `GET /health/live` waited, which reads nothing: so long the event loop stood still. */
  readonly controlPlaneStandstillMs: number;
  /** The most bytes of memory that a process had above what it had before. */
  readonly edgeGrowth: number;
  readonly controlPlaneGrowth: number;
  /** Processor time, that of ordinary requests included. */
  readonly edgeProcessorMs: number;
  readonly controlPlaneProcessorMs: number;
}

const PAUSE_MS = 25;
const MIB = 1024 * 1024;

/**
 * How much an attack may cost. Waiting times leave room for a machine of two cores that does other things. 200 MiB of
 * memory are the bodies of 200 connections.
 */
const ALLOWED = {
  edgeWaitMs: 3_000,
  controlPlaneWaitMs: 6_000,
  controlPlaneStandstillMs: 4_000,
  edgeGrowth: 384 * MIB,
  controlPlaneGrowth: 384 * MIB,
} as const satisfies Partial<AttackCost>;

/** Measures an attack from outside, while other clients use the edge and the control plane. */
export async function costOf(system: HostileSystem, attack: () => Promise<void>): Promise<AttackCost> {
  const [edge, controlPlane] = [system.edge.process.pid(), system.controlPlane.process.pid()];
  let over = false;
  const isOver = () => over;
  const measures = Promise.all([
    longestWait(() => askEdge(system), isOver),
    longestWait(() => askControlPlane(system), isOver),
    longestWait(() => askHealth(system), isOver),
    mostGrowth(edge, isOver),
    mostGrowth(controlPlane, isOver),
  ]);
  const before = [processorMs(edge), processorMs(controlPlane)] as const;
  try {
    await attack();
  } finally {
    over = true;
  }
  const [edgeWaitMs, controlPlaneWaitMs, controlPlaneStandstillMs, edgeGrowth, controlPlaneGrowth] =
    await measures;
  return {
    edgeWaitMs,
    controlPlaneWaitMs,
    controlPlaneStandstillMs,
    edgeGrowth,
    controlPlaneGrowth,
    edgeProcessorMs: processorMs(edge) - before[0],
    controlPlaneProcessorMs: processorMs(controlPlane) - before[1],
  };
}

/** Fails with the name of the attack if a cost is higher than {@link ALLOWED}. */
export function expectBounded(name: string, cost: AttackCost): void {
  const { edgeWaitMs, controlPlaneWaitMs, controlPlaneStandstillMs, edgeGrowth, controlPlaneGrowth } = cost;
  expect(edgeWaitMs, `${name}: wait at the edge`).toBeLessThan(ALLOWED.edgeWaitMs);
  expect(controlPlaneWaitMs, `${name}: wait at the control plane`).toBeLessThan(ALLOWED.controlPlaneWaitMs);
  expect(controlPlaneStandstillMs, `${name}: standstill of the control plane`).toBeLessThan(
    ALLOWED.controlPlaneStandstillMs,
  );
  expect(edgeGrowth, `${name}: memory of the edge`).toBeLessThan(ALLOWED.edgeGrowth);
  expect(controlPlaneGrowth, `${name}: memory of the control plane`).toBeLessThan(ALLOWED.controlPlaneGrowth);
}

async function mostGrowth(pid: number, isOver: () => boolean): Promise<number> {
  const before = residentBytes(pid);
  let most = 0;
  while (!isOver()) {
    most = Math.max(most, residentBytes(pid) - before);
    await sleep(PAUSE_MS);
  }
  return most;
}

/** Asks until the attack is over, at least once after it, so that a process that has ended is noticed. */
async function longestWait(ask: () => Promise<number>, isOver: () => boolean): Promise<number> {
  let longest = 0;
  for (let last = false; !last; ) {
    last = isOver();
    const begun = performance.now();
    expect(await ask()).toBe(200);
    longest = Math.max(longest, performance.now() - begun);
    await sleep(PAUSE_MS);
  }
  return longest;
}

async function askEdge({ edge, serverKey }: HostileSystem): Promise<number> {
  const response = await fetch(`${edge.url}/evaluate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${serverKey}` },
    body: '{"flagKey":"ordinary"}',
  });
  await response.arrayBuffer();
  return response.status;
}

async function askControlPlane({ controlPlane, tokens }: HostileSystem): Promise<number> {
  const headers = { authorization: `Bearer ${tokens.viewer}` };
  const response = await fetch(`${controlPlane.url}/api/projects?limit=1`, { headers });
  await response.arrayBuffer();
  return response.status;
}

async function askHealth({ controlPlane }: HostileSystem): Promise<number> {
  const response = await fetch(`${controlPlane.url}/health/live`);
  await response.arrayBuffer();
  return response.status;
}
