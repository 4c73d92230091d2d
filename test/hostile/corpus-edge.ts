import { gzipSync } from 'node:zlib';
import type { HostileRequest } from './hostile-request.ts';

const BULK = '/ofrep/v1/evaluate/flags';
const MIB = 1024 * 1024;

const list = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** A bulk evaluation of all flags by a key that is public. */
function bulk(context: object | string, status: number): HostileRequest {
  const body = typeof context === 'string' ? context : JSON.stringify({ context });
  return { method: 'POST', path: () => BULK, as: 'clientKey', body, status };
}

const nested = (levels: number) => `{"context":{"a":${'['.repeat(levels)}${']'.repeat(levels)}}}`;

/** What a holder of a client key, or anyone, can send to an edge. The name of each says what it is. */
export const EDGE_INPUTS: Readonly<Record<string, HostileRequest>> = {
  'an array of 4,000 versions': bulk({ version: list(4_000, (i) => `1.${i}.0`) }, 400),
  'an array of 4,000 addresses': bulk({ address: list(4_000, (i) => `fe80::${i.toString(16)}`) }, 400),
  'an array of 2,500 instants': bulk({ instant: list(2_500, () => '2026-01-01T00:00:00Z') }, 400),
  'an array of 500 long versions': bulk({ version: list(500, (i) => `1.${i}.0-${'a.'.repeat(50)}1`) }, 200),
  'an array of 500 addresses': bulk({ address: list(500, (i) => `fe80::${i.toString(16)}:1:2:3:ffff`) }, 200),
  'an array of 500 instants': bulk(
    { instant: list(500, (i) => `2026-01-01T00:00:00.${String(i).padStart(90, '0')}Z`) },
    200,
  ),
  'an array of 500 texts of 121 against patterns': bulk({ pattern: list(500, () => 'a'.repeat(121)) }, 200),
  'a text of 60,000': bulk({ text: 'a'.repeat(60_000) }, 400),
  'seven texts of 8,000 to search': bulk({ text: list(7, () => 'a'.repeat(8_000)) }, 200),
  'a text of 1,024 against patterns': bulk({ pattern: 'a'.repeat(1_024) }, 200),
  'a text of half surrogate pairs': bulk(`{"context":{"text":"${'\\ud800'.repeat(8_000)}"}}`, 200),
  'a context of 10,000 levels': bulk(nested(10_000), 400),
  'a context of 30,000 empty arrays': bulk(`{"context":{"a":[${'[],'.repeat(20_000)}[]]}}`, 400),
  'a context of 9,000 attributes': bulk(Object.fromEntries(list(9_000, (i) => [`a${i}`, 1])), 413),
  'a number beyond the range of doubles': bulk('{"context":{"member":1e999999}}', 200),
  'members of Object': bulk('{"context":{"__proto__":{"toString":1},"constructor":{"prototype":1}}}', 200),
  'a body that ends early': bulk('{"context":{"a":', 400),
  'a body of 1 MiB': bulk('x'.repeat(MIB), 413),
  'a body that is not UTF-8': {
    ...bulk('', 400),
    body: Uint8Array.from({ length: 60_000 }, () => 0xff),
  },
  'gzip of 20 MiB in 20 KiB': {
    ...bulk('', 413),
    body: new Uint8Array(gzipSync(Buffer.alloc(20 * MIB, '['))),
    headers: { 'content-encoding': 'gzip' },
  },
  'gzip that ends early': {
    ...bulk('', 400),
    body: new Uint8Array(gzipSync(Buffer.alloc(1_000, ' ')).subarray(0, 20)),
    headers: { 'content-encoding': 'gzip' },
  },
  'a flag key of 15,000': { ...bulk({}, 404), path: () => `${BULK}/${'k'.repeat(15_000)}` },
  'a flag key of U+0000': { ...bulk({}, 404), path: () => `${BULK}/%00` },
  'a flag key of half an encoding': { ...bulk({}, 400), path: () => `${BULK}/%ff%` },
  '5,000 flag keys': {
    method: 'POST',
    path: () => '/evaluate',
    as: 'clientKey',
    body: JSON.stringify({ flagKeys: list(5_000, (i) => `f${i}`) }),
    status: 400,
  },
  'an unknown key': {
    ...bulk({}, 401),
    as: undefined,
    headers: { authorization: `Bearer sf_srv_${'z'.repeat(43)}` },
  },
  'a credential of 12,000 characters': {
    ...bulk({}, 401),
    as: undefined,
    headers: { authorization: `Bearer ${'z'.repeat(12_000)}` },
  },
  'a preflight for 1,000 headers': {
    method: 'OPTIONS',
    path: () => BULK,
    headers: {
      origin: 'https://example.org',
      'access-control-request-method': 'POST',
      'access-control-request-headers': list(1_000, (i) => `x-${i}`).join(','),
    },
    status: 204,
  },
  'an ETag list of 14,000 characters': {
    ...bulk({}, 200),
    headers: { 'if-none-match': list(1_000, (i) => `"${i}-0000000"`).join(',') },
  },
  '5,001 events': {
    method: 'POST',
    path: () => '/events',
    as: 'serverKey',
    body: `{"events":[${list(5_001, () => '{}').join(',')}]}`,
    status: 413,
  },
  '1 MiB of nested events': {
    method: 'POST',
    path: () => '/events',
    as: 'serverKey',
    body: `{"events":${'['.repeat(500_000)}${']'.repeat(500_000)}}`,
    status: 400,
  },
};
