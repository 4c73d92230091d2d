import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';

const RUN_PROCESS = new URL('./run-process.ts', import.meta.url).href;

/** Runs a process whose `start` executes `body`; returns its log lines and exit code. */
async function run(
  body: string,
): Promise<{ readonly lines: readonly Record<string, unknown>[]; readonly code: unknown }> {
  const script = `
    import { runProcess } from ${JSON.stringify(RUN_PROCESS)};
    const end = () => process.kill(process.pid, 'SIGTERM');
    await runProcess({
      name: 'test', service: 'test',
      configure: () => ({ ok: true, config: { logLevel: 'info' } }),
      start: async () => { const alive = setInterval(() => {}, 1000); ${body}; return { stop: async () => clearInterval(alive) }; },
    });`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const [code] = await once(child, 'close');
  return {
    lines: output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
    code,
  };
}

it('errors that no code handles are logged and counted, and the process continues', async () => {
  const { lines, code } = await run(`
    setTimeout(() => { throw new Error('from a driver'); }, 10);
    setTimeout(() => { Promise.reject(new Error('given to no caller')); }, 20);
    setTimeout(() => { throw new Error('again'); }, 30);
    setTimeout(end, 60)`);
  expect(code).toBe(0);
  expect(lines.map(({ msg, total }) => [msg, total])).toEqual([
    ['an exception was not caught', 1],
    ['a rejected promise was not handled', 1],
    ['an exception was not caught', 2],
    ['stopping', undefined],
    ['stopped', undefined],
  ]);
});

it('exceptions that do not cease end the process in order, with code 1', async () => {
  const { lines, code } = await run(`setInterval(() => { throw new Error('always'); }, 1).unref()`);
  expect(code).toBe(1);
  expect(lines.filter(({ msg }) => msg === 'an exception was not caught').length).toBeGreaterThan(20);
  expect(lines.find(({ msg }) => msg === 'stopping')).toMatchObject({ signal: 'too many exceptions' });
});
