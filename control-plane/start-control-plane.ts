import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { Hono } from 'hono';
import { createGracefulShutdown } from '../node-process/graceful-shutdown.ts';
import {
  httpServerOptions,
  localUrl,
  type RunningServer,
  startHttpServer,
} from '../node-process/http-server.ts';
import { inTurn } from '../node-process/requests-in-turn.ts';
import { createWebListener } from '../node-process/web-listener.ts';
import type { Logger } from '../shared/logging/logger.ts';
import { systemClock } from '../shared/model/clock.ts';
import { createApp } from './app.ts';
import type { ChangeFeed } from './change-feed/change-feed.ts';
import { createChangeFeedSubsystem } from './change-feed-subsystem.ts';
import type { ControlPlaneConfig } from './config.ts';
import { createAuthentication } from './domain/authentication.ts';
import type { DomainDeps } from './domain/change/change.ts';
import { createFirstAdmin } from './domain/first-admin.ts';
import type { SignInDeps } from './domain/sign-in/sign-in.ts';
import type { WebhookDeps } from './domain/webhooks/webhook-endpoints.ts';
import { createEventSubsystem } from './event-subsystem.ts';
import type { AppEnv } from './http/app-env.ts';
import { maintenanceConnections, type OnMaintenanceConnection } from './maintenance-connection.ts';
import { migrateDatabase } from './migrate-database.ts';
import { type ChangeNotifier, fanOut } from './model/change-notifier.ts';
import type { RequestObserver } from './model/observed-request.ts';
import { createOidcSubsystem } from './oidc-subsystem.ts';
import { retentionOf } from './purge-old-data.ts';
import { createPurgeSubsystem } from './purge-subsystem.ts';
import { createConsole, findConsole } from './routes/console.ts';
import { healthRoutes } from './routes/health.ts';
import { managementApi } from './routes/management/management-api.ts';
import type { SignInRouteSettings } from './routes/management/session.ts';
import { createScheduleSubsystem } from './schedule-subsystem.ts';
import { createSignInSubsystem } from './sign-in-subsystem.ts';
import { type Observability, startObservability } from './start-observability.ts';
import { type Database, isReachable, isUnreachable, openDatabase } from './store/database/database.ts';
import { createStreamingSubsystem } from './streaming-subsystem.ts';
import type { Subsystem } from './subsystem.ts';
import { createWebhookSubsystem, webhookSettingsOf } from './webhook-subsystem.ts';

/** For all steps of the shutdown together. */
const SHUTDOWN_TIMEOUT_MS = 10_000;
/** For a running request for the metrics. */
const METRICS_GRACE_MS = 1_000;

export interface ControlPlaneDeps {
  readonly logger: Logger;
  /** Replaces the notifier of changes, for tests. */
  readonly wrapNotifier?: (notifier: ChangeNotifier) => ChangeNotifier;
  /** Prints what only the operator may see, and only once: the token of the first admin. Default: standard error. */
  readonly printToOperator?: (line: string) => void;
}

export interface ControlPlane {
  /** The URL on this machine, for example `http://127.0.0.1:8300`. */
  readonly url: string;
  readonly port: number;
  /** The routes it serves, as patterns: `GET /api/projects/:projectId`. */
  readonly routes: readonly string[];
  /** Ends streams and requests, then closes the connections to Redis and Postgres. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Migrates the database, then starts to serve.
 *
 * @throws Error with the cause in one line, for example if the database cannot be used or the port is in use
 */
export async function startControlPlane(
  config: ControlPlaneConfig,
  deps: ControlPlaneDeps,
): Promise<ControlPlane> {
  const { logger } = deps;
  const onConnection = maintenanceConnections(config, logger);
  await migrateDatabase(onConnection, logger);
  const sql = await openDatabase(config.databaseUrl, {
    logger,
    ...(config.databaseTimeoutMs === undefined ? {} : { answerMs: config.databaseTimeoutMs }),
    ...(config.databasePrepare === undefined ? {} : { prepare: config.databasePrepare }),
  });
  const running: Running = { sql, subsystems: [], logger };
  const shutdown = createGracefulShutdown({ timeoutMs: SHUTDOWN_TIMEOUT_MS, now: Date.now, logger });
  const stop = () => shutdown.run(() => stopAll(running));
  try {
    running.subsystems = createSubsystems(config, { sql, onConnection, logger });
    const domain = createDomainDeps(sql, running.subsystems, deps);
    const webhookSettings = webhookSettingsOf(config);
    const signIn = createSignInSubsystems(config, domain, logger);
    const feed = createChangeFeedSubsystem({ sql, clock: systemClock, logger });
    running.subsystems = [
      ...running.subsystems,
      createScheduleSubsystem(domain, logger),
      ...signIn.subsystems,
      feed.subsystem,
      createWebhookSubsystem({ sql, webhookSettings, random: Math.random, logger }),
    ];
    await printFirstAdminToken(domain, config, deps);
    const { subsystems } = running;
    running.observability = await startObservability(config, { sql, subsystems, logger });
    const app = createControlPlaneApp(
      { ...domain, webhookSettings, ...signIn.settings },
      { changeFeed: feed.changeFeed, subsystems, observers: running.observability.observers, logger },
    );
    for (const subsystem of subsystems) await subsystem.start?.();
    const server = createServer(httpServerOptions(), inTurn(createWebListener(app.fetch)));
    running.server = await startHttpServer(server, config, {
      onCut: () => logger.warn('connection cut because its client reads no answers'),
    });
    const { port } = running.server;
    const url = localUrl(config.host, port);
    logger.info('control plane is listening', { url });
    return { url, port, routes: routesOf(app), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function createSubsystems(
  config: ControlPlaneConfig,
  deps: { readonly sql: Database; readonly onConnection: OnMaintenanceConnection; readonly logger: Logger },
): readonly Subsystem[] {
  const { sql, onConnection, logger } = deps;
  const redis = config.redis === undefined ? {} : { redis: config.redis };
  return [
    createEventSubsystem({ sql, onConnection, ...redis, now: Date.now, logger }),
    createPurgeSubsystem({ onConnection, now: Date.now, random: Math.random, logger }, retentionOf(config)),
    createStreamingSubsystem({ sql, ...redis, clock: systemClock, logger }),
  ];
}

/** Sign-in, by itself and with OpenID Connect. */
function createSignInSubsystems(config: ControlPlaneConfig, domain: DomainDeps, logger: Logger) {
  const { settings, subsystem } = createSignInSubsystem(config, logger);
  const { oidc, subsystem: oidcSubsystem } = createOidcSubsystem(config, { ...domain, ...settings, logger });
  return { settings: { ...settings, oidc }, subsystems: [oidcSubsystem, subsystem] };
}

function createDomainDeps(
  sql: Database,
  subsystems: readonly Subsystem[],
  deps: ControlPlaneDeps,
): DomainDeps {
  const all = fanOut(
    subsystems.flatMap((subsystem) => subsystem.notifier ?? []),
    (error) => deps.logger.error('sending a hint failed', { error }),
  );
  const notifier = deps.wrapNotifier?.(all) ?? all;
  return { sql, notifier, random: Math.random, randomUuid: randomUUID, randomBytes, now: Date.now };
}

async function printFirstAdminToken(
  domain: DomainDeps,
  config: ControlPlaneConfig,
  deps: ControlPlaneDeps,
): Promise<void> {
  const token = await createFirstAdmin(domain, config.bootstrapAdminToken);
  if (!token) return;
  const print = deps.printToOperator ?? ((line) => process.stderr.write(`${line}\n`));
  print(`First start: the API token of the first admin is ${token.reveal()} (shown only once).`);
}

interface AppParts {
  readonly changeFeed: ChangeFeed;
  readonly subsystems: readonly Subsystem[];
  readonly observers: readonly RequestObserver[];
  readonly logger: Logger;
}

function createControlPlaneApp(
  domain: WebhookDeps & SignInDeps & SignInRouteSettings,
  { changeFeed, subsystems, observers, logger }: AppParts,
): Hono<AppEnv> {
  const { sql, randomUuid } = domain;
  const consoleFolder = findConsole();
  if (consoleFolder === undefined) logger.info('console is not served, it is not built');
  return createApp({
    logger,
    isUnreachable,
    randomUuid,
    observers,
    ...(consoleFolder === undefined ? {} : { serveConsole: createConsole(consoleFolder) }),
    routers: [
      healthRoutes({
        isDatabaseReady: () => isReachable(sql),
        problems: () => subsystems.flatMap((subsystem) => subsystem.problems?.() ?? []),
      }),
      managementApi({ ...domain, ...createAuthentication(domain), changeFeed }),
      ...subsystems.flatMap((subsystem) => subsystem.routes ?? []),
    ],
  });
}

interface Running {
  readonly sql: Database;
  readonly logger: Logger;
  subsystems: readonly Subsystem[];
  server?: RunningServer;
  observability?: Observability;
}

/** Order: no new connections, streams, running requests, then the connections to Redis and Postgres. */
async function stopAll({ sql, logger, subsystems, server, observability }: Running): Promise<void> {
  const closed = server?.close();
  for (const subsystem of subsystems.toReversed()) {
    await subsystem.stop?.().catch((error: unknown) => {
      logger.error('stopping a subsystem failed', { subsystem: subsystem.name, error });
    });
  }
  await closed;
  await observability?.stop(METRICS_GRACE_MS);
  await sql.end({ timeout: 5 });
}

function routesOf(app: Hono<AppEnv>): readonly string[] {
  const routes = app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`);
  return [...new Set(routes)];
}
