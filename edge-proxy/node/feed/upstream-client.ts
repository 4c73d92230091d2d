import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import { constants, createGunzip } from 'node:zlib';
import { Agent, type Dispatcher, EnvHttpProxyAgent, request } from 'undici';
import type { Fetch, UpstreamBody, UpstreamRequest, UpstreamResponse } from '../../core/model/ports.ts';
import type { ProxySettings, UpstreamConnection } from '../config.ts';
import { parseNoProxy } from './no-proxy.ts';

/** An HTTP client for the upstream. */
export interface UpstreamClient {
  readonly fetch: Fetch;
  close(): Promise<void>;
}

const GUNZIP_CHUNK_BYTES = 65_536;

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Connections are kept alive. Streams have no timeout here: the reader of the stream notices silence.
 *
 * @throws Error in one line if the file of certificates cannot be used
 */
export function createUpstreamClient(connection: UpstreamConnection = {}): UpstreamClient {
  const trusted = readTrusted(connection.caFile);
  const direct = createDirect(trusted);
  const { proxies } = connection;
  const proxied = proxies === undefined ? undefined : createProxied(proxies, trusted);
  const bypassesProxy = parseNoProxy(proxies?.noProxy ?? '');
  const dispatcherFor = (url: string) => (proxied === undefined || bypassesProxy(url) ? direct : proxied);
  return {
    fetch: (url, upstreamRequest) => send(dispatcherFor(url), url, upstreamRequest),
    async close() {
      await Promise.all([direct.destroy(), proxied?.destroy()]);
    },
  };
}

/**
 * Undici's `request` takes a fraction of the processor time of `fetch`, which matters for the events of a busy edge. It
 * follows no redirect, which would send the relay key to another server.
 */
async function send(
  dispatcher: Dispatcher,
  url: string,
  { method, headers, body, signal }: UpstreamRequest,
): Promise<UpstreamResponse> {
  const response = await request(url, {
    dispatcher,
    method,
    headers: { ...headers, ...(method === 'GET' ? { 'accept-encoding': 'gzip' } : {}) },
    signal,
    ...(body === undefined ? {} : { body }),
  });
  return {
    status: response.statusCode,
    headers: { get: (name) => joined(response.headers[name.toLowerCase()]) },
    body: { getReader: () => readerOf(decoded(response)) },
  };
}

function joined(value: string | string[] | undefined): string | null {
  return value === undefined ? null : [value].flat().join(', ');
}

/** Each part of a stream is passed on when it arrives. The end need not be that of the gzip stream: connections are cut. */
function decoded({ headers, body }: Dispatcher.ResponseData): Readable {
  if (joined(headers['content-encoding']) !== 'gzip') return body;
  const flush = constants.Z_SYNC_FLUSH;
  // An error of either one destroys the other, and reaches the reader.
  return pipeline(body, createGunzip({ flush, finishFlush: flush, chunkSize: GUNZIP_CHUNK_BYTES }), () => {});
}

function readerOf(body: Readable): ReturnType<UpstreamBody['getReader']> {
  const chunks: AsyncIterator<Uint8Array> = body[Symbol.asyncIterator]();
  return {
    async read() {
      const { done = false, value } = await chunks.next();
      return { done, value };
    },
    async cancel() {
      // The message of the error is only that the body was cancelled.
      body.on('error', () => {}).destroy();
    },
  };
}

const TIMEOUTS = { headersTimeout: 30_000, bodyTimeout: 0 };
const CONNECT_TIMEOUT_MS = 10_000;

function createDirect(trusted: Trusted): Dispatcher {
  return new Agent({ connect: { timeout: CONNECT_TIMEOUT_MS, ...trusted }, ...TIMEOUTS });
}

/** Undici's own parser of `NO_PROXY` supports neither IPv6 addresses, nor ranges, nor trailing dots. */
function createProxied({ httpProxy = '', httpsProxy = '' }: ProxySettings, trusted: Trusted): Dispatcher {
  // Empty ones too: undici would read those that are missing from the environment.
  return new EnvHttpProxyAgent({
    httpProxy,
    httpsProxy,
    noProxy: '',
    connect: { timeout: CONNECT_TIMEOUT_MS, ...trusted },
    requestTls: trusted,
    proxyTls: trusted,
    ...TIMEOUTS,
  });
}

interface Trusted {
  readonly ca?: string[];
}

function readTrusted(file: string | undefined): Trusted {
  if (file === undefined) return {};
  const text = readText(file);
  const certificates = text.match(CERTIFICATE) ?? [];
  if (certificates.length === 0) refuse('it contains no certificate (PEM)');
  for (const [index, certificate] of certificates.entries()) {
    try {
      new X509Certificate(certificate);
    } catch (error) {
      refuse(`its certificate ${index + 1} is damaged`, error);
    }
  }
  return { ca: [...rootCertificates, ...certificates] };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return refuse(reasonOf(error), error);
  }
}

function refuse(reason: string, cause?: unknown): never {
  throw new Error(`UPSTREAM_CA_FILE cannot be used: ${reason}`, { cause });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}
