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
export function bundleEdge(folder: string): Promise<string> {
  return bundleForNode(ENTRY, folder, 'edge');
}

/** The same for another module, as `name.mjs`. */
export async function bundleForNode(entry: string, folder: string, name: string): Promise<string> {
  await build({
    entryPoints: { [name]: entry },
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
  return join(folder, `${name}.mjs`);
}
