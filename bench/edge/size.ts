import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** Kilobytes of the Worker's bundle, minified and gzipped. */
export async function workerKilobytes(): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../../edge-proxy/worker/index.ts', import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    mainFields: ['browser', 'module', 'main'],
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*'],
    logLevel: 'warning',
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error('esbuild gave no bundle of the Worker.');
  return gzipSync(output.contents).byteLength / 1000;
}

/** Bundles the edge for Node into a folder, as whoever ships it would, and gives the module to run. */
export async function bundleEdge(folder: string): Promise<string> {
  const outfile = join(folder, 'edge.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('../../edge-proxy/node/main.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Packages in CommonJS ask for Node's own modules with `require`.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  return outfile;
}
