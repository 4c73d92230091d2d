import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../project.ts';

const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const PACKAGE: { scripts: Record<string, string> } = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
);

/** The scripts in the first column of README's table of commands, such as `npm run check:lint`, `check:types`. */
function documentedScripts(): readonly string[] {
  const table = README.slice(README.indexOf('| command | does |'));
  const firstColumn = [...table.matchAll(/^\| (`.*?) \| /gm)].map(([, cell = '']) => cell);
  return firstColumn
    .flatMap((cell) => [...cell.matchAll(/`(?:npm (?:run )?)?([^`]+)`/g)].map(([, name = '']) => name))
    .filter((name) => !name.startsWith('.ci/'));
}

test('the table of commands in README.md names every script of package.json, and no others', () => {
  expect([...documentedScripts()].sort()).toEqual(Object.keys(PACKAGE.scripts).sort());
});
