import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleSuite, readVectorFiles } from './bundle.ts';
import { chromiumRuntime } from './chromium-runtime.ts';
import { processRuntimes } from './process-runtimes.ts';
import { describeVerdicts, judge, type Result } from './report.ts';
import type { Runtime, Suite } from './runtime.ts';
import { installRuntimes } from './set-up.ts';
import { workersRuntime } from './workers-runtime.ts';

/**
 * `npm run test:runtimes`: the evaluation vectors on every runtime that the evaluator supports, from one bundle. On each of
 * them every case must pass, and the complete answers must be the same. Names after `--` select runtimes: `-- node bun`.
 */
const RUNTIMES: readonly Runtime[] = [...processRuntimes, workersRuntime, chromiumRuntime];

/** The number of failed cases of a runtime that are printed. */
const MAX_DETAILS = 20;

process.exitCode = await main(process.argv.slice(2));

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !RUNTIMES.some((runtime) => runtime.name === name));
  if (unknown.length > 0) {
    console.error(
      `Unknown runtime: ${unknown.join(', ')}. The runtimes are ${RUNTIMES.map(({ name }) => name).join(', ')}.`,
    );
    return 2;
  }
  installRuntimes();
  const chosen = RUNTIMES.filter(({ name }) => names.length === 0 || names.includes(name));
  const files = readVectorFiles();
  const verdicts = judge(files, await runAll(chosen));
  for (const { name, details } of verdicts) {
    for (const detail of details.slice(0, MAX_DETAILS)) console.error(`${name}: ${detail}`);
    if (details.length > MAX_DETAILS) console.error(`${name}: … and ${details.length - MAX_DETAILS} more`);
  }
  console.log(`\n${describeVerdicts(verdicts)}`);
  return verdicts.every(({ passed, failed }) => passed > 0 && failed === 0) ? 0 : 1;
}

async function runAll(runtimes: readonly Runtime[]): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
  try {
    const suite: Suite = { code: await bundleSuite(), folder };
    writeFileSync(join(folder, 'suite.mjs'), suite.code);
    writeFileSync(
      join(folder, 'main.mjs'),
      `import { answers } from './suite.mjs';\nconsole.log(answers());\n`,
    );
    const results: Result[] = [];
    for (const runtime of runtimes) results.push(await runOne(runtime, suite));
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runOne(runtime: Runtime, suite: Suite): Promise<Result> {
  const { name } = runtime;
  const start = performance.now();
  try {
    const outcome = await runtime.run(suite);
    return { name, outcome, problem: null, milliseconds: performance.now() - start };
  } catch (error) {
    const problem = error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error);
    return { name, outcome: null, problem, milliseconds: performance.now() - start };
  }
}
