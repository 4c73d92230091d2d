import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle, ROOT } from './bundle.ts';

/** Below the root of the project, as the sources are. */
let folder: string;
beforeAll(() => {
  const parent = join(ROOT, 'node_modules/.cache');
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(join(parent, 'bundle-'));
  writeFileSync(
    join(folder, 'failing.ts'),
    "interface Unused { readonly a: 1 }\n\nfunction failHere(): never {\n  throw new Error('expected');\n}\nfailHere();\n",
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function stackTraceOf(options: { mapStackTraces: boolean }, ...flags: string[]): Promise<string> {
  const entry = relative(ROOT, join(folder, 'failing.ts'));
  await bundle({ name: 'failing', entry, folder: join(folder, 'out'), ...options });
  return spawnSync(process.execPath, [...flags, join(folder, 'out/failing.mjs')], { encoding: 'utf8' })
    .stderr;
}

test('the stack traces of a bundle show the positions in the sources, if source maps are enabled', async () => {
  expect(await stackTraceOf({ mapStackTraces: true })).toMatch(/at failHere \(.*\/failing\.ts:4:9\)/);
});

test('otherwise only with --enable-source-maps', async () => {
  expect(await stackTraceOf({ mapStackTraces: false })).not.toMatch(/failing\.ts:4/);
  expect(await stackTraceOf({ mapStackTraces: false }, '--enable-source-maps')).toMatch(/failing\.ts:4:9/);
});
