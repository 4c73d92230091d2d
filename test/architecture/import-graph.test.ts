import { describe, expect, test } from 'vitest';
import { checkCycles, cyclesOf, type Graph } from './import-graph.ts';

const graph = (edges: Readonly<Record<string, readonly string[]>>): Graph =>
  new Map(Object.entries(edges).map(([node, targets]) => [node, new Set(targets)]));

describe('cycles of a graph', () => {
  test('has none where every path ends', () => {
    expect(cyclesOf(graph({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }))).toEqual([]);
  });

  test('finds two separate cycles, whatever leads into them and out of them', () => {
    const edges = { in: ['a'], a: ['b'], b: ['c', 'x'], c: ['a'], x: ['y'], y: ['x', 'out'], out: [] };
    expect(cyclesOf(graph(edges))).toEqual([
      ['x', 'y'],
      ['a', 'b', 'c'],
    ]);
  });

  test('joins cycles that share a node', () => {
    expect(cyclesOf(graph({ a: ['b'], b: ['a', 'c'], c: ['b'] }))).toEqual([['a', 'b', 'c']]);
  });
});

describe('cycles of imports', () => {
  const rulesBroken = (files: Readonly<Record<string, string>>) =>
    checkCycles(Object.entries(files).map(([path, text]) => ({ path, text }))).map(({ rule }) => rule);

  test('refuses files that import each other, if only for a type', () => {
    expect(
      rulesBroken({
        'shared/model/a.ts': `import type { B } from './b.ts';`,
        'shared/model/b.ts': `import { a } from './a.ts';`,
      }),
    ).toEqual(['no-file-cycles']);
  });

  test('refuses folders that import from each other, though no two files do', () => {
    expect(
      rulesBroken({
        'shared/x/a.ts': `import { b } from '../y/b.ts';`,
        'shared/y/b.ts': '',
        'shared/y/c.ts': `import { d } from '../x/d.ts';`,
        'shared/x/d.ts': '',
      }),
    ).toEqual(['no-folder-cycles']);
  });

  test('leaves a folder and its subfolders to the layers', () => {
    expect(
      rulesBroken({
        'shared/x/a.ts': `import { b } from './y/b.ts';`,
        'shared/x/c.ts': '',
        'shared/x/y/b.ts': `import { c } from '../c.ts';`,
      }),
    ).toEqual([]);
  });

  test('lets a test reach across folders', () => {
    expect(
      rulesBroken({
        'shared/x/a.ts': `import { b } from '../y/b.ts';`,
        'shared/y/b.ts': '',
        'shared/y/b.test.ts': `import { a } from '../x/a.ts';`,
      }),
    ).toEqual([]);
  });
});
