import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ENTRY = fileURLToPath(new URL('../edge-proxy/node/main.ts', import.meta.url));

/**
 * Bundles the edge for Node: one module with all that every edge needs, and beside it what only some do (Redis, traces).
 *
 * @param folder absolute; made where it does not exist
 * @returns the module to run
 */
export async function bundleEdge(folder: string): Promise<string> {
  await build({
    entryPoints: { edge: ENTRY },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // A module's text stays in memory as long as its process: comments and long names would, too.
    minify: true,
    sourcemap: 'linked',
    legalComments: 'linked',
    // Packages in CommonJS ask for Node's own modules with `require`.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  return join(folder, 'edge.mjs');
}
