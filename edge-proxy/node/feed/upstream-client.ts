import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import { Agent, type Dispatcher, EnvHttpProxyAgent, request } from 'undici';
import type { Fetch, UpstreamBody, UpstreamRequest, UpstreamResponse } from '../../core/model/ports.ts';
import type { UpstreamConnection } from '../config.ts';

/** An HTTP client for the upstream. */
export interface UpstreamClient {
  readonly fetch: Fetch;
  close(): Promise<void>;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Connections are kept alive. Streams have no timeout here: the reader of the stream notices silence.
 *
 * @throws Error in one line if the file of certificates cannot be used
 */
export function createUpstreamClient(connection: UpstreamConnection = {}): UpstreamClient {
  const dispatcher = createDispatcher(connection, readTrusted(connection.caFile));
  return {
    fetch: (url, upstreamRequest) => send(dispatcher, url, upstreamRequest),
    close: () => dispatcher.destroy(),
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
    headers: { ...headers },
    signal,
    ...(body === undefined ? {} : { body }),
  });
  return {
    status: response.statusCode,
    headers: { get: (name) => joined(response.headers[name.toLowerCase()]) },
    body: { getReader: () => readerOf(response.body) },
  };
}

function joined(value: string | string[] | undefined): string | null {
  return value === undefined ? null : [value].flat().join(', ');
}

function readerOf(body: Readable): ReturnType<UpstreamBody['getReader']> {
  const chunks: AsyncIterator<Uint8Array> = body[Symbol.asyncIterator]();
  return {
    async read() {
      const { done = false, value } = await chunks.next();
      return { done, value };
    },
    async cancel() {
      // The error says only that the body was cancelled.
      body.on('error', () => {}).destroy();
    },
  };
}

function createDispatcher({ proxies }: UpstreamConnection, trusted: Trusted): Dispatcher {
  const timeouts = { headersTimeout: 30_000, bodyTimeout: 0 };
  const connect = { timeout: 10_000, ...trusted };
  if (proxies === undefined) return new Agent({ connect, ...timeouts });
  // Empty ones too: undici would read those that are missing from the environment.
  const { httpProxy = '', httpsProxy = '', noProxy = '' } = proxies;
  return new EnvHttpProxyAgent({
    httpProxy,
    httpsProxy,
    noProxy,
    connect,
    requestTls: trusted,
    proxyTls: trusted,
    ...timeouts,
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
