import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { formatFinding } from './finding.ts';
import { checkNeutralBundle } from './neutral-bundle.ts';
import { checkProject, ROOT } from './project.ts';

test('this project keeps its architecture', { timeout: 120_000 }, async () => {
  expect((await checkProject(ROOT)).map(formatFinding)).toEqual([]);
});

describe('the neutral bundle', () => {
  const root = mkdtempSync(join(tmpdir(), 'sf-neutral-'));
  afterAll(() => rmSync(root, { recursive: true }));
  const bundle = (text: string) => {
    writeFileSync(join(root, 'entry.ts'), text);
    return checkNeutralBundle({ root, entries: ['entry.ts'] });
  };

  test('takes code that any runtime understands', async () => {
    expect(await bundle('export const now = (): number => performance.now();')).toEqual([]);
  });

  test('refuses what only Node has, anywhere in the import graph', async () => {
    writeFileSync(join(root, 'deep.ts'), `export { readFileSync } from 'node:fs';`);
    const findings = await bundle(`export * from './deep.ts';`);
    expect(findings).toMatchObject([{ file: 'deep.ts', line: 1, what: expect.stringContaining('node:fs') }]);
  });
});
