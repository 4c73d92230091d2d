import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import type { Installation } from './installation.ts';

/** What it takes a control plane to serve readers that come back at once. */
export interface Returned {
  readonly readers: number;
  /** Characters of the snapshot that each reader gets. */
  readonly snapshotBytes: number;
  /** From the first request to the last reader's whole snapshot. */
  readonly milliseconds: number;
  /** The largest resident memory of the process since its start. */
  readonly peakBytes: number;
}

/** Restarts the control plane, then lets readers of one environment open their streams at once, without a position. */
export async function measureReturningReaders(
  installation: Installation,
  serverKey: string,
  readers: number,
): Promise<Returned> {
  const { url } = installation;
  const snapshotBytes = await readSnapshot(url, serverKey, new Agent());
  await installation.restart();
  const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
  const start = performance.now();
  await Promise.all(Array.from({ length: readers }, () => readSnapshot(url, serverKey, agent)));
  return {
    readers,
    snapshotBytes,
    milliseconds: performance.now() - start,
    peakBytes: installation.peakMemory(),
  };
}

/** Reads a stream to the end of its first event. @returns its length in bytes */
function readSnapshot(url: string, key: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get(
      `${url}/stream`,
      { agent, headers: { authorization: `Bearer ${key}`, accept: 'text/event-stream' } },
      (response) => {
        let bytes = 0;
        let isSnapshot = false;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          isSnapshot ||= chunk.includes('event: snapshot');
          // The data of an event holds no line end.
          if (!isSnapshot || bytes < 10_000 || !chunk.subarray(-2).equals(Buffer.from('\n\n'))) return;
          request.destroy();
          resolve(bytes);
        });
        if (response.statusCode !== 200) reject(new Error(`the stream answered ${response.statusCode}`));
      },
    );
    request.on('error', reject);
  });
}

/** `VmHWM` of Linux; elsewhere 0. */
export function peakMemoryOf(pid: number): number {
  try {
    const [, kilobytes = '0'] =
      /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) * 1_024;
  } catch {
    return 0;
  }
}
