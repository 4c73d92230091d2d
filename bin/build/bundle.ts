import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile } from 'esbuild';

/** The root of the project. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A module to bundle. */
export interface BundleOptions {
  /** The bundle is `<folder>/<name>.mjs`; what it loads on demand is in `<folder>/<name>/`. */
  readonly name: string;
  /** Path of the module, from the root of the project. */
  readonly entry: string;
  /** Absolute; created if missing. */
  readonly folder: string;
  /** Whether stack traces show the positions in the sources. It takes memory: the maps are read at start. */
  readonly mapStackTraces?: boolean;
}

/**
 * Bundles a module and its packages for Node, minified, with source maps.
 *
 * @returns what esbuild read and wrote; paths are relative to the root of the project
 */
export async function bundle(options: BundleOptions): Promise<Metafile> {
  const { name, folder } = options;
  const { metafile } = await build({
    ...entryOf(options),
    absWorkingDir: ROOT,
    outdir: folder,
    entryNames: name,
    chunkNames: `${name}/[name]-[hash]`,
    assetNames: `${name}/[name]-[hash]`,
    outExtension: { '.js': '.mjs' },
    // Native code of packages.
    loader: { '.node': 'copy' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Node keeps the text of a module in memory: comments and long names would take space.
    minify: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'external',
    // Packages in CommonJS load the modules of Node with `require`.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    metafile: true,
    logLevel: 'warning',
  });
  return metafile;
}

/** Node maps the modules that are loaded after `setSourceMapsEnabled`: the entry is then a module that loads the other. */
function entryOf({ entry, mapStackTraces }: BundleOptions): BuildOptions {
  if (!mapStackTraces) return { entryPoints: [entry] };
  const contents = `process.setSourceMapsEnabled(true);\nawait import('./${entry}');\n`;
  return { stdin: { contents, resolveDir: ROOT } };
}
