import { once } from 'node:events';
import { Server } from 'node:http';
import { createServer as createHttpsServer, Server as HttpsServer } from 'node:https';
import { createAdaptorServer } from '@hono/node-server';
import type { EdgeSettings, WithUpstream } from '../../../edge-proxy/node/config.ts';
import { type RunningEdge, startEdge } from '../../../edge-proxy/node/start-edge.ts';
import type { SdkKeyRecord } from '../../../shared/keys/sdk-key.ts';
import { type Logger, silentLogger } from '../../../shared/logging/logger.ts';
import { systemClock } from '../../../shared/model/clock.ts';
import { booleanFlag } from '../flags.ts';
import { createFakeUpstream, type FakeUpstream } from './fake-upstream.ts';
import { keyRecord, OWN, secretOf } from './test-edge.ts';

export const SERVER_KEY = secretOf('server', 'own');
export const RELAY_KEY = secretOf('relay', 'own');

/** A real edge in this process, fed over HTTP by an upstream in memory. */
export interface EdgeFixture {
  readonly edge: RunningEdge;
  readonly upstream: FakeUpstream;
  readonly evaluate: (body: unknown, headers?: Readonly<Record<string, string>>) => Promise<Response>;
  close(): Promise<void>;
}

/** The upstream has one environment, `production`, with the flag `banner` at position `5-aa`. */
export async function openEdgeFixture(
  changes: Partial<EdgeSettings> & Pick<WithUpstream, 'connection'> = {},
  logger: Logger = silentLogger,
  tls?: { readonly key: string; readonly cert: string },
): Promise<EdgeFixture> {
  const upstream = createFakeUpstream(systemClock);
  const environments = [
    { id: OWN, key: 'production', name: 'Production', privateAttributes: [], streamSecret: '5'.repeat(64) },
  ];
  upstream.setRelay('1-aa', { protocol: 1, projectId: OWN, environments, keys: await keys() });
  upstream.setFlags(OWN, '5-aa', [booleanFlag('banner')]);
  const server = await serveUpstream(upstream, tls);
  const edge = await startEdge(
    {
      upstreamUrl: urlOf(server),
      relayKey: RELAY_KEY,
      host: '127.0.0.1',
      port: 0,
      logLevel: 'silent',
      keysMaxAgeMs: Number.POSITIVE_INFINITY,
      readyMaxAgeMs: Number.POSITIVE_INFINITY,
      onUpstreamRejected: 'keep',
      shutdownTimeoutMs: 1_000,
      ...changes,
    },
    { logger },
  );
  return {
    edge,
    upstream,
    evaluate: (body, headers = {}) =>
      fetch(`${edge.url}/evaluate`, {
        method: 'POST',
        headers: { authorization: `Bearer ${SERVER_KEY}`, ...headers },
        body: JSON.stringify(body),
      }),
    async close() {
      await edge.stop();
      server.closeAllConnections();
      server.close();
    },
  };
}

async function keys(): Promise<readonly SdkKeyRecord[]> {
  const id = (digit: string) => `${digit.repeat(8)}-0000-4000-8000-000000000000`;
  return [
    { ...(await keyRecord('server', 'own', [OWN])), id: id('a') },
    { ...(await keyRecord('relay', 'own', [OWN])), id: id('b') },
  ];
}

/** Serves an upstream in memory over HTTP, or over TLS with a key and a certificate (PEM). */
async function serveUpstream(
  { fetch }: FakeUpstream,
  tls?: { readonly key: string; readonly cert: string },
): Promise<Server | HttpsServer> {
  const server = createAdaptorServer({
    fetch: async (asked) => {
      await asked.arrayBuffer();
      const { url, signal } = asked;
      const told = await fetch(url, { method: 'GET', headers: Object.fromEntries(asked.headers), signal });
      const type = told.headers.get('content-type');
      const { status, body } = told;
      if (!(body instanceof ReadableStream)) return new Response(null, { status });
      return new Response(body, { status, headers: type === null ? {} : { 'content-type': type } });
    },
    ...(tls === undefined ? {} : { createServer: createHttpsServer, serverOptions: tls }),
  });
  if (!(server instanceof Server || server instanceof HttpsServer)) throw new Error('expected HTTP/1.1');
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function urlOf(server: Server | HttpsServer): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  return `${server instanceof HttpsServer ? 'https' : 'http'}://127.0.0.1:${address.port}`;
}
