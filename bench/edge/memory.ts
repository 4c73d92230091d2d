import { median } from '../evaluator/measure.ts';
import { runLoad } from './load.ts';
import type { BenchServer } from './server.ts';

const STARTS = 5;

/**
 * Resident memory in megabytes after a second of load: the median of several starts, because V8 collects garbage at
 * different times. `undefined` if the system does not report it.
 */
export async function memoryAfterLoad(
  start: () => Promise<BenchServer>,
  stop: (server: BenchServer) => Promise<void>,
  requests: readonly Buffer[],
): Promise<number | undefined> {
  const megabytes: number[] = [];
  for (let count = 0; count < STARTS; count += 1) {
    const edge = await start();
    await runLoad({ port: edge.port, requests, status: 200, connections: 64, milliseconds: 1000 });
    const measured = edge.residentMb();
    await stop(edge);
    if (measured === undefined) return undefined;
    megabytes.push(measured);
  }
  return median(megabytes);
}
