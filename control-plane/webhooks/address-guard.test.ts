import { describe, expect, it } from 'vitest';
import { createAddressGuard } from './address-guard.ts';

const REFUSED = {
  unspecified: ['0.0.0.0', '0.1.2.3', '::'],
  loopback: ['127.0.0.1', '127.255.255.254', '::1'],
  private: ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fd12:3456::1'],
  'link-local, with the metadata of clouds': ['169.254.169.254', '169.254.0.1', 'fe80::1', 'fe80::1%eth0'],
  'carrier-grade NAT': ['100.64.0.1', '100.127.255.255', '100.100.100.200'],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1'],
  broadcast: ['255.255.255.255'],
  documentation: ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1'],
  benchmarking: ['198.18.0.1', '198.19.255.255', '2001:2::1'],
  reserved: [
    '192.0.0.1',
    '192.88.99.1',
    '240.0.0.1',
    '2001:10::1',
    '2001:20::1',
    '5f00::1',
    'fec0::1',
    '100::1',
  ],
  'IPv4 mapped into IPv6': ['::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:8.8.8.8', '::ffff:7f00:1'],
  'IPv4 translated or compatible': ['::ffff:0:127.0.0.1', '::127.0.0.1'],
  NAT64: ['64:ff9b::7f00:1', '64:ff9b::8.8.8.8', '64:ff9b:1::1'],
  '6to4 and Teredo': ['2002:7f00:1::1', '2002:808:808::1', '2001::1'],
  'not assigned': ['4000::1', '8000::1', '::2'],
  'not an address': [
    '',
    'localhost',
    '127.1',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '2130706433',
    '[::1]',
    '127.0.0.1:80',
  ],
};

describe('addresses that webhooks are not sent to', () => {
  const guard = createAddressGuard([]);
  it.each(Object.entries(REFUSED))('%s', (_, addresses) => {
    for (const address of addresses) {
      expect(guard.isAllowed(address, 'https:'), address).toBe(false);
      expect(guard.isAllowed(address, 'http:'), address).toBe(false);
    }
  });

  it('are those that public ones are not, which need TLS', () => {
    for (const address of [
      '8.8.8.8',
      '1.1.1.1',
      '172.32.0.1',
      '100.128.0.1',
      '2606:4700::1111',
      '2a00:1450::1',
    ]) {
      expect(guard.isAllowed(address, 'https:'), address).toBe(true);
      expect(guard.isAllowed(address, 'http:'), address).toBe(false);
    }
  });
});

describe('an allowed network', () => {
  const guard = createAddressGuard(['10.1.0.0/16', 'fd00::/8']);
  it.each([
    ['10.1.2.3', true],
    ['fd12::1', true],
    ['10.2.0.1', false],
    ['::ffff:10.1.2.3', false],
    ['fc00::1', false],
    ['127.0.0.1', false],
  ])('%s: %s', (address, isAllowed) => {
    expect(guard.isAllowed(address, 'https:')).toBe(isAllowed);
    expect(guard.isAllowed(address, 'http:')).toBe(isAllowed);
  });
});
