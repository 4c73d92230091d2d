import { connect, type Socket } from 'node:net';

/** What one run of the load generator came to. */
export interface LoadResult {
  /** Answers that were counted. */
  readonly answers: number;
  /** Answers in all, those of the lead-in included. */
  readonly sent: number;
  readonly perSecond: number;
  /** From writing a request to the last byte of its answer, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Share of the time in which the generator's own core was busy: below 1, it was not what held things up. */
  readonly generatorBusy: number;
}

export interface LoadPlan {
  readonly port: number;
  /** Whole requests as bytes, sent in turn. */
  readonly requests: readonly Buffer[];
  /** The status every answer must have. */
  readonly status: number;
  readonly connections: number;
  readonly milliseconds: number;
}

/** Not counted: until connections are open and queues have formed. */
const LEAD_IN_MS = 200;

/**
 * Keep-alive connections that each have one request under way. Requests are bytes made beforehand, and of answers
 * no more is read than status and length, so that the generator needs less of its core than a server of its own.
 *
 * @throws Error where an answer has another status than it must have
 */
export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const { requests, milliseconds } = plan;
  const latencies: number[] = [];
  const state = { counting: false, stopped: false };
  let next = 0;
  let sent = 0;
  const sockets: Socket[] = [];
  const failed = new Promise<never>((_, fail) => {
    for (let index = 0; index < plan.connections; index += 1) {
      const socket = connect({ port: plan.port, host: '127.0.0.1', noDelay: true });
      sockets.push(socket);
      let sentAt = 0;
      const send = () => {
        const request = requests[next % requests.length];
        next += 1;
        sentAt = performance.now();
        if (request !== undefined) socket.write(request);
      };
      const answered = createAnswerReader((status) => {
        if (status !== plan.status) {
          fail(new Error(`an answer had status ${status} where ${plan.status} was to be measured`));
          return;
        }
        sent += 1;
        if (state.counting) latencies.push(performance.now() - sentAt);
        if (!state.stopped) send();
      });
      socket.on('connect', send);
      socket.on('data', answered);
      socket.on('error', fail);
      socket.on('end', () => state.stopped || fail(new Error('the server closed a connection')));
    }
  });
  try {
    await Promise.race([pause(LEAD_IN_MS), failed]);
    state.counting = true;
    const startedAt = performance.now();
    const cpu = process.cpuUsage();
    await Promise.race([pause(milliseconds), failed]);
    state.counting = false;
    const elapsed = performance.now() - startedAt;
    const { user, system } = process.cpuUsage(cpu);
    const sorted = Float64Array.from(latencies).sort();
    const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
    return {
      answers: sorted.length,
      sent,
      perSecond: (1000 * sorted.length) / elapsed,
      p50: rank(0.5),
      p99: rank(0.99),
      generatorBusy: (user + system) / 1000 / elapsed,
    };
  } finally {
    state.stopped = true;
    for (const socket of sockets) socket.destroy();
  }
}

/**
 * Finds where answers end on a connection that has at most one request under way.
 *
 * @param answered called with the status of every answer, as soon as it is complete
 */
export function createAnswerReader(answered: (status: number) => void): (chunk: Buffer) => void {
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
      if (Number.isNaN(length)) throw new Error('an answer without Content-Length cannot be measured');
      left = length - (bytes.byteLength - end - 4);
    }
    if (left < 0) throw new Error('an answer is longer than its Content-Length');
    if (left === 0) answered(status);
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((over) => setTimeout(over, milliseconds));
}
