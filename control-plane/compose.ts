import { randomBytes, randomUUID } from 'node:crypto';
import type { Logger } from '../shared/logging/logger.ts';
import { systemClock } from '../shared/sync/clock.ts';
import { createApp } from './app.ts';
import type { ControlPlaneConfig } from './config.ts';
import { type ChangeNotifier, fanOut } from './domain/change-notifier.ts';
import { makeFirstAdmin } from './domain/first-start.ts';
import { createEventsPart } from './events-part.ts';
import { listen } from './http/server.ts';
import type { Part } from './part.ts';
import { healthRoutes } from './routes/health.ts';
import { managementApi } from './routes/management-api.ts';
import { findCaller } from './store/api-tokens.ts';
import { answers, isUnreachable, openDatabase } from './store/database.ts';
import { migrate } from './store/migrate.ts';
import { createStreamingPart } from './streaming-part.ts';

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
  const { logger, tellOperator = (line) => process.stderr.write(`${line}\n`) } = deps;
  const sql = await openDatabase(config.databaseUrl, { logger });
  // Undone in reverse, at the end or when the start fails half-way.
  const ends: (() => Promise<void>)[] = [() => sql.end({ timeout: 5 })];
  let ended: Promise<void> | undefined;
  const stop = () => {
    ended ??= endAll(ends, logger);
    return ended;
  };
  try {
    const applied = await migrate(sql);
    if (applied.length > 0) logger.info('migrations applied', { applied });

    // Streaming, messaging and event ingestion join here: each is one Part.
    const redis = config.redisUrl === undefined ? {} : { redisUrl: config.redisUrl };
    const parts: Part[] = [
      createEventsPart({ sql, ...redis, now: Date.now, logger }),
      createStreamingPart({ sql, ...redis, clock: systemClock, logger }),
    ];

    const told = fanOut(
      parts.flatMap((part) => part.notifier ?? []),
      (error) => logger.error('a change notifier failed', { error }),
    );
    const notifier = deps.wrapNotifier?.(told) ?? told;
    const domain = { sql, notifier, random: Math.random, randomUuid: randomUUID, randomBytes, now: Date.now };
    const firstToken = await makeFirstAdmin(domain, config.bootstrapAdminToken);
    if (firstToken)
      tellOperator(`First start: the admin's API token is ${firstToken.reveal()} (told this once).`);

    const app = createApp({
      logger,
      isUnreachable,
      randomUuid: randomUUID,
      modules: [
        healthRoutes({ isDatabaseReady: () => answers(sql) }),
        managementApi({ ...domain, findCaller: (hash) => findCaller(sql, hash) }),
        ...parts.flatMap((part) => part.routes ?? []),
      ],
    });
    for (const part of parts) {
      ends.push(async () => part.stop?.());
      await part.start?.();
    }
    const server = await listen(app, config.host, config.port);
    // Parts end before the server does, or their endless streams would hold it open.
    ends.splice(1, 0, () => server.close());
    const url = `http://${reachable(config.host)}:${server.port}`;
    logger.info('control plane listens', { url });
    return { url, port: server.port, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function endAll(ends: readonly (() => Promise<void>)[], logger: Logger): Promise<void> {
  for (const end of ends.toReversed()) {
    await end().catch((error: unknown) => logger.error('stopping a part failed', { error }));
  }
}

function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
