import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { layerTable } from './layers.ts';
import { ROOT } from './project.ts';

/** A document with the text between `<!-- generated: name -->` and `<!-- end -->` replaced. */
function withBlock(document: string, name: string, block: string): string {
  const pattern = new RegExp(`(<!-- generated: ${name} -->\n)[^]*?(\n<!-- end -->)`);
  expect(document).toMatch(pattern);
  return document.replace(pattern, (_, start: string, end: string) => `${start}${block}${end}`);
}

/** `npm run docs:generate` writes the blocks that this test compares. */
test.each([{ document: 'docs/architecture.md', block: 'layers', text: layerTable() }])(
  'the block "$block" of $document is what the code says',
  async ({ document, block, text }) => {
    const path = join(ROOT, document);
    await expect(withBlock(readFileSync(path, 'utf8'), block, text)).toMatchFileSnapshot(path);
  },
);
