import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkLayers, layerTable } from './check-layers.ts';
import type { Layers } from './layers/layer.ts';
import { LAYERS } from './layers/layers.ts';

const EXAMPLE: Readonly<Record<string, Layers>> = {
  'edge-proxy/core': {
    model: { is: 'values', mayImport: [] },
    state: { is: 'what is held', mayImport: ['model'] },
    'state/keys': { is: 'keys', mayImport: ['model'] },
    '.': { is: 'composition', mayImport: ['model', 'state', 'state/keys'] },
  },
};

const check = (path: string, text: string) =>
  checkLayers({ path, text }, EXAMPLE).map(({ line, what, why }) => `${line}: ${what}: ${why}`);

describe('layers inside a part', () => {
  test.each([
    ['down', 'edge-proxy/core/state/a.ts', `import { x } from '../model/x.ts';`],
    ['within a layer', 'edge-proxy/core/state/a/b.ts', `import { x } from '../x.ts';`],
    ['from the files of the part itself', 'edge-proxy/core/app.ts', `import { x } from './state/keys/x.ts';`],
    ['into another part', 'edge-proxy/core/model/a.ts', `import { x } from '../../../shared/model/x.ts';`],
    ['from a test', 'edge-proxy/core/model/a.test.ts', `import { x } from '../state/x.ts';`],
  ])('may import %s', (_, path, text) => {
    expect(check(path, text)).toEqual([]);
  });

  test.each([
    ['up', 'edge-proxy/core/model/a.ts', `\nimport { x } from '../state/x.ts';`],
    ['up for a type', 'edge-proxy/core/model/a.ts', `\nimport type { X } from '../state/x.ts';`],
    ['up with a dynamic import', 'edge-proxy/core/model/a.ts', `\nawait import('../state/x.ts');`],
    ['up from a layer inside a layer', 'edge-proxy/core/state/keys/a.ts', `\nimport { x } from '../x.ts';`],
    ['the files of the part itself', 'edge-proxy/core/state/a.ts', `\nimport { x } from '../app.ts';`],
  ])('may not import %s', (_, path, text) => {
    expect(check(path, text)).toEqual([expect.stringMatching(/^2: imports '.*may import/)]);
  });

  test('hold every file of the part', () => {
    expect(check('edge-proxy/core/misc/a.ts', '')).toEqual([expect.stringContaining('stands in no layer')]);
  });

  test('may be a single file', () => {
    const parts = {
      'edge-proxy/worker': { 'rpc.ts': { is: 'calls', mayImport: [] }, '.': { is: 'entry', mayImport: [] } },
    };
    const file = { path: 'edge-proxy/worker/index.ts', text: `import { x } from './rpc.ts';` };
    expect(checkLayers(file, parts)).toHaveLength(1);
  });

  test('are listed in a table', () => {
    expect(layerTable(EXAMPLE).split('\n').slice(2)).toEqual([
      '| `edge-proxy/core/model` | values | – |',
      '| `edge-proxy/core/state` | what is held | `model` |',
      '| `edge-proxy/core/state/keys` | keys | `model` |',
      '| `edge-proxy/core/*.ts` | composition | `model`, `state`, `state/keys` |',
    ]);
  });
});

/** Every pair of layers of a part, and whether the first may import from the second. */
const PAIRS = Object.entries(LAYERS).flatMap(([part, layers]) =>
  Object.keys(layers).flatMap((from) =>
    Object.keys(layers)
      .filter((to) => to !== from)
      .map((to) => ({ part, from, to, allowed: layers[from]?.mayImport.includes(to) ?? false })),
  ),
);

/** A file of a layer. */
const fileIn = (part: string, layer: string) =>
  layer.endsWith('.ts') ? `${part}/${layer}` : `${part}/${layer}/planted.ts`.replace('/./', '/');

const relativePath = (from: string, to: string) => `./${posix.relative(posix.dirname(from), to)}`;

describe('the layers of this project', () => {
  test.each(PAIRS)('$part: $from imports $to: $allowed', ({ part, from, to, allowed }) => {
    const path = fileIn(part, from);
    const text = `import type { X } from '${relativePath(path, fileIn(part, to))}';`;
    expect(checkLayers({ path, text })).toHaveLength(allowed ? 0 : 1);
  });

  test.each(Object.entries(LAYERS))('%s: a layer names only layers that precede it', (_, layers) => {
    const names = Object.keys(layers);
    for (const [index, name] of names.entries()) {
      expect(names.slice(0, index)).toEqual(expect.arrayContaining([...(layers[name]?.mayImport ?? [])]));
    }
  });
});
