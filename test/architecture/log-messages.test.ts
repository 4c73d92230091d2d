import { describe, expect, test } from 'vitest';
import { checkLogMessages, logTable } from './log-messages.ts';

const check = (text: string, path = 'edge-proxy/node/a.ts') =>
  checkLogMessages({ path, text }).map(({ line, what }) => `${line}: ${what}`);

describe('log messages', () => {
  test.each([
    ['a literal', `logger.info('stopped');`],
    ['a template without expressions', 'logger.info(`stopped`);'],
    ['a condition between literals', `logger.warn(failed ? 'failed' : late ? 'late' : 'done', { port });`],
    ['what is not a logger', 'console.error(text); catalogue.info(text);'],
  ])('may be %s', (_, text) => {
    expect(check(text)).toEqual([]);
  });

  test.each([
    ['a template with an expression', `logger.info(\`stopped $\{name}\`);`],
    ['a variable', 'deps.logger.error(message, { error });'],
    ['a sum', `this.logger.debug('stopped ' + name);`],
    ['a condition with a variable', `logger.warn(failed ? reason : 'done');`],
  ])('may not be %s', (_, text) => {
    expect(check(`\n${text}`)).toEqual([expect.stringMatching(/^2: logs /)]);
  });

  test('are free in tests and outside the parts that log', () => {
    expect(check('logger.info(text);', 'edge-proxy/node/a.test.ts')).toEqual([]);
    expect(check('logger.info(text);', 'bench/a.ts')).toEqual([]);
  });

  test('are listed once for each part and level, with the fields of all calls', () => {
    const text = `logger.info('stopped', { signal }); logger.info(late ? 'late' : 'stopped', { port: 1 });`;
    expect(
      logTable([{ path: 'edge-proxy/node/a.ts', text }])
        .split('\n')
        .slice(2),
    ).toEqual([
      '| `edge-proxy/node` | info | late | `port` |',
      '| `edge-proxy/node` | info | stopped | `port`, `signal` |',
    ]);
  });
});
