import { join, relative } from 'node:path';
import {
  type Credentials,
  newCredentials,
  newSecretsKey,
  readCredentials,
  writeCredentials,
} from '../demo/credentials.ts';
import { seed } from '../demo/seed.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../postgres/embedded-postgres.ts';
import { createLogFile } from '../system/log-file.ts';
import { createManagementApi, type ManagementApi, stringMember } from '../system/management-api.ts';
import { OperationalError } from '../system/operational-error.ts';
import { assertPortsAvailable } from '../system/ports.ts';
import { consoleLineOf } from './console-line.ts';
import { lockDataFolder } from './data-folder.ts';
import { createLifecycle, type Lifecycle } from './lifecycle.ts';
import { dataPaths, type LauncherOptions, parseOptions } from './options.ts';
import { startRestartingService, type WatchFiles } from './restarting-service.ts';
import { type ServiceOptions, startService } from './service.ts';
import { firstStartMessage, laterStartMessage } from './start-message.ts';

/** How to start a service. */
export interface ServiceCommand {
  /** Arguments of `node`. */
  readonly command: readonly string[];
  /** Restarts the service when one of these files changes. */
  readonly watchFiles?: WatchFiles;
}

export interface ServiceCommands {
  readonly controlPlane: ServiceCommand;
  readonly edge: ServiceCommand;
}

/**
 * Runs the product on this machine until shutdown is requested: Postgres, control plane and edge, each in its own
 * process. Sets the exit code: 0 after a requested shutdown, 1 after a failure.
 */
export async function runLauncher(environment: NodeJS.ProcessEnv, commands: ServiceCommands): Promise<void> {
  const lifecycle = createLifecycle();
  let signalled = false;
  const onSignal = () => {
    if (signalled) exitAtOnce(lifecycle);
    signalled = true;
    lifecycle.requestShutdown();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  // Without a listener, output to a closed terminal would crash the process.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  try {
    await startAll(parseOptions(environment, process.cwd()), commands, lifecycle);
    await lifecycle.untilShutdownRequested();
  } catch (error) {
    if (!lifecycle.isShuttingDown()) report(error);
  } finally {
    await lifecycle.stopAll();
  }
  // All components have stopped. A connection or timer of this process may still be open.
  process.exit();
}

function exitAtOnce(lifecycle: Lifecycle): void {
  console.error('Second signal: stopping at once.');
  lifecycle.killAll();
  process.exit(1);
}

function report(error: unknown): void {
  process.exitCode = 1;
  console.error(error instanceof Error ? error.message : String(error));
  if (error instanceof OperationalError) for (const line of error.details) console.error(`  ${line}`);
}

async function startAll(
  options: LauncherOptions,
  commands: ServiceCommands,
  lifecycle: Lifecycle,
): Promise<void> {
  const paths = dataPaths(options.dataFolder);
  await lockFolderAndCheckPorts(options, lifecycle);
  const credentials = loadCredentials(paths.credentials);
  const isFirstStart = !credentials.demoComplete;
  if (isFirstStart) console.log('First start: creating the database and a demo project …');

  const databaseUrl = options.databaseUrl ?? (await startPostgres(paths, lifecycle)).url;
  const controlPlaneUrl = `http://127.0.0.1:${options.controlPlanePort}`;
  const edgeUrl = `http://127.0.0.1:${options.edgePort}`;
  const common = { HOST: '127.0.0.1', ...(options.redisUrl ? { REDIS_URL: options.redisUrl } : {}) };

  await runService(lifecycle, paths.logs, {
    name: 'control plane',
    ...commands.controlPlane,
    url: controlPlaneUrl,
    environment: {
      ...common,
      PORT: String(options.controlPlanePort),
      // Another port than this is that of the edge's metrics.
      METRICS_PORT: process.env.METRICS_PORT === '0' ? '0' : '',
      DATABASE_URL: databaseUrl,
      BOOTSTRAP_ADMIN_TOKEN: credentials.apiToken,
      SECRETS_KEY: credentials.secretsKey,
    },
  });
  const api = createManagementApi(controlPlaneUrl, credentials.apiToken);
  const save = (updated: Credentials) => writeCredentials(paths.credentials, updated);
  const seeded = await lifecycle.unlessShutdown(seed(api, credentials, save));
  await runService(lifecycle, paths.logs, {
    name: 'edge',
    ...commands.edge,
    url: edgeUrl,
    environment: {
      ...common,
      PORT: String(options.edgePort),
      UPSTREAM_URL: controlPlaneUrl,
      RELAY_KEY: seeded.relayKey?.key ?? '',
    },
  });

  const message = isFirstStart ? firstStartMessage : laterStartMessage;
  const signInUrl = await lifecycle.unlessShutdown(signInUrlOf(api, options.controlPlanePort, seeded));
  const credentialsFile = displayPath(paths.credentials);
  console.log(message({ controlPlaneUrl, edgeUrl, signInUrl, credentialsFile }, seeded));
}

/** Makes a link that signs the first admin in once and opens the demo project. Fragments are not sent to servers. */
async function signInUrlOf(api: ManagementApi, port: number, { projectId }: Credentials): Promise<string> {
  const token = stringMember(await api.post('/api/sign-in-links', undefined), 'token');
  return `http://localhost:${port}/sign-in#link=${token}&to=/projects/${projectId ?? ''}`;
}

async function lockFolderAndCheckPorts(options: LauncherOptions, lifecycle: Lifecycle): Promise<void> {
  const folder = lockDataFolder(options.dataFolder);
  lifecycle.add({ name: 'data folder', stop: async () => folder.release() });
  await assertPortsAvailable([
    { port: options.controlPlanePort, variable: 'CONTROL_PLANE_PORT' },
    { port: options.edgePort, variable: 'EDGE_PORT' },
  ]);
}

/**
 * The stored credentials, or new ones. New ones are stored before the control plane gets them: after a crash in between, the
 * next start still has them.
 */
function loadCredentials(path: string): Credentials & { readonly secretsKey: string } {
  const stored = readCredentials(path);
  const { secretsKey = newSecretsKey(), ...others } = stored ?? newCredentials();
  const credentials = { ...others, secretsKey };
  if (stored?.secretsKey === undefined) writeCredentials(path, credentials);
  return credentials;
}

async function startPostgres(
  paths: ReturnType<typeof dataPaths>,
  lifecycle: Lifecycle,
): Promise<EmbeddedPostgres> {
  const log = createLogFile(join(paths.logs, 'postgres.log'));
  const server = await startEmbeddedPostgres({
    directory: paths.postgres,
    database: 'solid_fortnight',
    onLogLine: log.write,
  });
  lifecycle.add({
    name: 'Postgres',
    stop: server.stop,
    kill: server.kill,
    exited: server.exited.then(
      (status) =>
        new OperationalError(
          `Postgres exited unexpectedly (${status}). Last lines of ${log.path}:`,
          log.tail(),
        ),
    ),
  });
  return server;
}

/** Starts a service and waits until it is ready. */
async function runService(
  lifecycle: Lifecycle,
  logFolder: string,
  { watchFiles, ...options }: Omit<ServiceOptions, 'log' | 'onLine'> & ServiceCommand,
): Promise<void> {
  const serviceOptions = {
    ...options,
    log: createLogFile(join(logFolder, `${options.name.replaceAll(' ', '-')}.log`)),
    onLine: (line: string) => {
      const shown = consoleLineOf(line);
      // During shutdown its output goes to its log only.
      if (shown !== undefined && !lifecycle.isShuttingDown()) console.error(`${options.name}: ${shown}`);
    },
  };
  const report = (line: string) => console.log(`${options.name}: ${line}`);
  const service = watchFiles
    ? startRestartingService({ ...serviceOptions, watchFiles, report })
    : startService(serviceOptions);
  lifecycle.add({
    name: options.name,
    stop: service.stop,
    kill: service.kill,
    exited: service.exited.then((status) => service.exitError(status)),
  });
  await lifecycle.unlessShutdown(service.untilReady());
}

/** The path relative to the working folder, if it is inside. */
function displayPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : `./${short}`;
}
