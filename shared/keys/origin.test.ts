import { describe, expect, it } from 'vitest';
import { createOriginCheck, isOriginPattern } from './origin.ts';

describe('an entry of allowedOrigins', () => {
  it.each([
    '*',
    'https://app.example.com',
    'https://app.example.com:8443',
    'http://localhost:5173',
    'http://127.0.0.1:3000',
    'http://[::1]:3000',
    'https://*.example.com',
    'capacitor://localhost',
    'chrome-extension://abcdefghijklmnop',
  ])('may be %s', (text) => {
    expect(isOriginPattern(text)).toBe(true);
  });

  it.each([
    ['a path', 'https://example.com/'],
    ['no scheme', 'example.com'],
    ['upper case', 'https://Example.com'],
    ['the default port', 'https://example.com:443'],
    ['an invalid port', 'https://example.com:70000'],
    ['a star that is not a whole label', 'https://a*.example.com'],
    ['a star alone as host', 'https://*'],
    ['a star in the middle', 'https://a.*.example.com'],
    ['a user', 'https://me@example.com'],
    ['the opaque origin', 'null'],
    ['nothing', ''],
    ['too much', `https://${'a.'.repeat(200)}com`],
  ])('may not have %s', (_, text) => {
    expect(isOriginPattern(text)).toBe(false);
  });
});

describe('the check', () => {
  it('compares whole origins: scheme, host and port', () => {
    const allows = createOriginCheck(['https://app.example.com']);
    expect(allows('https://app.example.com')).toBe(true);
    for (const other of [
      'http://app.example.com',
      'https://app.example.com:8443',
      'https://app.example.com.evil.net',
      'https://xapp.example.com',
      'null',
      '',
    ]) {
      expect(allows(other)).toBe(false);
    }
  });

  it('takes "*." for subdomains of any depth, not for the domain itself or one that only ends alike', () => {
    const allows = createOriginCheck(['https://*.example.com']);
    expect(allows('https://a.example.com')).toBe(true);
    expect(allows('https://a.b.example.com')).toBe(true);
    expect(allows('https://example.com')).toBe(false);
    expect(allows('https://.example.com')).toBe(false);
    expect(allows('https://notexample.com')).toBe(false);
    expect(allows('https://a.example.com:8443')).toBe(false);
  });

  it('allows every origin with "*", and none with an empty list', () => {
    expect(createOriginCheck(['https://a.example', '*'])('null')).toBe(true);
    expect(createOriginCheck([])('https://a.example')).toBe(false);
  });
});
