import type { Logger } from '../shared/logging/logger.ts';
import type { ControlPlaneConfig } from './config.ts';
import { openDatabase } from './store/database/database.ts';
import { migrate } from './store/database/migrate.ts';

/**
 * Applies the missing migrations, on a connection of their own: with the account of `MIGRATION_DATABASE_URL` if there is
 * one, and without the deadlines of requests.
 *
 * @throws Error with the cause in one line
 */
export async function migrateDatabase(
  config: Pick<ControlPlaneConfig, 'databaseUrl' | 'migrationDatabaseUrl' | 'databasePrepare'>,
  logger: Logger,
): Promise<void> {
  const { databaseUrl, migrationDatabaseUrl, databasePrepare } = config;
  const sql = await openDatabase(migrationDatabaseUrl ?? databaseUrl, {
    logger,
    purpose: 'migrations',
    variable: migrationDatabaseUrl === undefined ? 'DATABASE_URL' : 'MIGRATION_DATABASE_URL',
    ...(databasePrepare === undefined ? {} : { prepare: databasePrepare }),
  });
  try {
    const applied = await migrate(sql, {
      onWaiting: (waitedMs) =>
        logger.warn('waiting for another process that migrates the database', { waitedMs }),
    });
    if (applied.length > 0) logger.info('migrations applied', { applied });
  } finally {
    await sql.end({ timeout: 0 });
  }
}
