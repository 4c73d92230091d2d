import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import { Agent, type Dispatcher, EnvHttpProxyAgent, request } from 'undici';
import type { Fetch, UpstreamBody, UpstreamRequest, UpstreamResponse } from '../../core/model/ports.ts';
import type { UpstreamConnection } from '../config.ts';

/** A client for the upstream, and the way to drop its connections. */
export interface UpstreamClient {
  readonly fetch: Fetch;
  close(): Promise<void>;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Connections are kept alive; streams may last for ever, as silence is the event stream's own watchdog's matter.
 *
 * @throws Error in one line where the file of certificates cannot be used
 */
export function createUpstreamClient(connection: UpstreamConnection = {}): UpstreamClient {
  const dispatcher = createDispatcher(connection, readTrusted(connection.caFile));
  return {
    fetch: (url, asked) => ask(dispatcher, url, asked),
    close: () => dispatcher.destroy(),
  };
}

/**
 * Undici's `request` does what is needed of `fetch` for a fraction of the processor time, which is what a busy edge's
 * events cost most. It follows no redirect, as it must: that would carry the relay key to wherever it points.
 */
async function ask(
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
      // Being told that it was cancelled is no news.
      body.on('error', () => {}).destroy();
    },
  };
}

function createDispatcher({ proxies }: UpstreamConnection, trusted: Trusted): Dispatcher {
  const timeouts = { headersTimeout: 30_000, bodyTimeout: 0 };
  const connect = { timeout: 10_000, ...trusted };
  if (proxies === undefined) return new Agent({ connect, ...timeouts });
  // Told explicitly, empty ones too: undici would look at the process' environment for the others.
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
  if (certificates.length === 0) refuse('it holds no certificate (PEM)');
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
