import { describe, expect, it } from 'vitest';
import { configFaults, readVariables } from './read-variables.ts';
import { optionalVariable, requiredVariable, variableWithDefault } from './variable.ts';
import { choiceOf, countUpTo, fixedPort, port, seconds, urlWith } from './variable-kinds.ts';

const redisUrl = urlWith(['redis:', 'rediss:'], 'redis://127.0.0.1:6379');
const URL_VARIABLE = requiredVariable({
  name: 'REDIS_URL',
  kind: redisUrl,
  hint: 'a Redis server',
  meaning: 'Redis',
});
const PORT = variableWithDefault({ name: 'PORT', kind: port, default: '8300', meaning: 'The port' });
const AGE = optionalVariable({ name: 'AGE', kind: seconds, meaning: 'The age', absent: 'no limit' });
const read = (environment: Readonly<Record<string, string>>) =>
  readVariables([URL_VARIABLE, PORT, AGE], environment, (get) => ({
    url: get(URL_VARIABLE),
    port: get(PORT),
    ageMs: get(AGE) ?? Number.POSITIVE_INFINITY,
  }));

describe('variables', () => {
  it('are read as their kinds, with defaults for those that are absent or empty', () => {
    const REDIS_URL = 'rediss://cache:6379';
    expect(read({ REDIS_URL, PORT: '', AGE: '' })).toEqual({
      ok: true,
      config: { url: REDIS_URL, port: 8300, ageMs: Number.POSITIVE_INFINITY },
    });
    expect(read({ REDIS_URL, PORT: '0', AGE: '60' })).toMatchObject({ config: { port: 0, ageMs: 60_000 } });
  });

  it('report every fault at once, by name and without the value', () => {
    const result = read({ PORT: '70000', AGE: 'secret' });
    expect(result).toEqual({
      ok: false,
      faults: [
        'REDIS_URL is required: a Redis server',
        'PORT must be a port number from 0 to 65535',
        'AGE must be a whole number of seconds, at least 1',
      ],
    });
    expect(configFaults(read({ PORT: '-1' }), read({}))).toHaveLength(3);
  });

  it('say what the documentation shows as their default', () => {
    const shown = [URL_VARIABLE, PORT, AGE].map(({ shownDefault }) => shownDefault);
    expect(shown).toEqual(['required', '`8300`', 'no limit']);
  });
});

describe('a kind of text', () => {
  it.each([
    ['a port', port, '65535', 65_535],
    ['a port', port, '65536', undefined],
    ['a port', port, '80a', undefined],
    ['a port of a service', fixedPort, '0', undefined],
    ['seconds', seconds, '0', undefined],
    ['seconds', seconds, '1.5', undefined],
    ['a count', countUpTo(10), '10', 10],
    ['a count', countUpTo(10), '11', undefined],
    ['a count', countUpTo(10), '1e1', undefined],
    ['a word', choiceOf(['keep', 'close']), 'close', 'close'],
    ['a word', choiceOf(['keep', 'close']), 'Close', undefined],
    ['a URL', redisUrl, 'http://127.0.0.1:6379', undefined],
    ['a URL', redisUrl, '127.0.0.1', undefined],
  ] as const)('%s: %# %j', (_, { parse }, text, value) => expect(parse(text)).toBe(value));
});
