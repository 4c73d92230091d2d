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

  test.each([
    [
      'a name of the same file, as a type and as a value',
      { 'shared/a.ts': 'export interface A {}\nexport const A = 1;' },
    ],
    ['a name that is not exported', { 'shared/a.ts': 'export const a = 1;', 'shared/b.ts': 'const a = 1;' }],
    ['a re-export', { 'shared/a.ts': 'export const a = 1;', 'shared/b.ts': `export { a } from './a.ts';` }],
    ['tests', { 'shared/a.ts': 'export const a = 1;', 'test/b.ts': 'export const a = 1;' }],
  ])('may exist twice as %s', (_, files) => {
    expect(findings(files)).toEqual([]);
  });
});
