import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';

/**
 * `npm run edge:worker`: runs the edge on the Workers runtime of this machine, with `wrangler dev` and
 * `wrangler.toml`. Nothing leaves the machine and no account is asked for.
 *
 * The Worker's settings come from the environment, else from `.dev.vars` beside `wrangler.toml`.
 * Exit codes: 2 when the settings are wrong, else wrangler's own.
 */

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** What the Worker itself reads; HOST, PORT and WORKER_STATE are for the local server around it. */
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

type Environment = Readonly<Record<string, string | undefined>>;

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
      'edge:worker: wrangler is missing, a development dependency: run npm ci without --omit=dev',
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

function readSettings(given: Environment): { settings?: Settings; faults: readonly string[] } {
  const faults: string[] = [];
  const hint = 'set it in the environment or in .dev.vars';
  if (!given.UPSTREAM_URL) {
    faults.push(`UPSTREAM_URL is missing: the control plane's address, http://127.0.0.1:8300 here; ${hint}`);
  } else if (!isHttpUrl(given.UPSTREAM_URL)) {
    faults.push('UPSTREAM_URL is not an http:// or https:// address');
  }
  if (!given.RELAY_KEY) faults.push(`RELAY_KEY is missing: a relay key, it starts with sf_rly_; ${hint}`);
  const port = Number(given.PORT ?? 8310);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) faults.push('PORT is not a number of 1 to 65535');

  const variables: Record<string, string> = {};
  for (const name of WORKER_VARIABLES) {
    const value = given[name];
    if (value === undefined || value === '') continue;
    if (/['\r\n]/.test(value)) faults.push(`${name} holds a quote or a line break, which it cannot`);
    variables[name] = value;
  }
  if (faults.length > 0) return { faults };
  const host = given.HOST ?? '127.0.0.1';
  const state = resolve(ROOT, given.WORKER_STATE ?? join('data', 'edge-worker'));
  return { settings: { variables, host, port, state }, faults };
}

function readDevVars(): Environment {
  try {
    return parseEnv(readFileSync(join(ROOT, '.dev.vars'), 'utf8'));
  } catch {
    return {}; // there is none: the environment counts alone
  }
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function run(settings: Settings, cli: string): void {
  // The key goes through a file that only this account can read: a command line is seen by everybody.
  const folder = mkdtempSync(join(tmpdir(), 'edge-worker-'));
  const envFile = join(folder, 'worker.env');
  const lines = Object.entries(settings.variables).map(([name, value]) => `${name}='${value}'\n`);
  writeFileSync(envFile, lines.join(''), { mode: 0o600 });

  const wrangler = spawnWrangler(settings, envFile, cli);
  // Ctrl-C reaches wrangler by itself, being of our group; a plain SIGTERM does not.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => wrangler.kill('SIGTERM'));
  wrangler.once('error', (error) => {
    console.error(`edge:worker: wrangler does not start: ${error.message}`);
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
