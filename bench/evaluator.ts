import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'esbuild';
import { chooseClock } from './evaluator/clock.ts';
import type * as ownBuild from './evaluator/own-build.ts';
import { type OtherBuild, runBenchmark } from './evaluator/run.ts';

/**
 * `npm run bench:evaluator`: our evaluator and the engines of `bench/peers`, in one process.
 *
 * Bundles itself first, as an application is, so that no transformation at run time is measured. Then it runs
 * the bundle in a new process in production mode, in which it can start garbage collections.
 *
 * `--against=FOLDER` measures beside the evaluator of another checkout of this project, for example of an earlier commit,
 * instead of the peers.
 */
const BUNDLED = 'BENCH_EVALUATOR_PEERS';
const OTHER_BUILD = 'BENCH_EVALUATOR_AGAINST';
const BUNDLE_OPTIONS: BuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  external: ['esbuild'],
  logLevel: 'warning',
};

const otherCheckout = process.argv.find((word) => word.startsWith('--against='))?.slice('--against='.length);
const peers = process.env[BUNDLED];
if (peers === undefined) process.exitCode = await bundleAndRun();
else process.exitCode = (await runHere(peers)) ? 0 : 1;

/**
 * Bundles our engine with the evaluator of another checkout. Each build has its own loops, because V8 would optimise shared ones
 * for both. Returns the path of the module.
 */
async function bundleOtherBuild(checkout: string, folder: string): Promise<string> {
  const { build } = await import('esbuild');
  const outfile = join(folder, 'other-build.mjs');
  await build({
    ...BUNDLE_OPTIONS,
    entryPoints: [fileURLToPath(new URL('evaluator/own-build.ts', import.meta.url))],
    outfile,
    plugins: [
      {
        name: 'evaluator-of-another-checkout',
        setup: ({ onResolve }) =>
          onResolve({ filter: /shared\/evaluation\/index\.ts$/ }, () => ({
            path: resolve(checkout, 'shared/evaluation/index.ts'),
          })),
      },
    ],
  });
  return outfile;
}

async function bundleAndRun(): Promise<number> {
  const { build } = await import('esbuild');
  const folder = mkdtempSync(join(tmpdir(), 'bench-evaluator-'));
  const outfile = join(folder, 'bench.mjs');
  try {
    await build({
      ...BUNDLE_OPTIONS,
      entryPoints: [fileURLToPath(import.meta.url)],
      outfile,
    });
    const { status } = spawnSync(process.execPath, ['--expose-gc', outfile], {
      stdio: 'inherit',
      env: {
        ...process.env,
        ...(otherCheckout === undefined
          ? {}
          : { [OTHER_BUILD]: await bundleOtherBuild(otherCheckout, folder) }),
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
  const otherBuild = process.env[OTHER_BUILD];
  const quick = process.argv.includes('--quick') || process.env.BENCH_QUICK === '1';
  return await runBenchmark({
    clock: chooseClock(),
    heap: { collect: () => gc(), usedBytes: () => process.memoryUsage().heapUsed },
    load: createRequire(peersManifest),
    ...(otherBuild === undefined ? {} : { otherBuild: await loadOtherBuild(otherBuild) }),
    effort: quick ? { rounds: 3, roundMilliseconds: 30 } : { rounds: 9, roundMilliseconds: 100 },
    print: (line) => console.log(line),
  });
}

async function loadOtherBuild(module: string): Promise<OtherBuild> {
  const { ours, measureCompileTimes }: typeof ownBuild = await import(module);
  return { engine: { ...ours, name: 'other build' }, measureCompileTimes };
}
