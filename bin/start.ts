import { join, relative } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { newCredentials, readCredentials, writeCredentials } from './launcher/credentials.ts';
import { takeDataFolder } from './launcher/data-folder.ts';
import { firstGreeting, laterGreeting } from './launcher/greeting.ts';
import { createLogFile } from './launcher/log-file.ts';
import { noticeOf } from './launcher/log-line.ts';
import { createManagementApi } from './launcher/management-api.ts';
import { dataPaths, type LauncherOptions, parseOptions } from './launcher/options.ts';
import { checkPorts } from './launcher/ports.ts';
import { LauncherProblem } from './launcher/problem.ts';
import { seed } from './launcher/seed.ts';
import { type Service, startService } from './launcher/service.ts';
import { createStages, type Stages } from './launcher/stages.ts';

/**
 * Runs the whole product on this machine until it is told to end: Postgres, control plane, edge, each a process of its
 * own. Sets the exit code: 0 when told to end, 1 when anything prevented it from running.
 */
export async function main(environment: NodeJS.ProcessEnv): Promise<void> {
  const stages = createStages();
  let isAsked = false;
  const onSignal = () => {
    if (isAsked) forceEnd(stages);
    isAsked = true;
    stages.requestEnd();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  // A terminal that was closed is no reason to crash.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  try {
    await launch(parseOptions(environment, process.cwd()), stages);
    await stages.untilEndRequested();
  } catch (error) {
    if (!stages.isEnding()) report(error);
  } finally {
    await stages.end();
  }
  // Whatever still lingers in here, everything that matters has ended.
  process.exit();
}

function forceEnd(stages: Stages): void {
  console.error('Ending at once.');
  stages.kill();
  process.exit(1);
}

function report(error: unknown): void {
  process.exitCode = 1;
  console.error(error instanceof Error ? error.message : String(error));
  if (error instanceof LauncherProblem) for (const line of error.details) console.error(`  ${line}`);
}

async function launch(options: LauncherOptions, stages: Stages): Promise<void> {
  const paths = dataPaths(options.dataFolder);
  const folder = takeDataFolder(options.dataFolder);
  stages.add({ name: 'data folder', stop: async () => folder.release() });
  await checkPorts([
    { port: options.controlPlanePort, variable: 'CONTROL_PLANE_PORT' },
    { port: options.edgePort, variable: 'EDGE_PORT' },
  ]);

  const known = readCredentials(paths.credentials);
  const credentials = known ?? newCredentials();
  // Kept before the control plane first hears of the token: a crash in between must not lock us out.
  if (!known) writeCredentials(paths.credentials, credentials);
  if (!known?.demoComplete) console.log('Setting up, the first time only …');

  const databaseUrl = options.databaseUrl ?? (await startPostgres(paths, stages)).url;
  const controlPlaneUrl = `http://127.0.0.1:${options.controlPlanePort}`;
  const edgeUrl = `http://127.0.0.1:${options.edgePort}`;
  const redis: Record<string, string> = options.redisUrl ? { REDIS_URL: options.redisUrl } : {};

  await runService(stages, paths.logs, {
    name: 'control plane',
    entry: 'control-plane/main.ts',
    url: controlPlaneUrl,
    environment: {
      ...redis,
      HOST: '127.0.0.1',
      PORT: String(options.controlPlanePort),
      DATABASE_URL: databaseUrl,
      BOOTSTRAP_ADMIN_TOKEN: credentials.apiToken,
    },
  });
  const seeded = await stages.unlessEnded(
    seed(createManagementApi(controlPlaneUrl, credentials.apiToken), credentials, (kept) =>
      writeCredentials(paths.credentials, kept),
    ),
  );
  await runService(stages, paths.logs, {
    name: 'edge',
    entry: 'edge-proxy/node/main.ts',
    url: edgeUrl,
    environment: {
      ...redis,
      HOST: '127.0.0.1',
      PORT: String(options.edgePort),
      UPSTREAM_URL: controlPlaneUrl,
      RELAY_KEY: seeded.relayKey?.key ?? '',
    },
  });

  const place = { controlPlaneUrl, edgeUrl, credentialsFile: asTyped(paths.credentials) };
  console.log(known?.demoComplete ? laterGreeting(place, seeded) : firstGreeting(place, seeded));
}

async function startPostgres(paths: ReturnType<typeof dataPaths>, stages: Stages): Promise<EmbeddedPostgres> {
  const log = createLogFile(join(paths.logs, 'postgres.log'));
  const server = await startEmbeddedPostgres({
    directory: paths.postgres,
    database: 'solid_fortnight',
    onLogLine: log.write,
  });
  stages.add({
    name: 'Postgres',
    stop: server.stop,
    kill: server.kill,
    death: server.ended.then(
      (how) => new LauncherProblem(`Postgres ended by itself (${how}). The end of ${log.path}:`, log.tail()),
    ),
  });
  return server;
}

interface ServicePlan {
  readonly name: string;
  readonly entry: string;
  readonly url: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Starts a service and waits until it is ready, or something else has ended. */
async function runService(stages: Stages, logFolder: string, plan: ServicePlan): Promise<Service> {
  const service = startService({
    ...plan,
    log: createLogFile(join(logFolder, `${plan.name.replaceAll(' ', '-')}.log`)),
    onLine: (line) => {
      const notice = noticeOf(line);
      // What it says while it is being ended is in its log.
      if (notice !== undefined && !stages.isEnding()) console.error(`${plan.name}: ${notice}`);
    },
  });
  stages.add({
    name: plan.name,
    stop: service.stop,
    kill: service.kill,
    death: service.ended.then((how) => service.deathProblem(how)),
  });
  await stages.unlessEnded(service.untilReady());
  return service;
}

function asTyped(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : `./${short}`;
}
