import type { Logger } from '../shared/logging/logger.ts';
import type { OnMaintenanceConnection } from './maintenance-connection.ts';
import { migrate } from './store/database/migrate.ts';

/**
 * Applies the missing migrations.
 *
 * @throws Error with the cause in one line
 */
export async function migrateDatabase(onConnection: OnMaintenanceConnection, logger: Logger): Promise<void> {
  const applied = await onConnection((sql) =>
    migrate(sql, {
      onWaiting: (waitedMs) =>
        logger.warn('waiting for another process that migrates the database', { waitedMs }),
    }),
  );
  if (applied.length > 0) logger.info('migrations applied', { applied });
}
