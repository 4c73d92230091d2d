import { describe, expect, it } from 'vitest';
import { isOwnOrigin, isSecureSite, readPublicOrigin } from './own-site.ts';

describe('PUBLIC_URL', () => {
  it.each([
    ['https://flags.example.org', 'https://flags.example.org'],
    ['https://flags.example.org/', 'https://flags.example.org'],
    ['https://Flags.example.org:443', 'https://flags.example.org'],
    ['https://flags.example.org:8443', 'https://flags.example.org:8443'],
    ['http://localhost:8300', 'http://localhost:8300'],
    ['http://127.0.0.1:8300', 'http://127.0.0.1:8300'],
    ['http://[::1]:8300', 'http://[::1]:8300'],
  ])('%s is the origin %s', (text, origin) => expect(readPublicOrigin(text)).toBe(origin));

  it.each([
    'flags.example.org',
    'http://flags.example.org',
    'http://localhost.example.org',
    'https://flags.example.org/console',
    'https://flags.example.org/?a',
    'https://user:secret@flags.example.org',
    'https://*.example.org',
    'file:///console',
    '',
  ])('%j is none', (text) => expect(readPublicOrigin(text)).toBeUndefined());

  it('is secure if it is https', () => {
    expect(isSecureSite({ origin: 'https://flags.example.org' })).toBe(true);
    expect(isSecureSite({ origin: 'http://localhost:8300' })).toBe(false);
    expect(isSecureSite({ origin: undefined })).toBe(false);
  });
});

describe('our own origin', () => {
  it('is PUBLIC_URL, whatever host a request names', () => {
    const site = { origin: 'https://flags.example.org' };
    expect(isOwnOrigin(site, 'https://flags.example.org', 'internal:8300')).toBe(true);
    expect(isOwnOrigin(site, 'https://evil.example', 'evil.example')).toBe(false);
    expect(isOwnOrigin(site, 'http://localhost:8300', 'localhost:8300')).toBe(false);
  });

  it.each([
    ['http://localhost:8300', 'localhost:8300', true],
    ['http://127.0.0.1:9', '127.0.0.1:9', true],
    ['http://[::1]:8300', '[::1]:8300', true],
    ['http://localhost:8301', 'localhost:8300', false],
    ['https://localhost:8300', 'localhost:8300', false],
    ['http://rebound.example', 'rebound.example', false],
    ['http://localhost.evil.example', 'localhost.evil.example', false],
    ['null', 'null', false],
    ['http://undefined', undefined, false],
  ])('without it, %s at the host %s: %s', (origin, host, own) =>
    expect(isOwnOrigin({ origin: undefined }, origin, host)).toBe(own),
  );
});
