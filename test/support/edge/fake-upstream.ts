import type { Fetch, UpstreamRequest } from '../../../edge-proxy/core/model/ports.ts';
import type { RelaySnapshot } from '../../../shared/keys/sdk-key.ts';
import type { Clock, SetTimer } from '../../../shared/model/clock.ts';
import type { Flag } from '../../../shared/model/flag-set.ts';
import { type Broadcaster, createBroadcaster } from '../../../shared/streaming/broadcaster.ts';
import type { StreamSink } from '../../../shared/streaming/sink.ts';
import { STREAM_HEADERS } from '../../../shared/streaming/stream-headers.ts';
import { encodeDelta, flagSource, relaySource } from '../../../shared/streaming/stream-source.ts';
import { applyDelta, type Replica, replicaFromSnapshot } from '../../../shared/sync/replica.ts';
import type { Position } from '../../../shared/sync/wire.ts';
import { createReadableStreamSink } from '../readable-stream-sink.ts';

/** An upstream in memory that implements the real protocol, and fails as a test configures it. */
export interface FakeUpstream {
  readonly fetch: Fetch;
  /** Every request, as `path?query` and the position it resumed from. */
  readonly requests: { readonly path: string; readonly lastEventId: string | undefined }[];
  /** The bodies of `POST /relay/positions`. */
  readonly reports: unknown[];
  /** What these requests are answered with. */
  reportStatus: number;
  setRelay(position: Position, snapshot: RelaySnapshot): void;
  /** The environment's whole flag set, sent as a snapshot. */
  setFlags(environmentId: string, position: Position, flags: readonly Flag[]): void;
  /** A change, sent as a delta. */
  change(environmentId: string, to: Position, flags: readonly Flag[], deleted?: readonly string[]): void;
  /** Writes something into the open streams of an environment that a right-minded upstream would not. */
  inject(environmentId: string, bytes: Uint8Array): void;
  /** Answers every request with this status from now on; `undefined`: properly again. */
  answerWith(status: number | undefined): void;
  /**
   * Ends one stream and answers requests for it with this status from now on; `undefined`: properly again.
   *
   * @param environmentId `null`: the relay stream
   */
  refuseStream(environmentId: string | null, status: number | undefined): void;
  /** Ends all streams. */
  hangUp(): void;
  /** Streams stay open and carry nothing, as when a machine vanishes. */
  goSilent(): void;
}

interface Told {
  readonly replica: Replica;
  readonly stream: Broadcaster;
}

export function createFakeUpstream(clock: {
  readonly now: Clock;
  readonly setTimer: SetTimer;
}): FakeUpstream {
  const requests: { path: string; lastEventId: string | undefined }[] = [];
  const reports: unknown[] = [];
  const environments = new Map<string, Told>();
  const sinks = new Map<StreamSink, string>();
  let relay: Broadcaster | undefined;
  const refused = new Map<string, number>();
  let status: number | undefined;
  let silent = false;

  const broadcast = (first: Broadcaster['source']) =>
    createBroadcaster(first, { clock, authority: 'primary', verifiedAt: clock.now });

  function open(stream: Broadcaster, path: string, request: UpstreamRequest): Response {
    const { sink, body } = createReadableStreamSink();
    const heard: StreamSink = silent ? { ...sink, write: () => {} } : mutable(sink, () => silent);
    sinks.set(sink, path);
    request.signal.addEventListener('abort', () => sink.close());
    stream.subscribe(heard, request.headers['last-event-id'] ?? null);
    return new Response(body, { headers: STREAM_HEADERS });
  }

  const upstream: FakeUpstream = {
    requests,
    reports,
    reportStatus: 204,
    fetch: async (url, request) => {
      const { pathname, search, searchParams } = new URL(url);
      if (pathname === '/relay/positions') {
        reports.push(JSON.parse(new TextDecoder().decode(request.body)));
        return new Response(null, { status: upstream.reportStatus });
      }
      requests.push({ path: pathname + search, lastEventId: request.headers['last-event-id'] });
      if (status !== undefined) return new Response('{}', { status });
      if (pathname === '/events') return new Response('{"accepted":1,"rejected":[]}', { status: 202 });
      const refusal = refused.get(pathname + search);
      if (refusal !== undefined) return new Response('{}', { status: refusal });
      const stream =
        pathname === '/relay/stream'
          ? relay
          : environments.get(searchParams.get('environment') ?? '')?.stream;
      if (stream === undefined) return new Response('{}', { status: 404 });
      return open(stream, pathname + search, request);
    },
    setRelay(position, snapshot) {
      const source = relaySource(position, snapshot);
      if (relay === undefined) relay = broadcast(source);
      else relay.replace(source, false);
    },
    setFlags(id, position, flags) {
      const replica = replicaFromSnapshot(position, {
        protocol: 1,
        environment: { id, key: 'production' },
        flags,
        segments: [],
        committedAt: '2026-01-01T00:00:00.000Z',
      });
      const stream = environments.get(id)?.stream ?? broadcast(flagSource(replica));
      if (environments.has(id)) stream.replace(flagSource(replica), true);
      environments.set(id, { replica, stream });
    },
    change(id, to, flags, deleted = []) {
      const told = environments.get(id);
      if (told === undefined) throw new Error(`no environment ${id}`);
      const from = told.replica.position;
      const committedAt = '2026-01-01T00:00:01.000Z';
      const delta = { from, to, deleted: { flags: deleted, segments: [] }, flags, segments: [], committedAt };
      const replica = applyDelta(told.replica, delta);
      if (replica === null) throw new Error('a delta that does not apply');
      environments.set(id, { replica, stream: told.stream });
      told.stream.advance(flagSource(replica), encodeDelta(delta));
    },
    inject(id, bytes) {
      for (const [sink, path] of sinks) if (path.includes(id)) sink.write(bytes);
    },
    answerWith(answer) {
      status = answer;
    },
    refuseStream(id, refusal) {
      const refusedPath = id === null ? '/relay/stream' : `/stream?environment=${id}`;
      if (refusal === undefined) refused.delete(refusedPath);
      else refused.set(refusedPath, refusal);
      for (const [sink, path] of sinks) if (path === refusedPath) sink.close();
    },
    hangUp() {
      for (const sink of sinks.keys()) sink.close();
      sinks.clear();
    },
    goSilent() {
      silent = true;
    },
  };
  return upstream;
}

/** A sink whose writes are lost while the upstream is silent. */
function mutable(sink: StreamSink, isSilent: () => boolean): StreamSink {
  return {
    write: (bytes) => {
      if (!isSilent()) sink.write(bytes);
    },
    get bufferedBytes() {
      return sink.bufferedBytes;
    },
    close: () => sink.close(),
    onClosed: (listener) => sink.onClosed(listener),
    onDrained: (listener) => sink.onDrained(listener),
  };
}
