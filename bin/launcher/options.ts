import { join, resolve } from 'node:path';
import { OperationalError } from '../system/operational-error.ts';

/** The configuration of `npm start`, from environment variables. */
export interface LauncherOptions {
  /** Absolute path of the folder for database, credentials and logs. */
  readonly dataFolder: string;
  readonly controlPlanePort: number;
  readonly edgePort: number;
  /** Used instead of the embedded Postgres. */
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
}

/**
 * Reads the options. An empty variable counts as absent. The URLs are validated by the services that use them.
 *
 * @throws OperationalError naming every fault at once
 */
export function parseOptions(
  environment: Readonly<Record<string, string | undefined>>,
  workingFolder: string,
): LauncherOptions {
  const faults: string[] = [];
  const port = (name: string, standard: number): number => {
    const text = environment[name];
    if (!text) return standard;
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= 1 && number <= 65_535) return number;
    faults.push(`${name} must be a port number from 1 to 65535, not "${text}".`);
    return standard;
  };
  const controlPlanePort = port('CONTROL_PLANE_PORT', 8300);
  const edgePort = port('EDGE_PORT', 8310);
  if (controlPlanePort === edgePort) {
    faults.push(`CONTROL_PLANE_PORT and EDGE_PORT must differ; both are ${edgePort}.`);
  }
  if (faults.length > 0) throw new OperationalError(faults.join(' '));
  return {
    dataFolder: resolve(workingFolder, environment.DATA_DIR || 'data'),
    controlPlanePort,
    edgePort,
    ...(environment.DATABASE_URL ? { databaseUrl: environment.DATABASE_URL } : {}),
    ...(environment.REDIS_URL ? { redisUrl: environment.REDIS_URL } : {}),
  };
}

/** The files and folders of the data folder. */
export function dataPaths(dataFolder: string) {
  return {
    lock: join(dataFolder, 'launcher.lock'),
    credentials: join(dataFolder, 'credentials.json'),
    postgres: join(dataFolder, 'postgres'),
    logs: join(dataFolder, 'logs'),
  };
}
