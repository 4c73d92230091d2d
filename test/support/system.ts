import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerCertificate } from './certificates.ts';
import { createManagementApi, type ManagementApi } from './management-api.ts';
import { reservePort } from './ports.ts';
import type { ManagedProcess, ProcessGroup } from './processes.ts';

/** An admin's API token as a control plane takes it at its first start. */
export function newAdminToken(): string {
  return `sf_api_${randomBytes(32).toString('base64url')}`;
}

/** A running process that serves HTTP. */
export interface RunningServer {
  readonly url: string;
  readonly process: ManagedProcess;
}

export interface RunningControlPlane extends RunningServer {
  readonly api: ManagementApi;
}

export interface ControlPlaneOptions {
  readonly name?: string;
  /** What to run; the control plane's own main where omitted. */
  readonly module?: string;
  /** Folder of the release to run; this repository where omitted. */
  readonly root?: string;
  readonly databaseUrl: string;
  readonly redisUrl?: string;
  readonly adminToken: string;
  /** Of `reservePort`, where others must know it before the start. */
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a control plane and waits until it is ready. */
export async function startControlPlane(
  group: ProcessGroup,
  options: ControlPlaneOptions,
): Promise<RunningControlPlane> {
  const port = options.port ?? (await reservePort());
  const url = `http://127.0.0.1:${port}`;
  const process = await group.start({
    name: options.name ?? 'control plane',
    module: options.module ?? 'control-plane/main.ts',
    ...rootOf(options),
    readyUrl: `${url}/health/ready`,
    env: {
      HOST: '127.0.0.1',
      PORT: String(port),
      // No metrics: their default port would be the same for every control plane that runs at the same time.
      METRICS_PORT: '0',
      DATABASE_URL: options.databaseUrl,
      BOOTSTRAP_ADMIN_TOKEN: options.adminToken,
      ...(options.redisUrl === undefined ? {} : { REDIS_URL: options.redisUrl }),
      ...options.env,
    },
  });
  const isOtherRelease = options.root !== undefined;
  const api = isOtherRelease
    ? createManagementApi(url, options.adminToken, null)
    : createManagementApi(url, options.adminToken);
  return { url, process, api };
}

export interface EdgeOptions {
  readonly name?: string;
  /** What to run on Node; the edge's own main where omitted. */
  readonly module?: string;
  /** Folder of the release to run; this repository where omitted. */
  readonly root?: string;
  readonly upstreamUrl: string;
  readonly relayKey: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Answers 200 once it counts as started; `/health/ready` where omitted. */
  readonly readyPath?: string;
}

/** Starts an edge on one of its runtimes and waits until it is ready. */
export type StartEdge = (group: ProcessGroup, options: EdgeOptions) => Promise<RunningServer>;

const READY_PATH = '/health/ready';

export const startNodeEdge: StartEdge = (group, options) => startOnNode(group, options, 'http', {});

/** An edge on Node that serves HTTPS; tests must trust the authority of its certificate. */
export function createTlsEdgeStarter({ certificate, key }: ServerCertificate): StartEdge {
  const files = { TLS_CERT_FILE: certificate, TLS_KEY_FILE: key };
  return (group, options) => startOnNode(group, options, 'https', files);
}

async function startOnNode(
  group: ProcessGroup,
  options: EdgeOptions,
  scheme: 'http' | 'https',
  env: Readonly<Record<string, string>>,
): Promise<RunningServer> {
  const port = await reservePort();
  const url = `${scheme}://127.0.0.1:${port}`;
  const process = await group.start({
    name: options.name ?? 'edge',
    module: options.module ?? 'edge-proxy/node/main.ts',
    ...rootOf(options),
    readyUrl: url + (options.readyPath ?? READY_PATH),
    // No metrics: their default port would be the same for every edge that runs at the same time.
    env: { METRICS_PORT: '0', ...env, ...edgeEnvironment(options, port) },
  });
  return { url, process };
}

export interface RunningWorker extends RunningServer {
  /** Folder of the Durable Objects' storage; it outlives restarts of the process. */
  readonly state: string;
}

/** The Worker, as `npm run edge:worker` runs it; with `WORKER_STATE` in `env`, on the storage there, which is kept. */
export async function startWorkerEdge(group: ProcessGroup, options: EdgeOptions): Promise<RunningWorker> {
  const port = await reservePort();
  const url = `http://127.0.0.1:${port}`;
  const given = options.env?.WORKER_STATE;
  const state = given ?? mkdtempSync(join(tmpdir(), 'sf-worker-'));
  const process = await group.start({
    name: options.name ?? 'worker',
    module: 'bin/edge-worker.ts',
    ...rootOf(options),
    readyUrl: url + (options.readyPath ?? READY_PATH),
    // wrangler keeps settings in the home folder: each Worker has its own.
    env: { ...edgeEnvironment(options, port), WORKER_STATE: state, HOME: join(state, 'home') },
    cleanUp: () => {
      if (given === undefined) rmSync(state, { recursive: true, force: true });
    },
  });
  return { url, process, state };
}

function rootOf({ root }: { readonly root?: string }): { readonly root?: string } {
  return root === undefined ? {} : { root };
}

function edgeEnvironment(options: EdgeOptions, port: number): Record<string, string> {
  return {
    HOST: '127.0.0.1',
    PORT: String(port),
    UPSTREAM_URL: options.upstreamUrl,
    RELAY_KEY: options.relayKey,
    ...options.env,
  };
}
