import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkFunctionLength, LONG_FUNCTIONS, MAX_FUNCTION_LINES } from './function-length.ts';
import { ROOT } from './project.ts';

/** The text of a function with this number of lines. */
const functionOf = (lines: number, head = 'export function f() {') =>
  `${[head, ...Array(lines - 2).fill('  work();'), '}'].join('\n')}\n`;

const findingsIn = (path: string, text: string) =>
  checkFunctionLength({ path, text }).map(({ line, what }) => `${line}: ${what}`);

describe('functions of production code', () => {
  test(`may have ${MAX_FUNCTION_LINES} lines`, () => {
    expect(findingsIn('shared/a.ts', functionOf(MAX_FUNCTION_LINES))).toEqual([]);
  });

  test.each([
    ['a declaration', 'export function f() {', 'f'],
    ['an arrow function', 'export const f = () => {', 'f'],
    ['a constructor', 'class A { constructor() {', 'a function without a name'],
  ])('may not have more: %s', (_, head, name) => {
    const text = `\n${functionOf(MAX_FUNCTION_LINES + 1, head)}${head.startsWith('class') ? '}' : ''}`;
    expect(findingsIn('edge-proxy/node/a.ts', text)).toEqual([`2: ${name} has 51 lines`]);
  });

  test('are counted without the functions around them, and with those inside them', () => {
    const text = `export function outer() {\n${functionOf(MAX_FUNCTION_LINES, 'function inner() {')}}\n`;
    expect(findingsIn('bin/a.ts', text)).toEqual(['1: outer has 52 lines']);
  });

  test('that are listed with a reason may be longer', () => {
    const file = { path: 'shared/a.ts', text: functionOf(MAX_FUNCTION_LINES + 1) };
    expect(checkFunctionLength(file, { 'shared/a.ts#f': 'it is a table' })).toEqual([]);
  });

  test('of tests and benchmarks are not counted', () => {
    for (const path of ['shared/a.test.ts', 'test/support/a.ts', 'bench/a.ts']) {
      expect(findingsIn(path, functionOf(MAX_FUNCTION_LINES + 1)), path).toEqual([]);
    }
  });
});

test.each(Object.keys(LONG_FUNCTIONS))('the exception %s is needed', (exception) => {
  const [path = '', name = ''] = exception.split('#');
  const text = readFileSync(join(ROOT, path), 'utf8');
  expect(checkFunctionLength({ path, text }, {}).map(({ what }) => what.split(' ')[0])).toEqual([name]);
});
