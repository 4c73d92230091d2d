import { createServer } from 'node:http';
import { openStreamSink } from '../../node-process/stream-sink.ts';
import { type BroadcastReader, createBroadcaster } from '../../shared/streaming/broadcaster.ts';
import { encodeDelta, flagSource } from '../../shared/streaming/stream-source.ts';
import { applyDelta } from '../../shared/sync/replica.ts';
import type { Position } from '../../shared/sync/wire.ts';
import { closeServer, listenOnAnyPort } from '../support/listen.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { createModelEnvironment } from '../support/sync/model-environment.ts';

const HEARTBEAT_MS = 15_000;

/** Serves a stream of flags as control planes and edges do, at the times that a test chooses. */
export interface FlagStreamServer {
  readonly url: string;
  /** The requests for the stream: their `Last-Event-ID`. */
  readonly requests: readonly (string | undefined)[];
  /** Lets all readers have a number of heartbeats. */
  sendHeartbeats(count: number): void;
  /** Changes a flag. Returns the position after it. */
  change(): Position;
  /** Ends the streams of all readers. */
  endStreams(): void;
  stop(): Promise<void>;
}

/** @param script what `/` loads as a page's script */
export async function startFlagStreamServer(script = ''): Promise<FlagStreamServer> {
  const clock = createManualClock();
  const environment = createModelEnvironment();
  let replica = environment.replica();
  const broadcaster = createBroadcaster(flagSource(replica), {
    clock,
    authority: 'primary',
    verifiedAt: clock.now,
  });
  const requests: (string | undefined)[] = [];
  const streams = new Set<BroadcastReader>();
  const server = createServer((incoming, outgoing) => {
    if (incoming.url !== '/stream') {
      outgoing.writeHead(200, { 'content-type': 'text/html' });
      outgoing.end(`<!doctype html><title>Stream</title><script>${script}</script>`);
      return;
    }
    const held = incoming.headers['last-event-id']?.toString();
    requests.push(held);
    streams.add(broadcaster.subscribe(openStreamSink(incoming, outgoing), held ?? null));
  });
  const url = `http://127.0.0.1:${await listenOnAnyPort(server)}/stream`;
  return {
    url,
    requests,
    sendHeartbeats: (count) => clock.advance(count * HEARTBEAT_MS),
    change() {
      environment.change([{ kind: 'flags', key: 'a', action: 'set' }]);
      const delta = environment.changedSince(replica.position);
      const next = delta && applyDelta(replica, delta);
      if (!delta || !next) throw new Error('nothing has changed');
      replica = next;
      broadcaster.advance(flagSource(next), encodeDelta(delta));
      return delta.to;
    },
    endStreams() {
      for (const stream of streams) stream.close();
      streams.clear();
    },
    stop: () => closeServer(server),
  };
}
