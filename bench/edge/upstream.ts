import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SdkKeyRecord } from '../../shared/keys/sdk-key.ts';
import { systemClock } from '../../shared/model/clock.ts';
import type { Flag } from '../../shared/model/flag-set.ts';
import { type Broadcaster, createBroadcaster } from '../../shared/streaming/broadcaster.ts';
import { createNodeResponseSink } from '../../shared/streaming/node-response-sink.ts';
import { STREAM_HEADERS } from '../../shared/streaming/stream-headers.ts';
import { flagSource, relaySource, type StreamSource } from '../../shared/streaming/stream-source.ts';
import { replicaFromSnapshot } from '../../shared/sync/replica.ts';

export const RELAY_KEY = `sf_rly_${'r'.repeat(43)}`;

/** An environment of the benchmark. It has its own server key. */
export interface BenchEnvironment {
  readonly name: string;
  readonly flags: readonly Flag[];
}

/** A control plane without a database, for an edge: it implements the real sync protocol and accepts events. */
export interface BenchUpstream {
  readonly url: string;
  serverKey(environment: string): string;
  /** The bytes of events accepted so far. */
  readonly eventBytes: number;
  stop(): Promise<void>;
}

export async function startUpstream(environments: readonly BenchEnvironment[]): Promise<BenchUpstream> {
  const served = environments.map(({ name, flags }) => ({ name, id: randomUUID(), flags, key: keyOf(name) }));
  const relay = broadcast(relaySourceOf(served));
  const streams = new Map<string, Broadcaster>(
    served.map(({ id, name, flags }) => [id, broadcast(sourceOf(id, name, flags))]),
  );
  let eventBytes = 0;

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://upstream');
    const stream = pathname === '/relay/stream' ? relay : streams.get(searchParams.get('environment') ?? '');
    if (pathname === '/events')
      acceptEvents(request, response, (bytes) => {
        eventBytes += bytes;
      });
    else if (stream === undefined) response.writeHead(404).end('{}');
    else {
      response.writeHead(200, STREAM_HEADERS).flushHeaders();
      stream.subscribe(createNodeResponseSink(response), lastEventId(request));
    }
  });
  const { port } = await new Promise<AddressInfo>((listening, failed) => {
    server.once('error', failed).listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address !== null && typeof address === 'object') listening(address);
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    serverKey: keyOf,
    get eventBytes() {
      return eventBytes;
    },
    async stop() {
      for (const stream of [relay, ...streams.values()]) stream.close();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

interface ServedEnvironment {
  readonly id: string;
  readonly name: string;
  /** Its server key. */
  readonly key: string;
}

function relaySourceOf(environments: readonly ServedEnvironment[]): StreamSource {
  return relaySource('1-0000000000000001', {
    protocol: 1,
    projectId: randomUUID(),
    environments: environments.map(({ id, name }) => ({
      id,
      key: name,
      name,
      privateAttributes: ['email'],
      allowedOrigins: ['*'],
      streamSecret: 's'.repeat(43),
    })),
    keys: environments.map(({ id, key }) => keyRecord(key, id)),
  });
}

/** Only counts bytes: the cost of accepting events is not part of the measurement. */
function acceptEvents(
  request: IncomingMessage,
  response: ServerResponse,
  onBytes: (bytes: number) => void,
): void {
  request.on('data', (chunk: Uint8Array) => onBytes(chunk.byteLength));
  request.on('end', () => response.writeHead(202).end('{"accepted":1,"rejected":[]}'));
}

function sourceOf(id: string, key: string, flags: readonly Flag[]): StreamSource {
  const committedAt = new Date().toISOString();
  const snapshot = { protocol: 1, environment: { id, key }, flags, segments: [], committedAt };
  return flagSource(replicaFromSnapshot('1-0000000000000001', snapshot));
}

function broadcast(source: StreamSource): Broadcaster {
  return createBroadcaster(source, { clock: systemClock, authority: 'primary', verifiedAt: systemClock.now });
}

function keyOf(environment: string): string {
  return `sf_srv_${createHash('sha256').update(environment).digest('base64url')}`;
}

function keyRecord(key: string, environmentId: string): SdkKeyRecord {
  const hash = createHash('sha256').update(key).digest('hex');
  return { id: randomUUID(), kind: 'server', hash, environmentIds: [environmentId], expiresAt: null };
}

function lastEventId({ headers }: IncomingMessage): string | null {
  const value = headers['last-event-id'];
  return typeof value === 'string' ? value : null;
}
