import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import {
  ADMIN_TOKEN,
  startTestControlPlane,
  type TestControlPlane,
} from '../support/control-plane/test-control-plane.ts';
import { closeServer, listenOnAnyPort } from '../support/listen.ts';

const CLIENT = fileURLToPath(new URL('../../shared/management-client', import.meta.url));

/** The client as a page loads it: one script, with the global name `api`. */
async function bundleClient(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `export * from './management-client.ts'; export * from './outcome.ts';`,
      resolveDir: CLIENT,
    },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'api',
    platform: 'browser',
  });
  return outputFiles.map(({ text }) => text).join('');
}

describe('the management client in Chromium', () => {
  let plane: TestControlPlane;
  let browser: Browser;
  let page: Page;
  const received: IncomingMessage[] = [];

  /** Serves the page, and passes requests with its cookie on to the control plane, as those of an admin. */
  async function answer(script: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = '/', method = 'GET', headers } = request;
    if (!url.startsWith('/api/')) {
      response.setHeader('set-cookie', 'session=s1; HttpOnly; SameSite=Lax');
      response.setHeader('content-type', 'text/html');
      response.end(
        `<!doctype html><link rel="icon" href="data:,"><title>Page</title><script>${script}</script>`,
      );
      return;
    }
    received.push(request);
    if (url.startsWith('/api/users')) return; // Never answered.
    const sent = await buffer(request);
    const answered = await fetch(new URL(url, plane.controlPlane.url), {
      method,
      headers: {
        ...(headers.cookie === 'session=s1' ? { authorization: `Bearer ${ADMIN_TOKEN}` } : {}),
        ...(headers['content-type'] ? { 'content-type': headers['content-type'] } : {}),
      },
      ...(sent.length === 0 ? {} : { body: sent }),
    });
    const type = answered.headers.get('content-type');
    response.writeHead(answered.status, type === null ? {} : { 'content-type': type });
    response.end(Buffer.from(await answered.arrayBuffer()));
  }

  const server = createServer();
  beforeAll(async () => {
    const script = await bundleClient();
    server.on('request', (request, response) => void answer(script, request, response));
    [plane, browser] = await Promise.all([startTestControlPlane(), launchChromium()]);
    page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${await listenOnAnyPort(server)}/`);
  });
  afterAll(async () => {
    await browser?.close();
    await closeServer(server);
    await plane?.stop();
  });

  /** Runs the body of an async function in the page, with a client of the page's own origin. */
  const inPage = (body: string): Promise<unknown> =>
    page.evaluate(`(async () => { const client = api.createManagementClient({ baseUrl: '' }); ${body} })()`);

  it('reads and writes below its own origin, with the cookie that scripts cannot read', async () => {
    const name = await inPage(`
      const created = api.dataOf(await client.POST('/api/projects', { body: { name: 'Shop' } }));
      const params = { path: { projectId: created.id } };
      return api.dataOf(await client.GET('/api/projects/{projectId}', { params })).name;`);
    expect(name).toBe('Shop');
    const [post, get] = received;
    expect(post?.headers).toMatchObject({ cookie: 'session=s1', 'content-type': 'application/json' });
    // A browser adds the origin to a request that changes something.
    expect(post?.headers.origin).toBe(new URL(page.url()).origin);
    expect(get?.headers.cookie).toBe('session=s1');
  });

  it('sends a token without the cookie', async () => {
    const status = await inPage(`
      const other = api.createManagementClient({ baseUrl: '', token: 'sf_api_' });
      return (await other.GET('/api/projects')).response.status;`);
    expect(status).toBe(401);
    expect(received.at(-1)?.headers).not.toHaveProperty('cookie');
  });

  it('throws problem details as an error', async () => {
    const error = await inPage(`
      return client.POST('/api/projects', { body: {} }).then(api.dataOf).catch((error) => ({
        isOurs: error instanceof api.ManagementApiError, status: error.status, code: error.problem.code,
      }));`);
    expect(error).toEqual({ isOurs: true, status: 400, code: 'INVALID_REQUEST' });
  });

  it('ends a request that its caller aborts', async () => {
    const name = await inPage(`
      const abort = new AbortController();
      setTimeout(() => abort.abort(), 50);
      return client.GET('/api/users', { signal: abort.signal }).catch((error) => error.name);`);
    expect(name).toBe('AbortError');
  });

  it('gives up after its timeout', async () => {
    const name = await inPage(`
      const hurried = api.createManagementClient({ baseUrl: '', timeoutMs: 50 });
      return hurried.GET('/api/users').catch((error) => error.name);`);
    expect(name).toBe('TimeoutError');
  });
});
