// `npm run check`: runs every check that needs neither a database nor a network, as many at once as there are cores, and
// prints the output of each one that fails.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';

/** The longest first. The unit tests hold the architecture rules too (`check:architecture` alone shows only those). */
const TASKS = [
  { name: 'unit tests', command: 'vitest run --project unit' },
  { name: 'types', command: 'node .ci/check-types.mjs' },
  { name: 'OpenAPI document', command: 'node .ci/lint-openapi.mjs' },
  { name: 'dead code', command: 'knip' },
  { name: 'format and lint', command: 'biome check --error-on-warnings .' },
];

/** Runs one task and prints its result; resolves with whether it passed. The output is printed in one piece. */
function run({ name, command }) {
  const began = performance.now();
  // A shell finds the tools that npm puts on the path, on every platform.
  const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  return new Promise((settle) => {
    child.once('close', (code) => {
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      const passed = code === 0;
      console.log(`${passed ? 'ok    ' : 'FAILED'}  ${name} (${seconds} s)`);
      if (!passed) console.log(`${output.trimEnd()}\n`);
      settle(passed);
    });
  });
}

const waiting = [...TASKS];
let allPassed = true;

async function work() {
  for (let task = waiting.shift(); task; task = waiting.shift()) {
    if (!(await run(task))) allPassed = false;
  }
}

await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));
process.exitCode = allPassed ? 0 : 1;
