import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../support/processes.ts';
import { installNode } from './install-node.ts';

/**
 * `npm run test:nodes`: the tests of `vitest.config.ts` on each Node version that is supported besides the one that
 * `npm test` runs on. Vitest itself runs on that Node, and so do the processes that tests start.
 *
 * Exit code 1 if a test fails on any version. With `TEST_REPORTS` set, Vitest's JSON reports go into that folder.
 */
const VERSIONS = ['22.23.3', '24.21.0'];

async function main(): Promise<void> {
  const passed = await Promise.all(VERSIONS.map(testOn));
  process.exitCode = passed.every(Boolean) ? 0 : 1;
}

/** Prints the output in one piece when it is complete, because the versions run at the same time. */
async function testOn(version: string): Promise<boolean> {
  const node = await installNode(version);
  const reports = process.env.TEST_REPORTS;
  const args = [
    join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--config=test/nodes/vitest.config.ts',
    '--reporter=default',
    ...(reports ? ['--reporter=json', `--outputFile.json=${join(reports, `node-${version}.json`)}`] : []),
  ];
  const child = spawn(node, args, {
    cwd: ROOT,
    env: { ...process.env, NODE_UNDER_TEST: `v${version}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
  }
  const code = await new Promise<number | null>((ended) => child.once('close', ended));
  console.log(`Node ${version}\n${output.join('')}`);
  return code === 0;
}

await main();
