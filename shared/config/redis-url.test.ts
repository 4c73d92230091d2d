import { describe, expect, it } from 'vitest';
import { parseRedisUrl } from './redis-url.ts';

const host = (name: string, port: number) => ({ host: name, port });
const PLAIN = { isTls: false, database: 0, ipVersion: 0 };

describe('the URL of a Redis', () => {
  it.each([
    ['redis://cache', { kind: 'server', hosts: [host('cache', 6379)], ...PLAIN }],
    ['redis://', { kind: 'server', hosts: [host('localhost', 6379)], ...PLAIN }],
    ['valkey://cache:7000/3', { kind: 'server', hosts: [host('cache', 7000)], ...PLAIN, database: 3 }],
    [
      'valkeys://user:p%40ss%25@cache:7000/',
      {
        kind: 'server',
        hosts: [host('cache', 7000)],
        ...PLAIN,
        isTls: true,
        username: 'user',
        password: 'p@ss%',
      },
    ],
    [
      'rediss://:a:b@[2001:db8::1]:7000?family=6',
      {
        kind: 'server',
        hosts: [host('2001:db8::1', 7000)],
        isTls: true,
        database: 0,
        ipVersion: 6,
        password: 'a:b',
      },
    ],
    [
      'redis-sentinel://:secret@one,two:26380,[::1]:5/2?sentinelMasterId=flags',
      {
        kind: 'sentinel',
        primaryName: 'flags',
        hosts: [host('one', 26379), host('two', 26380), host('::1', 5)],
        ...PLAIN,
        database: 2,
        password: 'secret',
      },
    ],
    [
      'rediss+sentinel://one/flags/2',
      {
        kind: 'sentinel',
        primaryName: 'flags',
        hosts: [host('one', 26379)],
        ...PLAIN,
        isTls: true,
        database: 2,
      },
    ],
    [
      'redis-sentinel://one?master=flags',
      { kind: 'sentinel', primaryName: 'flags', hosts: [host('one', 26379)], ...PLAIN },
    ],
    [
      'rediss-cluster://user@one,two:7000',
      {
        kind: 'cluster',
        hosts: [host('one', 6379), host('two', 7000)],
        ...PLAIN,
        isTls: true,
        username: 'user',
      },
    ],
  ])('%s', (url, address) => expect(parseRedisUrl(url)).toEqual(address));

  it.each([
    ['http://secret', 'must be a URL such as redis://'],
    ['secret', 'must be a URL such as redis://'],
    ['REDIS://secret', 'must be a URL such as redis://'],
    ['redis://u:secret@ret@h', 'must be a URL such as redis://'],
    [`redis://${'secret'.repeat(2_000)}`, 'must be a URL such as redis://'],
    ['redis://u:secret%@h', 'has a raw "%" in user or password'],
    ['redis://secret,secret', 'names several hosts'],
    ['redis://secret:70000', 'must name hosts as'],
    ['redis://::1', 'must name hosts as'],
    ['redis://sec ret', 'must name hosts as'],
    ['redis-cluster://secret,', 'must name hosts as'],
    ['redis-cluster://', 'must name hosts as'],
    [`redis-cluster://${Array(51).fill('secret').join(',')}`, 'must name at most 50 hosts'],
    ['redis-cluster://secret/1', 'must not name a database'],
    ['redis-cluster://secret?master=secret', 'names a primary'],
    ['redis-sentinel://secret/0', 'must say the name by which Sentinels know the primary'],
    ['redis-sentinel://secret', 'must say the name'],
    ['redis://h/secret', 'must end with the number of a database'],
    ['redis://h/1/2', 'must end with the number of a database'],
    ['redis://h?secret=1', 'has an unknown parameter'],
    ['redis://h?family=secret', 'has an unknown family'],
  ])('%s is refused without being repeated', (url, fault) => {
    expect(() => parseRedisUrl(url)).toThrow(fault);
    expect(() => parseRedisUrl(url)).not.toThrow('secret');
  });
});
