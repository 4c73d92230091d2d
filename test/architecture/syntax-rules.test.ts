import { describe, expect, test } from 'vitest';
import { checkSyntax, type SYNTAX_RULES } from './syntax-rules.ts';

type Example = readonly [file: string, code: string];

const EXAMPLES: Record<keyof typeof SYNTAX_RULES, { breaks: readonly Example[]; keeps: readonly Example[] }> =
  {
    'no-code-from-text': {
      breaks: [
        ['shared/evaluation/a.ts', `export const run = (code: string) => eval(code);`],
        ['shared/evaluation/a.ts', `export const run = (0, eval)('1');`],
        ['edge-proxy/core/a.ts', `export const f = new Function('return 1');`],
        ['edge-proxy/core/a.ts', `export const f = Function('return 1');`],
        ['edge-proxy/core/a.ts', `export const f = new globalThis.Function('return 1');`],
      ],
      keeps: [
        ['shared/evaluation/a.ts', `export const evaluation = { eval: 1 }.eval; export type F = Function;`],
        ['edge-proxy/node/a.ts', `export const f = new Function('return 1');`],
      ],
    },
    'no-runtime-globals': {
      breaks: [
        ['shared/keys/a.ts', `export const b = Buffer.from('a');`],
        ['edge-proxy/core/a.ts', `export const level = process.env.LOG_LEVEL;`],
        ['edge-proxy/core/a.ts', `export const level = globalThis.process;`],
        ['edge-proxy/core/a.ts', `export const fs = require('fs');`],
      ],
      keeps: [
        ['edge-proxy/core/a.ts', `export const s = { process: 1 }; export const t = s.process;`],
        ['edge-proxy/node/a.ts', `export const level = process.env.LOG_LEVEL;`],
        ['shared/keys/a.test.ts', `export const b = Buffer.from('a');`],
      ],
    },
    'no-computed-import': {
      breaks: [['control-plane/a.ts', `const name = 'node:fs'; export const fs = await import(name);`]],
      keeps: [
        ['control-plane/a.ts', `export const fs = await import('node:fs');`],
        ['bin/a.ts', `const name = 'node:fs'; export const fs = await import(name);`],
      ],
    },
    'queries-only-in-the-store': {
      breaks: [
        ['control-plane/domain/a.ts', 'export const all = (sql) => sql`select * from flags`;'],
        [
          'control-plane/main.ts',
          'export const all = (sql) => sql<Row[]>`\n  UPDATE flags set archived = true`;',
        ],
      ],
      keeps: [
        ['control-plane/store/a.ts', 'export const all = (sql) => sql`select * from flags`;'],
        ['control-plane/domain/a.ts', 'export const text = html`please select one`;'],
        ['control-plane/a.integration.test.ts', 'export const all = (sql) => sql`select * from flags`;'],
      ],
    },
    'test-files-share-nothing': {
      breaks: [
        [
          'control-plane/a.integration.test.ts',
          `import { inject } from 'vitest'; export const url = inject('redisUrl');`,
        ],
        [
          'test/a.test.ts',
          `import { inject as take } from 'vitest'; export const url = take('postgresUrl');`,
        ],
        ['test/support/global-setup.ts', `export const url = process.env.REDIS_URL;`],
        [
          'test/a.test.ts',
          `import { freePort } from '../bin/system/ports.ts'; export const port = freePort();`,
        ],
      ],
      keeps: [
        [
          'test/support/database.ts',
          `import { inject } from 'vitest'; export const url = inject('postgresUrl');`,
        ],
        ['test/a.test.ts', `export const level = { inject: (key) => key }.inject('redisUrl');`],
      ],
    },
  };

const rulesBroken = ([path, text]: Example) => checkSyntax({ path, text }).map(({ rule }) => rule);

describe.each(Object.entries(EXAMPLES))('the rule %s', (rule, { breaks, keeps }) => {
  test.each(breaks)('refuses, in %s, %s', (...example) => {
    expect(rulesBroken(example)).toContain(rule);
  });
  test.each(keeps)('allows, in %s, %s', (...example) => {
    expect(rulesBroken(example)).toEqual([]);
  });
});

test('an objection names the line', () => {
  expect(checkSyntax({ path: 'shared/a.ts', text: '\n\nexport const x = process.pid;\n' })).toMatchObject([
    { file: 'shared/a.ts', line: 3, what: 'uses process' },
  ]);
});
