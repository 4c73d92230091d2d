import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { buildConsole } from './build-console.ts';
import { bundle, ROOT } from './bundle.ts';
import { BUILD_RECORD, hashOf } from './freshness.mjs';
import { PROGRAMS } from './programs.ts';
import { bundledPackageFolders, formatLicences, readPackage } from './third-party-licences.ts';

/** Files that are copied as they are: from the root of the project, into the folder. */
const COPIED = {
  LICENSE: 'LICENSE',
  'bin/system/exit-with-parent.mjs': 'exit-with-parent.mjs',
};

/** Files that a build depends on without bundling or copying them. */
const SETTINGS = ['package-lock.json', 'tsconfig.json'];

/** Makes all that `dist/` contains in an empty or missing folder. */
export async function buildFiles(folder: string): Promise<void> {
  const startedAt = Date.now();
  mkdirSync(folder, { recursive: true });
  const [consoleSources, ...metafiles] = await Promise.all([
    buildConsole(folder),
    ...PROGRAMS.map((program) => bundle({ ...program, folder })),
  ]);
  const migrations = readdirSync(join(ROOT, 'migrations'));
  for (const name of migrations) cpSync(join(ROOT, 'migrations', name), join(folder, 'migrations', name));
  for (const [from, to] of Object.entries(COPIED)) cpSync(join(ROOT, from), join(folder, to));
  writeLicences(folder, metafiles);
  const inputs = [
    ...modulesOf(metafiles),
    ...consoleSources,
    ...migrations.map((name) => `migrations/${name}`),
    ...Object.keys(COPIED),
    ...SETTINGS,
    ...ownModules(),
  ];
  writeFileSync(join(folder, BUILD_RECORD), `${JSON.stringify(recordOf(inputs, startedAt), null, 2)}\n`);
}

/** Writes one file with the licences of all packages, and the legal comments that esbuild collected. */
function writeLicences(folder: string, metafiles: readonly Metafile[]): void {
  const notices = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.LEGAL.txt'))
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      rmSync(join(folder, name));
      return text;
    });
  const packages = bundledPackageFolders(metafiles).map((path) => readPackage(join(ROOT, path)));
  writeFileSync(join(folder, 'THIRD-PARTY-LICENSES.txt'), formatLicences(packages, notices));
}

/** Our own modules in the bundles. Packages are covered by `package-lock.json`. */
function modulesOf(metafiles: readonly Metafile[]): readonly string[] {
  return metafiles
    .flatMap(({ inputs }) => Object.keys(inputs))
    .filter((path) => path !== '<stdin>' && !path.includes('node_modules/'));
}

function ownModules(): readonly string[] {
  return readdirSync(join(ROOT, 'bin/build'))
    .filter((name) => !name.endsWith('.test.ts'))
    .map((name) => `bin/build/${name}`);
}

/** A file that changed since the build started may have been read before the change: without a hash it counts as changed. */
function recordOf(paths: readonly string[], startedAt: number) {
  const inputs: Record<string, string> = {};
  for (const path of [...new Set(paths)].sort()) {
    const changed = statSync(join(ROOT, path)).mtimeMs >= startedAt;
    inputs[path] = changed ? '' : (hashOf(join(ROOT, path)) ?? '');
  }
  return { inputs };
}
