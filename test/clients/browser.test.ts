import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { useSetting } from '../contract/setting.ts';
import { launchChromium } from '../support/chromium.ts';
import { eventually } from '../support/eventually.ts';
import { createGate } from '../support/gate.ts';
import { startNodeEdge } from '../support/system.ts';
import { createFlags } from './client-flags.ts';
import { noticeStreamOf } from './notice-stream.ts';
import { serveWebPage, type WebPage } from './web-page.ts';

/** OpenFeature's web SDK in a real browser, on a page of another origin than the edge's. */
describe('OFREP web provider in Chromium', () => {
  const setting = useSetting({ startEdge: startNodeEdge, changeWithin: 1_000, revocationWithin: 1_000 });
  let browser: Browser;
  let webPage: WebPage;
  const complaints: string[] = [];
  const stateDir = mkdtempSync(join(tmpdir(), 'sf-edge-'));

  beforeAll(async () => {
    await createFlags(setting());
    [browser, webPage] = await Promise.all([launchChromium(), serveWebPage()]);
  });
  afterEach(async () => {
    complaints.length = 0;
    for (const context of browser.contexts()) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    await webPage?.close();
    rmSync(stateDir, { recursive: true, force: true });
  });

  async function open(plan: string, key = setting().keys.client, edge = setting().edge.url): Promise<Page> {
    // A context of its own: an empty local storage, where the provider keeps flags.
    const page = await (await browser.newContext()).newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(webPage.at({ edge, key, plan }));
    return page;
  }

  const untilShown = (page: Page, id: string, text: string, timeout = 5_000) =>
    page.locator(`#${id}`, { hasText: text }).waitFor({ timeout });
  const textOf = (page: Page, id: string) => page.locator(`#${id}`).textContent();
  /** Another one after each load of the page. */
  const loadOf = (page: Page) => page.evaluate<number>('performance.timeOrigin');

  it('shows initial values across origins, and nothing that is not for clients', async () => {
    const page = await open('premium');
    await untilShown(page, 'status', 'READY');
    expect(await textOf(page, 'greeting')).toBe('Hi');
    expect(await textOf(page, 'price')).toBe('19.5');
    expect(await textOf(page, 'theme')).toBe('{"mode":"dark","colours":["#000","#eee"]}');
    expect(await textOf(page, 'banner')).toBe('shown');
    expect(await textOf(page, 'server-only')).toBe('FLAG_NOT_FOUND');
    await keepScreenshot(page);
    expect(complaints).toEqual([]);
  });

  it('shows a change soon after it was made, without being loaded again', async () => {
    const { api, projectId } = setting();
    const page = await open('free');
    await untilShown(page, 'banner', 'shown');
    const load = await loadOf(page);
    await api.configure(projectId, 'banner', 'production', { enabled: false });
    await untilShown(page, 'banner', 'hidden', 3_000);
    await api.configure(projectId, 'banner', 'production', { enabled: true });
    await untilShown(page, 'banner', 'shown', 3_000);
    expect(await loadOf(page)).toBe(load);
    expect(complaints).toEqual([]);
  });

  it('shows other values when an attribute changes under the same targeting key', async () => {
    const page = await open('free');
    await untilShown(page, 'greeting', 'Good day');
    await page.locator('#upgrade').click();
    await untilShown(page, 'greeting', 'Hi');
  });

  it('sends If-None-Match after a reload, and gets 304', async () => {
    const page = await open('premium');
    await untilShown(page, 'greeting', 'Hi');
    const answered = page.waitForResponse((response) => response.status() === 304);
    await page.reload();
    const response = await answered;
    expect((await response.request().allHeaders())['if-none-match']).toBe(response.headers().etag);
    await untilShown(page, 'greeting', 'Hi');
    expect(complaints).toEqual([]);
  });

  it('shows nothing on a page whose origin the environment does not allow, until it does', async () => {
    const { api, edge, keys, projectId } = setting();
    const allow = (origin: string) =>
      api.updateEnvironment(projectId, 'production', { allowedOrigins: [origin] });
    const statusFrom = async (origin: string) => {
      const headers = { origin, authorization: `Bearer ${keys.client}`, 'content-type': 'application/json' };
      const url = `${edge.url}/ofrep/v1/evaluate/flags`;
      return (await fetch(url, { method: 'POST', headers, body: '{"context":{}}' })).status;
    };
    await allow('https://elsewhere.example.com');
    await eventually('the edge knows', async () => (await statusFrom(webPage.origin)) === 403);
    const page = await open('premium');
    await untilShown(page, 'status', 'ERROR');
    expect(await textOf(page, 'greeting')).toBe('code default');
    await expect(page.evaluate(askingWith(edge.url, keys.client))).rejects.toThrow('Failed to fetch');

    await allow(webPage.origin);
    await eventually('the edge knows', async () => (await statusFrom(webPage.origin)) === 200);
    await page.reload();
    await untilShown(page, 'greeting', 'Hi');
    await allow('*');
    await eventually('the edge knows', async () => (await statusFrom('https://a.example')) === 200);
  });

  it('keeps what it shows when its key is revoked, and marks it as stale', async () => {
    const { api, edge, projectId } = setting();
    const key = await api.createKey(projectId, { kind: 'client', environmentKey: 'production' });
    await eventually('the edge knows the key', () => noticeStreamOf(edge.url, key.secret));
    const page = await open('premium', key.secret);
    await untilShown(page, 'status', 'READY');
    await api.revokeKey(projectId, key.id);
    await untilShown(page, 'status', 'STALE');
    expect(await textOf(page, 'greeting')).toBe('Hi');
    // It can read the refusal: with CORS headers missing, a page would see a network error.
    const status = await page.evaluate<number>(askingWith(edge.url, key.secret));
    expect(status).toBe(401);
  });

  it('can distinguish a wrong path from an unreachable edge', async () => {
    const page = await open('premium');
    await untilShown(page, 'status', 'READY');
    const { edge, keys } = setting();
    expect(await page.evaluate<number>(askingWith(`${edge.url}/ofrep`, keys.client))).toBe(404);
    await expect(page.evaluate(askingWith(`${edge.url}/elsewhere`, keys.client))).rejects.toThrow(
      'Failed to fetch',
    );
  });

  it('catches up by itself with what changed while the edge was away', async () => {
    const { api, keys, projectId } = setting();
    const edge = await setting().startAnother({ STATE_DIR: stateDir });
    const page = await open('free', keys.client, edge.url);
    await untilShown(page, 'banner', 'shown');
    const load = await loadOf(page);
    await edge.process.kill();
    await untilShown(page, 'status', 'STALE');
    await api.configure(projectId, 'banner', 'production', { enabled: false });
    await edge.process.start();
    await untilShown(page, 'banner', 'hidden', 30_000);
    expect(await loadOf(page)).toBe(load);
    await api.configure(projectId, 'banner', 'production', { enabled: true });
    await untilShown(page, 'banner', 'shown', 30_000);
  });

  it('stays connected to an edge that restarts without state while its control plane is unreachable', async () => {
    const { api, controlPlane, keys, projectId } = setting();
    const gate = await createGate(controlPlane.url);
    await gate.open();
    const edge = await setting().startAnother({ UPSTREAM_URL: gate.url });
    const page = await open('free', keys.client, edge.url);
    await untilShown(page, 'banner', 'shown');
    const load = await loadOf(page);
    await Promise.all([edge.process.kill(), gate.close()]);
    const answered = page.waitForResponse((response) => response.url().includes('/ofrep/v1/stream'));
    edge.process.launch();
    const early = await answered;
    expect(early.status()).toBe(200);
    expect((await fetch(`${edge.url}/health/ready`)).status).toBe(503);

    await gate.open();
    await api.configure(projectId, 'banner', 'production', { enabled: false });
    await untilShown(page, 'banner', 'hidden', 30_000);
    await api.configure(projectId, 'banner', 'production', { enabled: true });
    await untilShown(page, 'banner', 'shown', 3_000);
    expect(await loadOf(page)).toBe(load);
    // Each evaluation or stream that failed would have been a complaint; a connection that was refused is one, too.
    expect(complaints.filter((text) => !text.includes('ERR_'))).toEqual([]);
    await gate.close();
  });
});

/** An expression for the page: the status of a bulk evaluation, as its scripts may see it. */
function askingWith(edgeUrl: string, key: string): string {
  return `fetch(${JSON.stringify(`${edgeUrl}/ofrep/v1/evaluate/flags`)}, {
    method: 'POST',
    headers: { authorization: ${JSON.stringify(`Bearer ${key}`)}, 'content-type': 'application/json' },
    body: '{"context":{}}',
  }).then(({ status }) => status)`;
}

/** With `SCREENSHOTS` naming a folder, for eyes. */
async function keepScreenshot(page: Page): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, 'web-provider.png') });
}
