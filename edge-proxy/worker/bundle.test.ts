import { beforeAll, describe, expect, it } from 'vitest';
import { bundleWorker, type WorkerBundle } from '../../test/support/worker-bundle.ts';

/** The largest size of the Worker in bytes, minified and gzipped: a cold start loads all of it. Nearly half is re2js. */
const LIMIT = 130_000;

let bundle: WorkerBundle;
beforeAll(async () => {
  bundle = await bundleWorker();
}, 60_000);

describe("the Worker's bundle, as it is deployed", () => {
  it('holds nothing that Workers lack, and no schema library', () => {
    expect(
      bundle.files.filter((file) => /node_modules\/(zod|@hono\/(zod|node)|ioredis|undici|pino)/.test(file)),
    ).toEqual([]);
    expect(new Set(bundle.outside)).toEqual(new Set(['cloudflare:workers']));
  });

  it(`has at most ${LIMIT} bytes`, () => {
    expect(bundle.gzippedBytes).toBeGreaterThan(10_000);
    expect(bundle.gzippedBytes).toBeLessThanOrEqual(LIMIT);
  });
});
