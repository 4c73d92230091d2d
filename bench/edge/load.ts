import { connect, type Socket } from 'node:net';

/** The result of one run of the load generator. */
export interface LoadResult {
  /** Responses that were counted. */
  readonly answers: number;
  /** All responses, also those of the lead-in. */
  readonly sent: number;
  readonly perSecond: number;
  /** From writing a request to the last byte of its response, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** The share of the time in which the generator's core was busy. Below 1, the generator was not the bottleneck. */
  readonly generatorBusy: number;
}

export interface LoadPlan {
  readonly port: number;
  /** Complete requests as bytes, sent in turn. */
  readonly requests: readonly Buffer[];
  /** The status that every response must have. */
  readonly status: number;
  readonly connections: number;
  readonly milliseconds: number;
}

/** Not counted: connections open, and queues form. */
const LEAD_IN_MS = 200;

/** What the connections of a run report to. */
interface Run {
  isCounting: boolean;
  isStopped: boolean;
  /** All responses so far. */
  sent: number;
  /** Of the responses that were counted, in milliseconds. */
  readonly latencies: number[];
}

/**
 * Sends requests over keep-alive connections, one at a time on each. Requests are bytes made beforehand, and only the status
 * and the length of a response are parsed, so the generator needs less processor time than a server.
 *
 * @throws Error if a response has another status than it must have
 */
export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const run: Run = { isCounting: false, isStopped: false, sent: 0, latencies: [] };
  const { sockets, failed } = openConnections(plan, run);
  try {
    await Promise.race([pause(LEAD_IN_MS), failed]);
    run.isCounting = true;
    const startedAt = performance.now();
    const cpu = process.cpuUsage();
    await Promise.race([pause(plan.milliseconds), failed]);
    run.isCounting = false;
    const elapsed = performance.now() - startedAt;
    const { user, system } = process.cpuUsage(cpu);
    const sorted = Float64Array.from(run.latencies).sort();
    const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
    return {
      answers: sorted.length,
      sent: run.sent,
      perSecond: (1000 * sorted.length) / elapsed,
      p50: rank(0.5),
      p99: rank(0.99),
      generatorBusy: (user + system) / 1000 / elapsed,
    };
  } finally {
    run.isStopped = true;
    for (const socket of sockets) socket.destroy();
  }
}

/** Opens the connections, each of which sends until the run is stopped. `failed` rejects at the first failure. */
function openConnections(
  { requests, port, status: expected, connections }: LoadPlan,
  run: Run,
): { readonly sockets: readonly Socket[]; readonly failed: Promise<never> } {
  const sockets: Socket[] = [];
  let next = 0;
  const failed = new Promise<never>((_, fail) => {
    for (let index = 0; index < connections; index += 1) {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      sockets.push(socket);
      let sentAt = 0;
      const send = () => {
        const request = requests[next % requests.length];
        next += 1;
        sentAt = performance.now();
        if (request !== undefined) socket.write(request);
      };
      const readResponse = createResponseReader((status) => {
        if (status !== expected) {
          fail(new Error(`a response has status ${status} instead of ${expected}`));
          return;
        }
        run.sent += 1;
        if (run.isCounting) run.latencies.push(performance.now() - sentAt);
        if (!run.isStopped) send();
      });
      socket.on('connect', send);
      socket.on('data', readResponse);
      socket.on('error', fail);
      socket.on('end', () => run.isStopped || fail(new Error('the server closed a connection')));
    }
  });
  return { sockets, failed };
}

/**
 * Finds the end of each response on a connection with one request at a time.
 *
 * @param onResponse called with the status of each response, as soon as it is complete
 */
export function createResponseReader(onResponse: (status: number) => void): (chunk: Buffer) => void {
  let head: Buffer | undefined;
  let status = 0;
  let left = 0;
  return (chunk) => {
    if (left > 0) left -= chunk.byteLength;
    else {
      const bytes = head === undefined ? chunk : Buffer.concat([head, chunk]);
      const end = bytes.indexOf('\r\n\r\n');
      if (end === -1) {
        head = bytes;
        return;
      }
      head = undefined;
      const text = bytes.toString('latin1', 0, end);
      status = Number(text.slice(9, 12));
      const length = status === 304 ? 0 : Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1]);
      if (Number.isNaN(length)) throw new Error('a response without Content-Length cannot be measured');
      left = length - (bytes.byteLength - end - 4);
    }
    if (left < 0) throw new Error('a response is longer than its Content-Length');
    if (left === 0) onResponse(status);
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
