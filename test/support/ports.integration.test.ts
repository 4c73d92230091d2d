import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { ROOT } from './processes.ts';

const RESERVE = `
  import { reservePort } from './test/support/ports.ts';
  const ports = [];
  while (ports.length < 1000) ports.push(await reservePort());
  // Keeps the reservations until the other process has made its own.
  setTimeout(() => console.log(JSON.stringify(ports)), 2_000);
`;

async function reserveInProcess(): Promise<readonly number[]> {
  const args = ['--import', 'tsx', '--input-type=module', '--eval', RESERVE];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT });
  const ports: readonly number[] = JSON.parse(stdout);
  return ports;
}

it('two processes never reserve the same port, nor one that the operating system gives away', async () => {
  const [first, second] = await Promise.all([reserveInProcess(), reserveInProcess()]);
  expect(new Set([...first, ...second]).size).toBe(2_000);
  expect(Math.max(...first, ...second)).toBeLessThan(32_768);
});
