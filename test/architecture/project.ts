import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkLayers } from './check-layers.ts';
import { checkLinks, checkMentions, type Tree } from './documents/documents.ts';
import type { Finding } from './finding.ts';
import { checkFunctionLength } from './function-length.ts';
import { checkCycles } from './import-graph.ts';
import { checkImports, isTestCode } from './import-rules.ts';
import { type SourceFile, withSyntaxTree } from './imports.ts';
import { checkLogMessages } from './log-messages.ts';
import { checkNeutralBundle } from './neutral-bundle.ts';
import { checkSyntax } from './syntax-rules.ts';
import { checkUniqueNames } from './unique-names.ts';

/** Absolute path of this project's root. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');

const SKIPPED_FOLDERS = new Set([
  'node_modules',
  '.git',
  '.wrangler',
  '.stryker-tmp',
  'data',
  'dist',
  'coverage',
  'results',
]);
const CODE = /\.(tsx?|mts|js|mjs)$/;
const TEXT = /\.(tsx?|mts|js|mjs|json|jsonc|md|sql|toml|yml|yaml|sh)$|\/run$/;

/** Every rule of the architecture, over the whole project. */
export async function checkProject(root: string): Promise<readonly Finding[]> {
  const paths = [...filesIn(root)].filter((path) => TEXT.test(path) && path !== 'package-lock.json');
  const files = paths.map((path): SourceFile => ({ path, text: readFileSync(join(root, path), 'utf8') }));
  const tree: Tree = {
    has: (path) => existsSync(join(root, path)),
    read: (path) => readFileSync(join(root, path), 'utf8'),
  };
  const code = files
    .filter(({ path }) => CODE.test(path) && !path.startsWith('bench/peers/'))
    .map(withSyntaxTree);
  const neutral = code
    .map(({ path }) => path)
    .filter((path) => /^(shared|edge-proxy\/core)\//.test(path) && !isTestCode(path));
  return [
    ...code.flatMap((file) => [
      ...checkImports(file),
      ...checkLayers(file),
      ...checkLogMessages(file),
      ...checkSyntax(file),
      ...checkFunctionLength(file),
    ]),
    ...checkCycles(code),
    ...checkUniqueNames(code),
    ...files.filter(({ path }) => path.endsWith('.md')).flatMap((file) => checkLinks(file, tree)),
    // The check's own folder is full of examples of what is wrong.
    ...files
      .filter(({ path }) => !path.startsWith('test/architecture/'))
      .flatMap((file) => checkMentions(file, tree, root)),
    ...(await checkNeutralBundle({ root, entries: neutral })),
  ];
}

/** The code of the product, for what is generated from it. */
export function productionFiles(root: string): readonly SourceFile[] {
  return [...filesIn(root)]
    .filter((path) => CODE.test(path) && !isTestCode(path) && !path.startsWith('bench/'))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

function* filesIn(root: string, folder = ''): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!SKIPPED_FOLDERS.has(entry.name)) yield* filesIn(root, path);
    } else if (entry.isFile()) yield path;
  }
}
