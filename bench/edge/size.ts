import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundleWorker } from '../../test/support/worker-bundle.ts';

/** Kilobytes (of 1000 bytes) of the Worker's bundle as it is deployed, minified and gzipped. */
export async function workerKilobytes(): Promise<number> {
  const { gzippedBytes } = await bundleWorker();
  return gzippedBytes / 1000;
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
