import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { layerTable } from '../check-layers.ts';
import { logTable } from '../log-messages.ts';
import { productionFiles, ROOT } from '../project.ts';
import { configurationBlocks } from './configuration-tables.ts';
import { controlPlaneMetricsTable } from './metrics-table.ts';

/** A document with the text between `<!-- generated: name -->` and `<!-- end -->` replaced. */
function withBlock(document: string, name: string, block: string): string {
  const pattern = new RegExp(`(<!-- generated: ${name} -->\n)[^]*?(\n<!-- end -->)`);
  expect(document).toMatch(pattern);
  return document.replace(pattern, (_, start: string, end: string) => `${start}${block}${end}`);
}

/** `npm run docs:generate` writes the blocks that this test compares. */
test.each([
  { document: 'docs/architecture.md', blocks: { layers: layerTable() } },
  { document: 'docs/configuration.md', blocks: configurationBlocks() },
  {
    document: 'docs/operations.md',
    blocks: {
      'log messages': logTable(productionFiles(ROOT)),
      'control plane metrics': controlPlaneMetricsTable(),
    },
  },
])('the generated blocks of $document equal what the code generates', async ({ document, blocks }) => {
  const path = join(ROOT, document);
  const text = Object.entries<string>(blocks).reduce(
    (before, [name, block]) => withBlock(before, name, block),
    readFileSync(path, 'utf8'),
  );
  await expect(text).toMatchFileSnapshot(path);
});
