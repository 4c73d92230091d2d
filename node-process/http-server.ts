import type { Server as HttpServer, ServerOptions } from 'node:http';
import type { Server } from 'node:net';
import { cutUnreadConnections, type UnreadLimits } from './unread-answers.ts';
import { watchUnusedConnections } from './unused-connections.ts';

/** The head of a request must arrive within this time: a defence against clients that send it byte by byte. */
const HEADERS_LIMIT_MS = 10_000;
/** The whole request must arrive within this time, body included. */
const REQUEST_LIMIT_MS = 30_000;
/** How often Node looks for requests over these limits. Its default of 30 s would make the limits that long. */
const LIMITS_CHECKED_EVERY_MS = 1_000;
/** Longer than the idle time of common load balancers (60 s), so that they close first. */
export const KEEP_ALIVE_MS = 65_000;
/** All headers of a request together; a larger head is answered 431. */
const MAX_HEADER_BYTES = 16 * 1024;
/** How long running requests may take to end. */
const CLOSE_GRACE_MS = 5_000;
/**
 * How often connections that have become idle are closed while a server ends. A client that reconnects sooner reuses the
 * connection of its ended stream, and opens a stream on a server that is about to end.
 */
const IDLE_SWEEP_MS = 5;

/** How long a request may take to arrive, in milliseconds. */
export interface ArrivalLimits {
  readonly headersMs: number;
  readonly requestMs: number;
  readonly checkedEveryMs: number;
}

const ARRIVAL_LIMITS: ArrivalLimits = {
  headersMs: HEADERS_LIMIT_MS,
  requestMs: REQUEST_LIMIT_MS,
  checkedEveryMs: LIMITS_CHECKED_EVERY_MS,
};

/** Where a server listens. */
export interface ListenAddress {
  readonly host: string;
  /** 0 lets the operating system choose one. */
  readonly port: number;
  /** The environment variables that set them, for error messages; `HOST` and `PORT` unless given. */
  readonly variables?: { readonly host: string; readonly port: string };
}

/** What a server does about clients that do not read its answers. */
export interface UnreadPolicy {
  /** Called for each connection that was cut because its answers were not read. */
  readonly onCut: () => void;
  /** The usual ones unless given. */
  readonly limits?: UnreadLimits | undefined;
}

/** A listening HTTP server. */
export interface RunningServer {
  readonly port: number;
  /** Accepts no new connections, lets running requests end, cuts the remaining ones after `graceMs` (5,000 ms). A connection without a request is closed. */
  close(graceMs?: number): Promise<void>;
}

/** As much of Node's HTTP server as is needed here, whatever its classes of requests and responses. */
type ClosableServer = Server & Pick<HttpServer, 'closeIdleConnections' | 'closeAllConnections'>;

/** The options with which every HTTP server of this project is created. */
export function httpServerOptions(limits: ArrivalLimits = ARRIVAL_LIMITS) {
  return {
    // A header that is sent twice is the list of both, as in the web's `Headers`: of two keys neither is taken.
    joinDuplicateHeaders: true,
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.checkedEveryMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
  } as const satisfies ServerOptions;
}

/**
 * Makes a server listen.
 *
 * @throws Error in one line, naming the variable to change, if the address cannot be used
 * @param connectionEvent what the server emits with each connection that carries HTTP
 */
export async function startHttpServer(
  server: ClosableServer,
  at: ListenAddress,
  unread: UnreadPolicy = { onCut: () => {} },
  connectionEvent: 'connection' | 'secureConnection' = 'connection',
): Promise<RunningServer> {
  const endChecks = cutUnreadConnections(server, connectionEvent, unread.onCut, unread.limits);
  server.once('close', endChecks);
  const closeUnused = watchUnusedConnections(server, connectionEvent);
  await new Promise<void>((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(new Error(explain(error, at), { cause: error }));
    server.once('error', fail);
    server.listen(at.port, at.host, () => {
      server.off('error', fail);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no TCP address');
  return { port: address.port, close: (graceMs = CLOSE_GRACE_MS) => close(server, closeUnused, graceMs) };
}

/** The URL by which this machine reaches a server that listens on `host`. */
export function localUrl(host: string, port: number, protocol: 'http' | 'https' = 'http'): string {
  return `${protocol}://${hostInUrl(host)}:${port}`;
}

function hostInUrl(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

async function close(server: ClosableServer, closeUnused: () => void, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // Busy connections become idle one by one, and keep-alive would hold them open.
  const sweep = setInterval(() => {
    server.closeIdleConnections();
    closeUnused();
  }, IDLE_SWEEP_MS);
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}

function explain(error: NodeJS.ErrnoException, { host, port, variables }: ListenAddress): string {
  const names = variables ?? { host: 'HOST', port: 'PORT' };
  switch (error.code) {
    case 'EADDRINUSE':
      return `port ${port} of ${host} is in use; stop the program that uses it or set ${names.port} to another port`;
    case 'EACCES':
      return `port ${port} of ${host} is not allowed for this account; set ${names.port} to a port above 1023`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${names.host} ${host} is not an address of this machine; set it to one that is, for example 127.0.0.1`;
    default:
      return `cannot listen on ${host}:${port}: ${error.message}`;
  }
}
