import { join, resolve } from 'node:path';
import { readVariables } from '../../shared/config/read-variables.ts';
import { optionalVariable, variableWithDefault } from '../../shared/config/variable.ts';
import { anyText, fixedPort } from '../../shared/config/variable-kinds.ts';
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

/** The variables of `npm start`. */
export const LAUNCHER_VARIABLES = {
  dataFolder: variableWithDefault({
    name: 'DATA_DIR',
    kind: anyText,
    default: 'data',
    meaning: 'The folder for the database, `credentials.json` (mode 600) and logs',
  }),
  controlPlanePort: variableWithDefault({
    name: 'CONTROL_PLANE_PORT',
    kind: fixedPort,
    default: '8300',
    meaning: 'The port of the control plane, on 127.0.0.1',
  }),
  edgePort: variableWithDefault({
    name: 'EDGE_PORT',
    kind: fixedPort,
    default: '8310',
    meaning: 'The port of the edge, on 127.0.0.1',
  }),
  databaseUrl: optionalVariable({
    name: 'DATABASE_URL',
    kind: anyText,
    meaning: 'A Postgres database to use in place of the embedded one',
  }),
  redisUrl: optionalVariable({
    name: 'REDIS_URL',
    kind: anyText,
    meaning: 'Redis for both processes. Without it they do without',
  }),
};

/**
 * Reads the options. An empty variable counts as absent. The URLs are validated by the services that use them.
 *
 * @throws OperationalError naming every fault at once
 */
export function parseOptions(
  environment: Readonly<Record<string, string | undefined>>,
  workingFolder: string,
): LauncherOptions {
  const variables = LAUNCHER_VARIABLES;
  /** None of these variables is a secret that a fault would reveal: only ports can be wrong. */
  const withValue = (fault: string) => {
    const [name = ''] = fault.split(' ');
    return `${fault}, not "${environment[name]}".`;
  };
  const result = readVariables(Object.values(variables), environment, (get) => {
    const databaseUrl = get(variables.databaseUrl);
    const redisUrl = get(variables.redisUrl);
    return {
      dataFolder: resolve(workingFolder, get(variables.dataFolder)),
      controlPlanePort: get(variables.controlPlanePort),
      edgePort: get(variables.edgePort),
      ...(databaseUrl === undefined ? {} : { databaseUrl }),
      ...(redisUrl === undefined ? {} : { redisUrl }),
    };
  });
  if (!result.ok) throw new OperationalError(result.faults.map(withValue).join(' '));
  const { controlPlanePort, edgePort } = result.config;
  if (controlPlanePort === edgePort) {
    throw new OperationalError(`CONTROL_PLANE_PORT and EDGE_PORT must differ; both are ${edgePort}.`);
  }
  return result.config;
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
