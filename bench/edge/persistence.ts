import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEdgeState } from '../../edge-proxy/core/state/edge-state.ts';
import { openStateFiles } from '../../edge-proxy/node/state/state-files.ts';
import { silentLogger } from '../../shared/logging/logger.ts';
import { systemClock } from '../../shared/model/clock.ts';
import type { Flag } from '../../shared/model/flag-set.ts';
import { replicaFromSnapshot } from '../../shared/sync/replica.ts';

const ENVIRONMENT = '3f0e8b0a-8d4e-4f0a-9d3e-1c2b3a4d5e6f';
const POSITION = '1-0000000000000001';
const ROUNDS = 15;

/** What keeping a flag set in files costs, in milliseconds: medians over some rounds. */
export interface KeepingCost {
  /** From the first slice to the renamed file. */
  readonly write: number;
  /** The longest time in which nothing else had its turn. */
  readonly stall: number;
}

/** Has flags written to a folder as an edge writes them, and watches the event loop meanwhile. */
export async function measureKeeping(flags: readonly Flag[]): Promise<KeepingCost> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-state-'));
  const state = createEdgeState({ now: systemClock.now, keysMaxAgeMs: Number.POSITIVE_INFINITY });
  const runtime = { ...systemClock, random: Math.random, logger: silentLogger };
  const kept = await openStateFiles(folder, 'bench', { runtime, state });
  const environment = { id: ENVIRONMENT, key: 'bench', name: 'Bench', privateAttributes: [] };
  state.setRelay(POSITION, { protocol: 1, projectId: ENVIRONMENT, environments: [environment], keys: [] });
  const snapshot = { protocol: 1, environment, flags, segments: [], committedAt: new Date().toISOString() };
  const costs: KeepingCost[] = [];
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      state.setFlags(ENVIRONMENT, replicaFromSnapshot(POSITION, snapshot), undefined);
      costs.push(await watched(() => kept.flush()));
    }
    await kept.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { write: median(costs.map(({ write }) => write)), stall: median(costs.map(({ stall }) => stall)) };
}

async function watched(work: () => Promise<void>): Promise<KeepingCost> {
  const began = performance.now();
  let stall = 0;
  let last = began;
  let watching = true;
  const look = () => {
    const now = performance.now();
    stall = Math.max(stall, now - last);
    last = now;
    if (watching) setImmediate(look);
  };
  setImmediate(look);
  await work();
  watching = false;
  return { write: performance.now() - began, stall };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
