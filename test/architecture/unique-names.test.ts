import { describe, expect, test } from 'vitest';
import { checkUniqueNames } from './unique-names.ts';

const findings = (files: Readonly<Record<string, string>>) =>
  checkUniqueNames(Object.entries(files).map(([path, text]) => ({ path, text }))).map(
    ({ file, line, what }) => `${file}:${line} ${what}`,
  );

describe('exported names of production code', () => {
  test.each([
    ['an interface and a type', 'export interface Clock {}', 'export type Clock = () => number;'],
    ['two functions', 'export function Clock() {}', 'export async function Clock() {}'],
    ['a class and a constant', 'export class Clock {}', 'export const { a: Clock } = x;'],
  ])('may not exist twice: %s', (_, first, second) => {
    expect(findings({ 'shared/a.ts': first, 'edge-proxy/b.ts': `\n${second}` })).toEqual([
      `edge-proxy/b.ts:2 exports 'Clock', as shared/a.ts does`,
    ]);
  });

  test('may not exist twice in the console, nor there and in shared code', () => {
    const files = {
      'shared/a.ts': 'export const a = 1;',
      'control-plane/console/b.tsx': 'export const a = 1;\nexport const b = 1;',
      'control-plane/console/c.ts': 'export const b = 1;',
    };
    expect(findings(files)).toEqual([
      `control-plane/console/b.tsx:1 exports 'a', as shared/a.ts does`,
      `control-plane/console/c.ts:1 exports 'b', as control-plane/console/b.tsx does`,
    ]);
  });

  test.each([
    [
      'a name of the same file, as a type and as a value',
      { 'shared/a.ts': 'export interface A {}\nexport const A = 1;' },
    ],
    ['a name that is not exported', { 'shared/a.ts': 'export const a = 1;', 'shared/b.ts': 'const a = 1;' }],
    ['a re-export', { 'shared/a.ts': 'export const a = 1;', 'shared/b.ts': `export { a } from './a.ts';` }],
    [
      'a name of the server and of the console',
      { 'control-plane/a.ts': 'export const a = 1;', 'control-plane/console/b.tsx': 'export const a = 1;' },
    ],
    ['tests', { 'shared/a.ts': 'export const a = 1;', 'test/b.ts': 'export const a = 1;' }],
  ])('may exist twice as %s', (_, files) => {
    expect(findings(files)).toEqual([]);
  });
});
