import type { Logger } from '../shared/logging/logger.ts';
import type { ControlPlaneConfig } from './config.ts';
import { type Database, openDatabase } from './store/database/database.ts';

/** Runs work that may take long (migrations, partitions, purging) on a connection that is closed afterwards. */
export type OnMaintenanceConnection = <T>(work: (sql: Database) => Promise<T>) => Promise<T>;

type DatabaseConfig = Pick<ControlPlaneConfig, 'databaseUrl' | 'migrationDatabaseUrl' | 'databasePrepare'>;

/** Connections with the account of `MIGRATION_DATABASE_URL`, if there is one, and without the deadlines of requests. */
export function maintenanceConnections(config: DatabaseConfig, logger: Logger): OnMaintenanceConnection {
  const { databaseUrl, migrationDatabaseUrl, databasePrepare } = config;
  return async (work) => {
    const sql = await openDatabase(migrationDatabaseUrl ?? databaseUrl, {
      logger,
      purpose: 'maintenance',
      variable: migrationDatabaseUrl === undefined ? 'DATABASE_URL' : 'MIGRATION_DATABASE_URL',
      ...(databasePrepare === undefined ? {} : { prepare: databasePrepare }),
    });
    try {
      return await work(sql);
    } finally {
      await sql.end({ timeout: 0 });
    }
  };
}
