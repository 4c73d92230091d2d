import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { Agent, install, setGlobalDispatcher } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { useSetting } from '../contract/setting.ts';
import { createServerCertificate } from '../support/certificates.ts';
import { launchChromium } from '../support/chromium.ts';
import { eventually } from '../support/eventually.ts';
import { createProcessGroup } from '../support/processes.ts';
import { createTlsEdgeStarter, startNodeEdge } from '../support/system.ts';
import { createFlags } from './client-flags.ts';
import { serveWebPage, type WebPage } from './web-page.ts';

const TABS = 9;
/** Connections that Chromium opens to one origin over HTTP/1.1. */
const CONNECTIONS = 6;

const folder = mkdtempSync(join(tmpdir(), 'sf-tls-'));
const files = createServerCertificate(folder, 'IP:127.0.0.1');
install();
setGlobalDispatcher(new Agent({ connect: { ca: readFileSync(files.authority) } }));

/** Each tab evaluates and has an event stream: the edge is the same for all of them. */
describe('nine tabs of Chromium', () => {
  const setting = useSetting({
    startEdge: createTlsEdgeStarter(files),
    changeWithin: 1_000,
    revocationWithin: 1_000,
  });
  const group = createProcessGroup();
  let browser: Browser;
  let webPage: WebPage;

  beforeAll(async () => {
    await createFlags(setting());
    [browser, webPage] = await Promise.all([launchChromium(), serveWebPage()]);
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await setting().api.configure(setting().projectId, 'banner', 'production', { enabled: true });
  });
  afterAll(async () => {
    await browser?.close();
    await webPage?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const startPlainEdge = (env: Readonly<Record<string, string>>) => {
    const { controlPlane, keys } = setting();
    return startNodeEdge(group, { upstreamUrl: controlPlane.url, relayKey: keys.relay, env });
  };
  const switchOff = () =>
    setting().api.configure(setting().projectId, 'banner', 'production', { enabled: false });
  const isShown = (page: Page, text: string) => page.locator('#banner', { hasText: text }).isVisible();
  const untilShown = (page: Page, text: string) =>
    page.locator('#banner', { hasText: text }).waitFor({ timeout: 15_000 });

  async function openTabs(edge: string, count: number): Promise<readonly Page[]> {
    // One context: the tabs share their connections.
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const pages: Page[] = [];
    for (let tab = 0; tab < count; tab += 1) {
      const page = await context.newPage();
      const streams = page.waitForRequest((request) => request.url().includes('/ofrep/v1/stream'));
      await page.goto(webPage.at({ edge, key: setting().keys.client, plan: 'free' }));
      await untilShown(page, 'shown');
      await streams;
      pages.push(page);
    }
    return pages;
  }

  it('hear a change over HTTP/2', async () => {
    const pages = await openTabs(setting().edge.url, TABS);
    await switchOff();
    await Promise.all(pages.map((page) => untilShown(page, 'hidden')));
  });

  it('hear a change if evaluations go over HTTP/1.1 and STREAM_ORIGIN is served over HTTP/2', async () => {
    const plain = await startPlainEdge({ STREAM_ORIGIN: setting().edge.url });
    const pages = await openTabs(plain.url, TABS);
    await switchOff();
    await Promise.all(pages.map((page) => untilShown(page, 'hidden')));
  });

  it('are too many for HTTP/1.1 alone: six streams take all connections, so no tab sees a change', async () => {
    const plain = await startPlainEdge({});
    const pages = await openTabs(plain.url, CONNECTIONS);
    await switchOff();
    await eventually('the edge has the change', async () => {
      const headers = { authorization: `Bearer ${setting().keys.client}` };
      const url = `${plain.url}/ofrep/v1/evaluate/flags/banner`;
      const answer = await fetch(url, { method: 'POST', headers, body: '{"context":{}}' });
      return (await answer.text()).includes('"value":false');
    });
    await new Promise((over) => setTimeout(over, 3_000));
    expect(await Promise.all(pages.map((page) => isShown(page, 'shown')))).toEqual(pages.map(() => true));
    // With one stream less, the others evaluate anew.
    await pages[0]?.close();
    await Promise.all(pages.slice(1).map((page) => untilShown(page, 'hidden')));
  });
});
