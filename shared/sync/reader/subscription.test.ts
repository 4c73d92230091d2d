import { describe, expect, it } from 'vitest';
import { createManualClock, flushTasks } from '../../../test/support/manual-clock.ts';
import {
  createReadableStreamSink,
  type ReadableStreamSink,
} from '../../../test/support/readable-stream-sink.ts';
import { createModelEnvironment } from '../../../test/support/sync/model-environment.ts';
import { toSnapshot } from '../replica.ts';
import { encodeEvent, encodeHeartbeat } from '../sse-encode.ts';
import { flagChannel } from './channel.ts';
import type { StreamFetch } from './stream-request.ts';
import { subscribe } from './subscription.ts';

/** A server whose responses the test chooses. */
function createServer() {
  const requests: { readonly lastEventId: string | undefined; readonly signal: AbortSignal }[] = [];
  const answers: ((response: Awaited<ReturnType<StreamFetch>>) => void)[] = [];
  const fetch: StreamFetch = (_, { headers, signal }) => {
    requests.push({ lastEventId: headers['last-event-id'], signal });
    return new Promise((resolve) => {
      answers.push(resolve);
    });
  };
  const headers = (values: Readonly<Record<string, string>>) => ({
    get: (name: string) => values[name] ?? null,
  });
  return {
    fetch,
    requests,
    refuse: (status: number, values: Readonly<Record<string, string>> = {}) =>
      answers.at(-1)?.({ status, headers: headers(values), body: null }),
    /** Accepts with a body that does not end when the request is aborted. */
    acceptDetached() {
      let cancelled = false;
      const cancel = async () => {
        cancelled = true;
      };
      const read = () => new Promise<never>(() => {});
      answers.at(-1)?.({
        status: 200,
        headers: headers({ 'content-type': 'text/event-stream' }),
        body: { getReader: () => ({ read, cancel }) },
      });
      return { isCancelled: () => cancelled };
    },
    accept(): ReadableStreamSink {
      const stream = createReadableStreamSink();
      answers.at(-1)?.({
        status: 200,
        headers: headers({ 'content-type': 'text/event-stream' }),
        body: stream.body,
      });
      return stream;
    },
  };
}

function createReader() {
  const server = createServer();
  const clock = createManualClock();
  const log: string[] = [];
  const subscription = subscribe(
    { ...clock, fetch: server.fetch, random: () => 0 },
    { url: 'http://upstream/stream', key: 'sf_srv_x', channel: flagChannel },
    {
      onSnapshot: (position) => log.push(`snapshot ${position}`),
      onDelta: (delta) => log.push(`delta ${delta.to}`),
      onHeartbeat: (ageMs) => log.push(`heartbeat ${ageMs}`),
      onState: ({ name }) => log.push(name),
    },
  );
  return { server, clock, log, subscription };
}

const environment = createModelEnvironment();
const first = environment.replica();
environment.change([{ kind: 'flags', key: 'a', action: 'set' }]);
const delta = environment.changedSince(first.position);
const snapshotBytes = encodeEvent({
  event: 'snapshot',
  id: first.position,
  data: JSON.stringify(toSnapshot(first)),
});
const deltaBytes = encodeEvent({ event: 'delta', id: delta?.to ?? '', data: JSON.stringify(delta) });

describe('a subscription', () => {
  it('passes on what arrives, and resumes after the stream has ended', async () => {
    const { server, clock, log } = createReader();
    const { sink } = server.accept();
    sink.write(snapshotBytes);
    sink.write(deltaBytes);
    sink.write(encodeHeartbeat(1_000));
    sink.close();
    await expect
      .poll(() => log)
      .toEqual([
        'connecting',
        'receiving',
        `snapshot ${first.position}`,
        'live',
        `delta ${environment.position}`,
        'heartbeat 1000',
        'backing off',
      ]);
    clock.advance(500);
    expect(server.requests[1]?.lastEventId).toBe(environment.position);
  });

  it('closes a stream with a gap and requests a snapshot', async () => {
    const { server, clock, log } = createReader();
    server.accept().sink.write(deltaBytes);
    await expect.poll(() => log.at(-1)).toBe('backing off');
    expect(server.requests[0]?.signal.aborted).toBe(true);
    clock.advance(500);
    expect(server.requests).toHaveLength(2);
    expect(server.requests[1]?.lastEventId).toBeUndefined();
  });

  it('closes a connection without bytes for 45 s, and ignores what arrives on it later', async () => {
    const { server, clock, log, subscription } = createReader();
    const { sink } = server.accept();
    sink.write(encodeHeartbeat(null));
    await expect.poll(() => log.at(-1)).toBe('heartbeat null');
    clock.advance(44_999);
    expect(subscription.state.name).toBe('receiving');
    clock.advance(1);
    expect(subscription.state.name).toBe('backing off');
    sink.write(snapshotBytes);
    await Promise.resolve();
    expect(log.at(-1)).toBe('backing off');
  });

  it('waits as long as Retry-After says, and retries slowly when it is rejected', async () => {
    const { server, subscription } = createReader();
    server.refuse(503, { 'retry-after': '7' });
    await expect.poll(() => subscription.state).toMatchObject({ name: 'backing off', delayMs: 7_000 });
    subscription.reconnect();
    server.refuse(401);
    await expect.poll(() => subscription.state).toMatchObject({ name: 'rejected', status: 401 });
  });

  it('cancels the body of a stream that it closes, even if the runtime leaves it open', async () => {
    const { server, clock, subscription } = createReader();
    const silent = server.acceptDetached();
    await expect.poll(() => subscription.state.name).toBe('receiving');
    clock.advance(45_000);
    expect(subscription.state.name).toBe('backing off');
    expect(silent.isCancelled()).toBe(true);

    clock.advance(500);
    const stopped = server.acceptDetached();
    await expect.poll(() => subscription.state.name).toBe('receiving');
    expect(stopped.isCancelled()).toBe(false);
    subscription.stop();
    expect(stopped.isCancelled()).toBe(true);
  });

  it('keeps a new connection when the one that it replaced ends', async () => {
    const { server, subscription, log } = createReader();
    const { sink } = server.accept();
    await expect.poll(() => subscription.state.name).toBe('receiving');
    subscription.reconnect();
    sink.close();
    await flushTasks();
    expect(log).toEqual(['connecting', 'receiving', 'connecting']);
    expect(server.requests[1]?.signal.aborted).toBe(false);
  });

  it('does nothing after it is stopped', async () => {
    const { server, clock, subscription } = createReader();
    subscription.stop();
    clock.advance(600_000);
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.signal.aborted).toBe(true);
    expect(subscription.state.name).toBe('stopped');
  });
});
