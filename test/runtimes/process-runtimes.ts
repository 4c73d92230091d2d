import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Runtime } from './runtime.ts';

const execute = promisify(execFile);
const executable = (command: string) =>
  fileURLToPath(new URL(`node_modules/.bin/${command}`, import.meta.url));

/** The runtimes that run a script as a process. Their options deny network and packages, if they have such options. */
export const processRuntimes: readonly Runtime[] = [
  runtimeOf('node', process.execPath, []),
  runtimeOf('bun', executable('bun'), ['run', '--no-install']),
  runtimeOf('deno', executable('deno'), ['run', '--no-config', '--no-remote', '--no-npm', '--no-prompt']),
];

function runtimeOf(name: string, command: string, options: readonly string[]): Runtime {
  return {
    name,
    run: async ({ folder }) => {
      const version = await print(command, ['--version']);
      const answers = await print(command, [...options, join(folder, 'main.mjs')]);
      return { version: version.match(/\d+\.\d+\.\d+/)?.[0] ?? 'unknown', answers };
    },
  };
}

async function print(command: string, parameters: readonly string[]): Promise<string> {
  const { stdout } = await execute(command, [...parameters], {
    maxBuffer: 64 * 1024 * 1024,
    timeout: 120_000,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' },
  });
  return stdout.trim();
}
