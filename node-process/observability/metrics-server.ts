import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import type { Logger } from '../../shared/logging/logger.ts';
import { httpServerOptions, type RunningServer, startHttpServer } from '../http-server.ts';
import { inTurn } from '../requests-in-turn.ts';
import type { MetricsAddress } from './observability-variables.ts';

const LIMITS = { headersMs: 5_000, requestMs: 10_000, checkedEveryMs: 1_000 };
const KEEP_ALIVE_MS = 5_000;
const MAX_CONNECTIONS = 50;

/**
 * Serves `GET /metrics`, and nothing else.
 *
 * @returns `undefined` if the default port is in use: the process serves without metrics
 * @throws Error in one line if a chosen port cannot be used
 */
export async function serveMetrics(
  registry: Registry,
  { host, port, chosen }: MetricsAddress,
  logger: Logger,
): Promise<RunningServer | undefined> {
  const options = { ...httpServerOptions(LIMITS), keepAliveTimeout: KEEP_ALIVE_MS };
  const server = createServer(
    options,
    inTurn((request: IncomingMessage, response: ServerResponse) => {
      answer(registry, request, response).catch((error: unknown) => {
        logger.error('reading metrics failed', { error });
        response.writeHead(500).end();
      });
    }),
  );
  server.maxConnections = MAX_CONNECTIONS;
  const variables = { host: 'METRICS_HOST', port: 'METRICS_PORT' };
  try {
    const running = await startHttpServer(server, { host, port, variables });
    logger.info('metrics are served', { host, port: running.port });
    return running;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const text = `metrics cannot be served: ${reason}. METRICS_PORT=0 turns them off`;
    if (chosen) throw new Error(text, { cause: error });
    logger.warn('metrics are not served', { error });
    return undefined;
  }
}

async function answer(registry: Registry, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path] = (request.url ?? '').split('?');
  if (path !== '/metrics') return void response.writeHead(404).end('Only /metrics is served here.\n');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return void response.writeHead(405, { allow: 'GET' }).end();
  }
  const text = await registry.metrics();
  response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' });
  response.end(request.method === 'HEAD' ? undefined : text);
}
