import type { EventSourceMessage } from 'eventsource-parser';
import type { Clock, Fetch, Random, SetTimer } from '../ports.ts';
import { pause } from './abort.ts';
import { backoffDelay, FAILURE_BACKOFF, REJECTION_BACKOFF } from './backoff.ts';
import { connect, read } from './connect.ts';
import { createWatchdog } from './watchdog.ts';

/** No byte for this long means that the connection is dead, whatever TCP says: heartbeats come every 15 s. */
export const IDLE_LIMIT_MS = 45_000;
/** A response must begin within this time. */
export const CONNECT_LIMIT_MS = 15_000;
/** A stream that lived this long was a good one: its end starts the backoff anew. */
const HEALTHY_AFTER_MS = 10_000;

export interface EventStreamDeps {
  readonly fetch: Fetch;
  readonly now: Clock;
  readonly random: Random;
  readonly setTimer: SetTimer;
}

/** Why a stream is not open. */
export type StreamDown =
  | { readonly kind: 'rejected'; readonly status: 401 | 403 }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly message: string; readonly retryAfterMs?: number }
  | { readonly kind: 'closed' };

/** What an open stream is for. Handlers are called one at a time and must not throw. */
export interface EventStreamReader {
  readonly url: string;
  /** A secret; goes into the Authorization header only. */
  readonly key: string;
  /** What to resume from, asked before each attempt. */
  lastEventId(): string | undefined;
  onOpen(): void;
  /** Any byte arrived, heartbeats included. */
  onActivity(): void;
  /** `reconnect` drops the connection and opens a new one at once. */
  onEvent(event: EventSourceMessage): 'continue' | 'reconnect';
  onDown(down: StreamDown, retryInMs: number): void;
}

/** What one connection came to. */
interface Attempt {
  readonly down: StreamDown;
  readonly healthy: boolean;
  readonly resync: boolean;
}

/**
 * Keeps one event stream open until it is stopped: connects, watches for silence, and comes back after every
 * end with a jittered, capped backoff; a refused key is tried again slowly, for ever.
 *
 * @returns a function that stops it for good
 */
export function keepStreamOpen(deps: EventStreamDeps, reader: EventStreamReader): () => void {
  const stopped = new AbortController();
  void run(deps, reader, stopped.signal);
  return () => stopped.abort();
}

async function run(deps: EventStreamDeps, reader: EventStreamReader, stopped: AbortSignal): Promise<void> {
  let failures = 0;
  let resyncs = 0;
  while (!stopped.aborted) {
    const { down, healthy, resync } = await attempt(deps, reader, stopped);
    if (stopped.aborted) return;
    failures = healthy ? 1 : failures + 1;
    resyncs = resync && !healthy ? resyncs + 1 : Number(resync);
    // The first resync is at once; an upstream that causes one after the other is not hammered with snapshots.
    const delay = resyncs === 1 ? 0 : delayAfter(down, failures, deps.random);
    reader.onDown(down, delay);
    await pause(deps.setTimer, delay, stopped);
  }
}

function delayAfter(down: StreamDown, failures: number, random: Random): number {
  const limits = down.kind === 'rejected' ? REJECTION_BACKOFF : FAILURE_BACKOFF;
  const delay = backoffDelay(failures, limits, random);
  return down.kind === 'failed' ? Math.max(delay, down.retryAfterMs ?? 0) : delay;
}

async function attempt(
  deps: EventStreamDeps,
  reader: EventStreamReader,
  stopped: AbortSignal,
): Promise<Attempt> {
  const connection = new AbortController();
  const abort = () => connection.abort();
  stopped.addEventListener('abort', abort, { once: true });
  const watchdog = createWatchdog(deps.setTimer, abort);
  let openedAt: number | undefined;
  try {
    watchdog.rearm(CONNECT_LIMIT_MS);
    const body = await connect(deps.fetch, reader, connection.signal);
    if ('kind' in body) return { down: body, healthy: false, resync: false };
    openedAt = deps.now();
    reader.onOpen();
    const resync = await read(body, reader, connection.signal, () => watchdog.rearm(IDLE_LIMIT_MS));
    return { down: { kind: 'closed' }, healthy: isHealthy(openedAt, deps.now()), resync };
  } catch (error) {
    const message = watchdog.fired ? 'no sign of life from the upstream' : describe(error);
    return { down: { kind: 'failed', message }, healthy: isHealthy(openedAt, deps.now()), resync: false };
  } finally {
    watchdog.disarm();
    stopped.removeEventListener('abort', abort);
    connection.abort();
  }
}

function isHealthy(openedAt: number | undefined, now: number): boolean {
  return openedAt !== undefined && now - openedAt >= HEALTHY_AFTER_MS;
}

/** Network errors of `fetch` hide their cause one level down. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
