import { describe, expect, it } from 'vitest';
import { type IpRange, readIpRange } from '../model/ip-address.ts';
import { clientName } from './client-address.ts';

const TRUSTED = ['10.0.0.0/8', 'fd00::/8'].map(range);

function range(text: string): IpRange {
  const read = readIpRange(text);
  if (read === null) throw new Error(text);
  return read;
}

function nameFor(peer: string | undefined, headers: Readonly<Record<string, string>> = {}) {
  return clientName({ header: (name) => headers[name], peer: () => peer }, TRUSTED);
}
const named = (address: string) => nameFor(address);

describe('whom a request comes from', () => {
  it('is the peer where that is no trusted proxy, whatever the headers say', () => {
    expect(nameFor('203.0.113.9', { 'x-forwarded-for': '198.51.100.1' })).toBe(named('203.0.113.9'));
    expect(nameFor('203.0.113.9', { forwarded: 'for=198.51.100.1' })).toBe(named('203.0.113.9'));
  });

  it('is undefined if the peer is not known', () => {
    expect(nameFor(undefined, { 'x-forwarded-for': '198.51.100.1' })).toBeUndefined();
    expect(clientName({ header: () => '198.51.100.1' }, TRUSTED)).toBeUndefined();
  });

  it.each([
    ['one hop', '198.51.100.1'],
    ['what a client made up on the left', '1.1.1.1, 2.2.2.2, 198.51.100.1'],
    ['a trusted proxy behind a trusted proxy', '1.1.1.1, 198.51.100.1, 10.9.9.9'],
    ['a port', '198.51.100.1:4711'],
    ['brackets', '[::ffff:198.51.100.1]'],
    ['brackets and a port', '[::ffff:198.51.100.1]:4711'],
    ['an IPv4 address within IPv6', '::ffff:198.51.100.1'],
    ['no spaces', '1.1.1.1,198.51.100.1,10.1.1.1'],
  ])('is read from the right of X-Forwarded-For: %s', (_, list) => {
    expect(nameFor('10.0.0.1', { 'x-forwarded-for': list })).toBe(named('198.51.100.1'));
    expect(nameFor('::ffff:10.0.0.1', { 'x-forwarded-for': list })).toBe(named('198.51.100.1'));
  });

  it.each([
    ['for=198.51.100.1'],
    ['for=1.1.1.1, For="198.51.100.1:80";proto=https;by=10.0.0.1'],
    ['proto=https; for=198.51.100.1, for=10.0.0.7'],
  ])('is read from Forwarded where there is no X-Forwarded-For: %s', (forwarded) => {
    expect(nameFor('10.0.0.1', { forwarded })).toBe(named('198.51.100.1'));
  });

  it('is the last proxy that could be read where a hop is no address', () => {
    for (const hop of [
      '1.1.1.1:80a',
      'a1.1.1.1:80',
      '[::1]a',
      'a[::1]',
      '1.1.1.1:',
      'unknown',
      '_hidden',
      '',
      '999.1.1.1',
      'x'.repeat(5_000),
    ]) {
      const headers = { 'x-forwarded-for': `198.51.100.1, ${hop}, 10.0.0.2` };
      expect(nameFor('10.0.0.1', headers)).toBe(named('10.0.0.2'));
    }
  });

  it('differs for different addresses', () => {
    expect(named('0.1.0.23')).not.toBe(named('0.12.0.3'));
    expect(nameFor('10.0.0.1', { forwarded: 'by=1.1.1.1' })).toBe(named('10.0.0.1'));
  });

  it('is a whole /64 with IPv6: each customer has one', () => {
    const of = (address: string) => nameFor('fd00::1', { forwarded: `for="[${address}]:4711"` });
    expect(of('2001:db8:1:2::1')).toBe(of('2001:db8:1:2:ffff::9'));
    expect(of('2001:db8:1:2::1')).not.toBe(of('2001:db8:1:3::1'));
  });

  it('reads a limited number of hops', () => {
    const through = (proxies: number) =>
      nameFor('10.0.0.1', { 'x-forwarded-for': `198.51.100.1${', 10.0.0.3'.repeat(proxies)}` });
    expect(through(19)).toBe(named('198.51.100.1'));
    expect(through(20)).toBe(named('10.0.0.3'));
    const list = `198.51.100.1, ${Array.from({ length: 40 }, () => '10.0.0.3').join(', ')}`;
    expect(nameFor('10.0.0.1', { 'x-forwarded-for': list })).toBe(named('10.0.0.3'));
  });
});
