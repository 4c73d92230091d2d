import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import type { Logger } from '../../../shared/logging/logger.ts';
import type { MetricsAddress } from '../config.ts';

/** Metrics served on a port of their own. */
export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

const HEADERS_LIMIT_MS = 5_000;
const REQUEST_LIMIT_MS = 10_000;
const MOST_CONNECTIONS = 50;

/**
 * Serves `GET /metrics`, and nothing else.
 *
 * @returns `undefined` where a port that nobody chose is taken: metrics are no reason not to serve flags
 * @throws Error in one line where a chosen port cannot be had
 */
export async function serveMetrics(
  registry: Registry,
  { host, port, chosen }: MetricsAddress,
  logger: Logger,
): Promise<MetricsServer | undefined> {
  const server = createServer((request, response) => {
    answer(registry, request, response).catch((error: unknown) => {
      logger.error('metrics could not be told', {
        error: error instanceof Error ? error.message : 'unknown',
      });
      response.writeHead(500).end();
    });
  });
  server.headersTimeout = HEADERS_LIMIT_MS;
  server.requestTimeout = REQUEST_LIMIT_MS;
  server.maxConnections = MOST_CONNECTIONS;
  try {
    await listening(server, host, port);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown';
    const advice = 'set METRICS_PORT and METRICS_HOST, or METRICS_PORT=0 to do without';
    if (chosen) throw new Error(`metrics cannot be served: ${reason}; ${advice}`, { cause: error });
    logger.warn('metrics are not served', { reason, advice });
    return undefined;
  }
  logger.info('metrics are served', { host, port });
  return { port, close: () => close(server) };
}

async function answer(registry: Registry, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path] = (request.url ?? '').split('?');
  if (path !== '/metrics') return void response.writeHead(404).end('There is only /metrics here.\n');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return void response.writeHead(405, { allow: 'GET' }).end();
  }
  const text = await registry.metrics();
  response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' });
  response.end(request.method === 'HEAD' ? undefined : text);
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      done();
    });
  });
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((done) => void server.close(() => done()));
  server.closeAllConnections();
  await closed;
}
