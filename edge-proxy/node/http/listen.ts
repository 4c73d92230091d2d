import { createServer, type RequestListener, type Server } from 'node:http';
import { HotRequest, HotResponse } from './hot-messages.ts';

/** The head of a request must arrive within this time (slowloris). */
const HEADERS_LIMIT_MS = 10_000;
/** The whole of a request, body included. */
const REQUEST_LIMIT_MS = 30_000;
/** Longer than the idle time of common load balancers (60 s), so that they close first. */
export const KEEP_ALIVE_MS = 65_000;
/** How long running requests may take to end, unless told otherwise. */
const CLOSE_GRACE_MS = 5_000;
const IDLE_SWEEP_MS = 50;
/** How often Node looks for those who take too long: every 30 s by itself, which would be what the limits amount to. */
const LIMITS_CHECKED_EVERY_MS = 1_000;
/** All headers of a request together; 431 beyond. */
const MAX_HEADER_BYTES = 16 * 1024;

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

/** What a server here calls with each request. */
export type HttpListener = RequestListener<typeof HotRequest, typeof HotResponse>;

/** A listening HTTP server. */
export interface RunningServer {
  readonly port: number;
  /** Takes no new connections, lets running requests end, cuts what is left after this long (5,000 ms). */
  close(graceMs?: number): Promise<void>;
}

/** @throws Error in one line, naming the variable to change, where the address cannot be listened on */
export async function listen(
  listener: HttpListener,
  host: string,
  port: number,
  limits: ArrivalLimits = ARRIVAL_LIMITS,
): Promise<RunningServer> {
  // A header sent twice is the list of both, as the web's `Headers` have it: two keys are not the first of them.
  const options = {
    joinDuplicateHeaders: true,
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.checkedEveryMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    IncomingMessage: HotRequest,
    ServerResponse: HotResponse,
  };
  const server = createServer(options, listener);
  await new Promise<void>((listening, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => failed(explain(error, host, port)));
    server.listen(port, host, listening);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no TCP address');
  return { port: address.port, close: (graceMs = CLOSE_GRACE_MS) => close(server, graceMs) };
}

async function close(server: Server<typeof HotRequest, typeof HotResponse>, graceMs: number): Promise<void> {
  const closed = new Promise<void>((done) => server.close(() => done()));
  // Connections that were busy become idle one by one, and keep-alive would hold them open.
  const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  return new Error(reasonOf(error, host, port), { cause: error });
}

function reasonOf(error: NodeJS.ErrnoException, host: string, port: number): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `port ${port} of ${host} is in use; stop what uses it or set PORT to another one`;
    case 'EACCES':
      return `port ${port} of ${host} needs more rights than this account has; set PORT to one above 1023`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST ${host} is no address of this machine; set it to one that is, for example 127.0.0.1`;
    default:
      return `cannot listen on ${host}:${port}: ${error.message}`;
  }
}
