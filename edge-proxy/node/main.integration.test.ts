import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';

const RELAY_KEY = `sf_rly_${'s'.repeat(43)}`;
const GOOD = {
  UPSTREAM_URL: 'http://127.0.0.1:1',
  RELAY_KEY,
  HOST: '127.0.0.1',
  PORT: '0',
  METRICS_PORT: '0',
};

interface Process {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly errors: () => string;
  readonly exited: Promise<number | null>;
}

const processes: Process[] = [];
const servers: Server[] = [];

afterEach(() => {
  for (const { child } of processes.splice(0)) child.kill('SIGKILL');
  for (const server of servers.splice(0)) server.close();
});

function startMain(environment: Readonly<Record<string, string>>): Process {
  const child = spawn(process.execPath, ['--import', 'tsx', 'edge-proxy/node/main.ts'], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const exited = once(child, 'close').then(() => child.exitCode);
  const started = { child, exited, output: () => output, errors: () => errors };
  processes.push(started);
  return started;
}

async function listeningUrl({ output }: Process): Promise<string> {
  const find = () => /"url":"(http:[^"]+)"/.exec(output())?.[1];
  await expect.poll(find, { timeout: 20_000 }).toBeDefined();
  return find() ?? '';
}

describe('the edge as a process', () => {
  it('reports every fault of its configuration, one a line, and exits with 2', async () => {
    const main = startMain({ UPSTREAM_URL: 'nonsense', PORT: 'high' });
    expect(await main.exited).toBe(2);
    expect(main.errors().trim().split('\n')).toEqual([
      expect.stringMatching(/^edge: UPSTREAM_URL must be/),
      expect.stringMatching(/^edge: RELAY_KEY is required/),
      expect.stringMatching(/^edge: PORT must be/),
    ]);
    expect(main.output()).toBe('');
  });

  it('reports in one line that its port is in use, and exits with 1', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    servers.push(other);
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const main = startMain({ ...GOOD, PORT: port });
    expect(await main.exited).toBe(1);
    expect(main.errors()).toBe(
      `edge: port ${port} of 127.0.0.1 is in use; stop the program that uses it or set PORT to another port\n`,
    );
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'exits cleanly on %s while its upstream is unreachable',
    async (signal) => {
      const main = startMain(GOOD);
      const url = await listeningUrl(main);
      expect((await fetch(`${url}/health/live`)).status).toBe(200);
      const ready = await fetch(`${url}/health/ready`);
      expect(ready.status).toBe(503);
      expect(await ready.json()).toMatchObject({ missing: ['keys'] });
      main.child.kill(signal);
      expect(await main.exited).toBe(0);
      expect(main.errors()).toBe('');
      for (const line of main.output().trim().split('\n')) expect(() => JSON.parse(line)).not.toThrow();
      expect(main.output()).not.toContain(RELAY_KEY);
    },
  );
});
