import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { configFaults, type Environment, readVariables } from '../shared/config/read-variables.ts';
import { LOCAL_WORKER_VARIABLES } from './local-worker-variables.ts';

/**
 * `npm run edge:worker`: runs the edge in the Workers runtime on this machine, with `wrangler dev` and
 * `wrangler.toml`. It needs no account and sends nothing to other machines.
 *
 * The Worker's variables come from the environment, else from `.dev.vars` beside `wrangler.toml`.
 * Exit codes: 2 if the configuration is invalid, else wrangler's own.
 */

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Variables of the Worker itself. */
const WORKER_VARIABLES = [
  'UPSTREAM_URL',
  'RELAY_KEY',
  'LOG_LEVEL',
  'KEYS_MAX_AGE',
  'READY_MAX_AGE',
  'ON_UPSTREAM_REJECTED',
  'RATE_LIMIT_PER_KEY',
  'RATE_LIMIT_BURST',
  'RATE_LIMIT_PER_ADDRESS',
  'TRUSTED_PROXIES',
  'MAX_BODY_BYTES',
  'MAX_STREAMS_PER_KEY',
];

interface Settings {
  readonly variables: Readonly<Record<string, string>>;
  readonly host: string;
  readonly port: number;
  /** Folder of the Durable Objects' storage. */
  readonly state: string;
}

function main(): void {
  const { settings, faults } = readSettings({ ...readDevVars(), ...process.env });
  if (!settings) {
    for (const fault of faults) console.error(`edge:worker: ${fault}`);
    process.exitCode = 2;
    return;
  }
  const cli = locateWrangler();
  if (!cli) {
    console.error(
      'edge:worker: wrangler, a development dependency, is not installed: run npm ci without --omit=dev',
    );
    process.exitCode = 1;
    return;
  }
  run(settings, cli);
}

function locateWrangler(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve('wrangler/package.json');
    return join(dirname(manifest), 'bin', 'wrangler.js');
  } catch {
    return undefined;
  }
}

function readSettings(environment: Environment): { settings?: Settings; faults: readonly string[] } {
  const faults: string[] = [];
  const hint = 'set it in the environment or in .dev.vars';
  if (!environment.UPSTREAM_URL) {
    faults.push(
      `UPSTREAM_URL is required: the control plane's address, for example http://127.0.0.1:8300; ${hint}`,
    );
  } else if (!isHttpUrl(environment.UPSTREAM_URL)) {
    faults.push('UPSTREAM_URL must be an http:// or https:// URL');
  }
  if (!environment.RELAY_KEY)
    faults.push(`RELAY_KEY is required: a relay key, which starts with sf_rly_; ${hint}`);
  const local = readVariables(Object.values(LOCAL_WORKER_VARIABLES), environment, (get) => ({
    host: get(LOCAL_WORKER_VARIABLES.host),
    port: get(LOCAL_WORKER_VARIABLES.port),
    state: resolve(ROOT, get(LOCAL_WORKER_VARIABLES.state)),
  }));
  faults.push(...configFaults(local));

  const variables: Record<string, string> = {};
  for (const name of WORKER_VARIABLES) {
    const value = environment[name];
    if (value === undefined || value === '') continue;
    if (/['\r\n]/.test(value)) faults.push(`${name} must not contain a quote or a line break`);
    variables[name] = value;
  }
  if (!local.ok || faults.length > 0) return { faults };
  return { settings: { variables, ...local.config }, faults };
}

function readDevVars(): Environment {
  try {
    return parseEnv(readFileSync(join(ROOT, '.dev.vars'), 'utf8'));
  } catch {
    return {}; // There is no such file: only the environment counts.
  }
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function run(settings: Settings, cli: string): void {
  // The key is passed in a file that only this account can read: other accounts can read the command line.
  const folder = mkdtempSync(join(tmpdir(), 'edge-worker-'));
  const envFile = join(folder, 'worker.env');
  const lines = Object.entries(settings.variables).map(([name, value]) => `${name}='${value}'\n`);
  writeFileSync(envFile, lines.join(''), { mode: 0o600 });

  const wrangler = spawnWrangler(settings, envFile, cli);
  // The terminal sends Ctrl-C to wrangler too, as it is in the same process group. SIGTERM is passed on here.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => wrangler.kill('SIGTERM'));
  wrangler.once('error', (error) => {
    console.error(`edge:worker: wrangler could not be started: ${error.message}`);
    process.exitCode = 1;
  });
  wrangler.once('exit', (code) => {
    rmSync(folder, { recursive: true, force: true });
    process.exitCode = code ?? 0;
  });
}

function spawnWrangler(settings: Settings, envFile: string, cli: string): ChildProcess {
  const args = ['dev', '--config', join(ROOT, 'wrangler.toml'), '--env-file', envFile];
  args.push('--ip', settings.host, '--port', String(settings.port), '--inspector-port', '0');
  args.push('--persist-to', settings.state, '--show-interactive-dev-session=false');
  return spawn(process.execPath, [cli, ...args], {
    cwd: ROOT,
    stdio: 'inherit',
    env: {
      ...process.env,
      CI: '1',
      WRANGLER_SEND_METRICS: 'false',
      WRANGLER_HIDE_BANNER: 'true',
      CLOUDFLARE_CF_FETCH_ENABLED: 'false',
      WRANGLER_REGISTRY_PATH: join(settings.state, 'registry'),
      WRANGLER_LOG_PATH: join(settings.state, 'logs'),
    },
  });
}

main();
