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

/** The cost of writing a flag set to state files, in milliseconds: medians over several rounds. */
export interface StateFileCost {
  /** From the first slice to the renamed file. */
  readonly write: number;
  /** The longest time in which the event loop ran nothing else. */
  readonly stall: number;
}

/** Writes flags to a folder as an edge does, and measures the delay of the event loop meanwhile. */
export async function measureStateFileCost(flags: readonly Flag[]): Promise<StateFileCost> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-state-'));
  const state = createEdgeState({ now: systemClock.now, keysMaxAgeMs: Number.POSITIVE_INFINITY });
  const runtime = { ...systemClock, random: Math.random, logger: silentLogger };
  const persisted = await openStateFiles(folder, 'bench', { runtime, state });
  const environment = { id: ENVIRONMENT, key: 'bench', name: 'Bench', privateAttributes: [] };
  state.setRelay(POSITION, { protocol: 1, projectId: ENVIRONMENT, environments: [environment], keys: [] });
  const snapshot = { protocol: 1, environment, flags, segments: [], committedAt: new Date().toISOString() };
  const costs: StateFileCost[] = [];
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      state.setFlags(ENVIRONMENT, replicaFromSnapshot(POSITION, snapshot), undefined);
      costs.push(await measured(() => persisted.flush()));
    }
    await persisted.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { write: median(costs.map(({ write }) => write)), stall: median(costs.map(({ stall }) => stall)) };
}

async function measured(work: () => Promise<void>): Promise<StateFileCost> {
  const startedAt = performance.now();
  let stall = 0;
  let last = startedAt;
  let isRunning = true;
  const measureDelay = () => {
    const now = performance.now();
    stall = Math.max(stall, now - last);
    last = now;
    if (isRunning) setImmediate(measureDelay);
  };
  setImmediate(measureDelay);
  await work();
  isRunning = false;
  return { write: performance.now() - startedAt, stall };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
