import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chooseClock } from './evaluator/clock.ts';
import { runBenchmark } from './evaluator/run.ts';

/**
 * `npm run bench:evaluator`: our evaluator beside the engines of `bench/peers`, in one process.
 *
 * Bundles itself first, as an application would be, so that no development-time transformation is measured; then runs
 * the bundle in a fresh process in production mode, with a collector that can be called.
 */
const BUNDLED = 'BENCH_EVALUATOR_PEERS';

const peers = process.env[BUNDLED];
if (peers === undefined) process.exitCode = await bundleAndRun();
else process.exitCode = (await runHere(peers)) ? 0 : 1;

async function bundleAndRun(): Promise<number> {
  const { build } = await import('esbuild');
  const folder = mkdtempSync(join(tmpdir(), 'bench-evaluator-'));
  const outfile = join(folder, 'bench.mjs');
  try {
    await build({
      entryPoints: [fileURLToPath(import.meta.url)],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      external: ['esbuild'],
      logLevel: 'warning',
    });
    const { status } = spawnSync(process.execPath, ['--expose-gc', outfile], {
      stdio: 'inherit',
      env: {
        ...process.env,
        NODE_ENV: 'production',
        [BUNDLED]: fileURLToPath(new URL('peers/package.json', import.meta.url)),
      },
    });
    return status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runHere(peersManifest: string): Promise<boolean> {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('Run this with "npm run bench:evaluator": it needs --expose-gc.');
  const quick = process.argv.includes('--quick') || process.env.BENCH_QUICK === '1';
  return await runBenchmark({
    clock: chooseClock(),
    heap: { collect: () => gc(), usedBytes: () => process.memoryUsage().heapUsed },
    load: createRequire(peersManifest),
    effort: quick ? { rounds: 3, roundMilliseconds: 30 } : { rounds: 9, roundMilliseconds: 100 },
    print: (line) => console.log(line),
  });
}
