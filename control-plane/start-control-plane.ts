import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { createGracefulShutdown } from '../node-process/graceful-shutdown.ts';
import {
  httpServerOptions,
  localUrl,
  type RunningServer,
  startHttpServer,
} from '../node-process/http-server.ts';
import type { Logger } from '../shared/logging/logger.ts';
import { systemClock } from '../shared/model/clock.ts';
import { createApp } from './app.ts';
import type { ControlPlaneConfig } from './config.ts';
import type { DomainDeps } from './domain/change.ts';
import { createFirstAdmin } from './domain/first-admin.ts';
import { createEventSubsystem } from './event-subsystem.ts';
import type { AppEnv } from './http/app-env.ts';
import { type ChangeNotifier, fanOut } from './model/change-notifier.ts';
import { healthRoutes } from './routes/health.ts';
import { managementApi } from './routes/management/management-api.ts';
import { findCaller } from './store/access/api-tokens.ts';
import { type Database, isReachable, isUnreachable, openDatabase } from './store/database/database.ts';
import { migrate } from './store/database/migrate.ts';
import { createStreamingSubsystem } from './streaming-subsystem.ts';
import type { Subsystem } from './subsystem.ts';

/** For streams, requests, events and connections together. */
const SHUTDOWN_TIMEOUT_MS = 10_000;

/** What a control plane takes from its surroundings. */
export interface ControlPlaneDeps {
  readonly logger: Logger;
  /** Stands between the changes and everybody who is told of them; the notifier itself when omitted. */
  readonly wrapNotifier?: (notifier: ChangeNotifier) => ChangeNotifier;
  /** Tells the operator what is told once: the first admin's token. Standard error when omitted. */
  readonly tellOperator?: (line: string) => void;
}

export interface ControlPlane {
  /** Where this process itself reaches it, for example `http://127.0.0.1:8300`. */
  readonly url: string;
  readonly port: number;
  /** Everything it serves, as patterns: `GET /api/projects/:projectId`. */
  readonly routes: readonly string[];
  /** Ends streams and requests, then the connections to Postgres and Redis. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Migrates the database and serves, all in this process.
 *
 * @throws Error in one line: the database cannot be used, the port is taken, …
 */
export async function startControlPlane(
  config: ControlPlaneConfig,
  deps: ControlPlaneDeps,
): Promise<ControlPlane> {
  const { logger } = deps;
  const sql = await openDatabase(config.databaseUrl, { logger });
  const running: Running = { sql, parts: [], logger };
  const shutdown = createGracefulShutdown({ timeoutMs: SHUTDOWN_TIMEOUT_MS, now: Date.now, logger });
  const stop = () => shutdown.run(() => stopAll(running));
  try {
    const applied = await migrate(sql);
    if (applied.length > 0) logger.info('migrations applied', { applied });
    running.parts = createParts(config, sql, logger);
    const domain = createDomainDeps(sql, running.parts, deps);
    await greetFirstAdmin(domain, config, deps);
    const app = createControlPlaneApp(domain, running.parts, logger);
    for (const part of running.parts) await part.start?.();
    const server = createServer(httpServerOptions(), getRequestListener(app.fetch));
    running.server = await startHttpServer(server, config);
    const { port } = running.server;
    const url = localUrl(config.host, port);
    logger.info('control plane is listening', { url });
    return { url, port, routes: routesOf(app), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Streaming, messaging and event ingestion join here: each is one Subsystem. */
function createParts(config: ControlPlaneConfig, sql: Database, logger: Logger): readonly Subsystem[] {
  const redis = config.redisUrl === undefined ? {} : { redisUrl: config.redisUrl };
  return [
    createEventSubsystem({ sql, ...redis, now: Date.now, logger }),
    createStreamingSubsystem({ sql, ...redis, clock: systemClock, logger }),
  ];
}

function createDomainDeps(sql: Database, parts: readonly Subsystem[], deps: ControlPlaneDeps): DomainDeps {
  const told = fanOut(
    parts.flatMap((part) => part.notifier ?? []),
    (error) => deps.logger.error('a change notifier failed', { error }),
  );
  const notifier = deps.wrapNotifier?.(told) ?? told;
  return { sql, notifier, random: Math.random, randomUuid: randomUUID, randomBytes, now: Date.now };
}

async function greetFirstAdmin(
  domain: DomainDeps,
  config: ControlPlaneConfig,
  deps: ControlPlaneDeps,
): Promise<void> {
  const token = await createFirstAdmin(domain, config.bootstrapAdminToken);
  if (!token) return;
  const tell = deps.tellOperator ?? ((line) => process.stderr.write(`${line}\n`));
  tell(`First start: the admin's API token is ${token.reveal()} (told this once).`);
}

function createControlPlaneApp(
  domain: DomainDeps,
  parts: readonly Subsystem[],
  logger: Logger,
): Hono<AppEnv> {
  const { sql, randomUuid } = domain;
  return createApp({
    logger,
    isUnreachable,
    randomUuid,
    modules: [
      healthRoutes({ isDatabaseReady: () => isReachable(sql) }),
      managementApi({ ...domain, findCaller: (hash) => findCaller(sql, hash) }),
      ...parts.flatMap((part) => part.routes ?? []),
    ],
  });
}

interface Running {
  readonly sql: Database;
  readonly logger: Logger;
  parts: readonly Subsystem[];
  server?: RunningServer;
}

/** Order: no new connections, streams, running requests, then the connections to Redis and Postgres. */
async function stopAll({ sql, logger, parts, server }: Running): Promise<void> {
  const closed = server?.close();
  for (const part of parts.toReversed()) {
    await part
      .stop?.()
      .catch((error: unknown) => logger.error('a part failed to stop', { part: part.name, error }));
  }
  await closed;
  await sql.end({ timeout: 5 });
}

function routesOf(app: Hono<AppEnv>): readonly string[] {
  const routes = app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`);
  return [...new Set(routes)];
}
