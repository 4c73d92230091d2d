import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';

/** What a Worker may weigh in KiB, minified and gzipped: what a cold start has to load. Nearly half of it is re2js. */
const LIMIT = 100;

/** Built as wrangler builds it. */
async function bundle() {
  const { outputFiles, metafile } = await build({
    entryPoints: [new URL('index.ts', import.meta.url).pathname],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    mainFields: ['browser', 'module', 'main'],
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*'],
  });
  return { bytes: outputFiles[0]?.contents ?? new Uint8Array(), metafile };
}

let built: Awaited<ReturnType<typeof bundle>>;
beforeAll(async () => {
  built = await bundle();
});

describe("the Worker's bundle", () => {
  it('holds nothing that Workers lack, and no schema library', () => {
    const files = Object.keys(built.metafile.inputs);
    expect(
      files.filter((file) => /node_modules\/(zod|@hono\/(zod|node)|ioredis|undici|pino)/.test(file)),
    ).toEqual([]);
    const outside = Object.values(built.metafile.outputs).flatMap(({ imports }) =>
      imports.map(({ path }) => path),
    );
    expect(new Set(outside)).toEqual(new Set(['cloudflare:workers']));
  });

  it(`weighs at most ${LIMIT} KiB`, () => {
    expect(built.bytes.byteLength).toBeGreaterThan(10_000);
    expect(gzipSync(built.bytes).byteLength / 1024).toBeLessThan(LIMIT);
  });
});
