import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';
import { ROOT } from './bundle.ts';

/** The sources of the console, from the root of the project. */
const SOURCES = 'control-plane/console';

/** Shorter files are sent as they are. */
const MIN_COMPRESSED_BYTES = 1_024;
const COMPRESSED_FILE = /\.(js|css|html|svg)$/;

/**
 * Builds the console to static files, with compressed copies beside them.
 *
 * @param folder absolute, of all that is built: the console is in `console/` below it
 * @returns the paths of all files of the sources, from the root of the project
 */
export async function buildConsole(folder: string): Promise<readonly string[]> {
  const outDir = join(folder, 'console');
  await build({
    configFile: join(ROOT, SOURCES, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir, license: { fileName: 'THIRD-PARTY-LICENSES.txt' } },
  });
  for (const file of filesBelow(outDir)) compress(file);
  return sourceFiles();
}

/** The management client and the evaluator are recorded as parts of the other bundles. */
function sourceFiles(): readonly string[] {
  return readdirSync(join(ROOT, SOURCES), { recursive: true, encoding: 'utf8' })
    .map((name) => `${SOURCES}/${name}`)
    .filter((path) => !path.endsWith('.test.ts') && statSync(join(ROOT, path)).isFile());
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => COMPRESSED_FILE.test(path) && statSync(path).isFile());
}

function compress(file: string): void {
  const content = readFileSync(file);
  if (content.length < MIN_COMPRESSED_BYTES) return;
  writeFileSync(`${file}.gz`, gzipSync(content, { level: constants.Z_BEST_COMPRESSION }));
  writeFileSync(
    `${file}.br`,
    brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  );
}
