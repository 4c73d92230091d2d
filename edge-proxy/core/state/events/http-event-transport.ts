import type { Clock, SetTimer } from '../../../../shared/model/clock.ts';
import { parseRetryAfter } from '../../../../shared/retry/retry-after.ts';
import type { Fetch, UpstreamBody, UpstreamResponse } from '../../model/ports.ts';
import { tryParseJson } from '../../model/try-parse-json.ts';
import type { EventTransport, RejectedEvent, SendResult } from './event-transport.ts';

const TIMEOUT_MS = 10_000;
/** A person must correct a refused key or a wrong path, so these retries are slow. */
const REFUSED_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
const MAX_ANSWER_BYTES = 256 * 1024;

export interface HttpEventTransportDeps {
  /** Without a path, for example `https://flags.example.com`. */
  readonly upstreamUrl: string;
  readonly relayKey: string;
  readonly fetch: Fetch;
  readonly setTimer: SetTimer;
  readonly now: Clock;
}

/** Sends batches as `POST /events` to the upstream, with the edge's relay key. */
export function createHttpEventTransport(deps: HttpEventTransportDeps): EventTransport {
  const url = `${deps.upstreamUrl.replace(/\/+$/, '')}/events`;
  const headers = {
    authorization: `Bearer ${deps.relayKey}`,
    'content-type': 'application/json',
    accept: 'application/json',
  };
  return {
    async send({ body }, signal) {
      const ended = new AbortController();
      const end = () => ended.abort();
      signal.addEventListener('abort', end, { once: true });
      if (signal.aborted) end();
      const stopTimer = deps.setTimer(end, TIMEOUT_MS);
      try {
        const response = await deps.fetch(url, { method: 'POST', headers, body, signal: ended.signal });
        return await toResult(response, deps.now());
      } catch (error) {
        return { kind: 'retry', cause: ended.signal.aborted ? 'timeout' : nameOf(error) };
      } finally {
        stopTimer();
        signal.removeEventListener('abort', end);
      }
    },
  };
}

async function toResult(response: UpstreamResponse, nowMs: number): Promise<SendResult> {
  const { status } = response;
  if (status === 202) return { kind: 'accepted', rejected: rejectedOf(await readAnswer(response.body)) };
  await response.body?.getReader().cancel();
  const cause = `HTTP ${status}`;
  if (status === 400 || status === 413 || status === 422) return { kind: 'refused', cause };
  if (status === 408 || status === 429 || status >= 500) {
    const header = response.headers.get('retry-after');
    return { kind: 'retry', cause, afterMs: parseRetryAfter(header, nowMs, LONGEST_PAUSE_MS) ?? 0 };
  }
  return { kind: 'retry', cause, afterMs: REFUSED_PAUSE_MS };
}

/** A 202 means that the batch is stored, whether or not the rest of the answer can be read. */
function rejectedOf(answer: string): readonly RejectedEvent[] {
  const parsed = tryParseJson(answer);
  if (typeof parsed !== 'object' || parsed === null || !('rejected' in parsed)) return [];
  return Array.isArray(parsed.rejected) ? parsed.rejected.filter(isRejectedEvent) : [];
}

function isRejectedEvent(value: unknown): value is RejectedEvent {
  return (
    typeof value === 'object' &&
    value !== null &&
    'index' in value &&
    Number.isInteger(value.index) &&
    'reason' in value &&
    typeof value.reason === 'string'
  );
}

async function readAnswer(body: UpstreamBody | null): Promise<string> {
  if (body === null) return '';
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let size = 0; size <= MAX_ANSWER_BYTES; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    if (value === undefined) continue;
    size += value.byteLength;
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return '';
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
