import { describe, expect, it } from 'vitest';
import { isOwnPath } from './own-path.ts';

describe('isOwnPath', () => {
  it.each([
    '/',
    '/projects',
    '/projects/7?tab=keys&q=%2F%2Fevil.example#new',
    '/a//b',
    '/@user',
    '/a:b',
    '/https://evil.example',
    '/.well-known',
    '/apiary',
  ])('allows %j', (path) => {
    expect(isOwnPath(path)).toBe(true);
  });

  it.each([
    '',
    'projects',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/\r\nset-cookie: a=b',
    '/\0',
    '/ /evil.example',
    ' //evil.example',
    '/..//evil.example',
    '/.//evil.example',
    '/a/../..//evil.example',
    '/%2e%2e//evil.example',
    'https://evil.example',
    'https:evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '@evil.example',
    '/\u2028/evil.example',
    '/／evil.example',
    '/ü',
    '/api',
    '/api/sign-in/oidc',
    '/API/users',
    '/a/../api/users',
    `/${'a'.repeat(2_000)}`,
  ])('refuses %j', (path) => {
    expect(isOwnPath(path)).toBe(false);
  });
});
