import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AppEnv } from '../http/app-env.ts';
import { createConsole } from './console.ts';

const folder = mkdtempSync(join(tmpdir(), 'sf-console-'));
const app = new Hono<AppEnv>();
const SCRIPT = 'console.log("x");'.repeat(100);

beforeAll(() => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(folder, 'assets', 'a-1.js'), SCRIPT);
  writeFileSync(join(folder, 'assets', 'a-1.js.gz'), gzipSync(SCRIPT));
  writeFileSync(join(tmpdir(), 'sf-secret.txt'), 'secret');
  const serve = createConsole(folder);
  app.notFound(async (c) => (await serve(c)) ?? c.text('nothing', 404));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(join(tmpdir(), 'sf-secret.txt'));
});

const HTML = { accept: 'text/html,*/*' };
const get = (path: string, headers: Readonly<Record<string, string>> = HTML, method = 'GET') =>
  app.request(path, { method, headers: { ...headers } });

test.each(['/', '/index.html', '/projects/1/flags', '/sign-in', '/apis'])(
  '%s is a page of the console',
  async (path) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<title>page</title>');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
  },
);

test.each([
  '/api',
  '/api/unknown',
  '/health/unknown',
  '/stream/x',
  '/events',
  '/assets/unknown.js',
  '/assets/../../sf-secret.txt',
  '/%2e%2e/sf-secret.txt',
])('%s is none', async (path) => {
  const response = await get(path);
  expect(await response.text()).not.toContain('secret');
  if (!path.includes('secret')) expect(response.status).toBe(404);
});

test('what does not accept HTML gets no page, and other methods get nothing', async () => {
  expect((await get('/projects', { accept: 'application/json' })).status).toBe(404);
  expect((await get('/', HTML, 'POST')).status).toBe(404);
});

test('assets may be cached for ever, and their compressed copies are sent', async () => {
  const plain = await get('/assets/a-1.js', {});
  expect(plain.headers.get('cache-control')).toContain('immutable');
  expect(plain.headers.get('content-type')).toContain('text/javascript');
  const compressed = await get('/assets/a-1.js', { 'accept-encoding': 'gzip' });
  expect(compressed.headers.get('content-encoding')).toBe('gzip');
  expect(compressed.headers.get('vary')).toContain('Accept-Encoding');
});
