import { createServer } from 'node:http';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeServer, listenOnAnyPort } from '../support/listen.ts';
import { signInToken, useConsoleSystem } from './support/console-system.ts';

const SCRIPT = '<img src=x onerror="document.documentElement.dataset.attacked=\'yes\'">';
const COOKIE = 'sf_session';

describe('attacks on the console', () => {
  const system = useConsoleSystem();
  let attacker: string;
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<!doctype html><title>Another origin</title><body></body>');
  });
  beforeAll(async () => {
    attacker = `http://127.0.0.1:${await listenOnAnyPort(server)}`;
  });
  afterAll(() => closeServer(server));

  const flagsPath = () => `/projects/${system().projectId}/flags`;
  const flagKeys = async () => {
    const { body } = await system().api.call('GET', `/api${flagsPath()}`);
    return body.items.map(({ key }: { readonly key: string }) => key);
  };

  it('a cookie that was stolen does not work after its owner has signed out', async () => {
    const page = await system().open(system().admin, '/projects');
    const stolen = await sessionCookieOf(page.context());
    expect(await statusWith(stolen)).toBe(200);
    await page.getByRole('button', { name: 'Account and appearance' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    expect(await statusWith(stolen)).toBe(401);
  });

  it('no script of a page reads the cookie, and no storage holds a secret', async () => {
    const page = await system().open(system().admin, flagsPath());
    const secret = await sessionCookieOf(page.context());
    const readable = await page.evaluate<string>(
      'document.cookie + JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage })',
    );
    expect(readable).not.toContain(secret);
    expect(readable).not.toMatch(/sf_(ses|api)_/);
  });

  it('a page of another port can change nothing with a form, nor with a fetch with credentials', async () => {
    const { context } = await signedIn();
    const page = await context.newPage();
    await page.goto(attacker);
    const url = `${system().url}/api${flagsPath()}`;
    // Another port of the same host is the same site to the browser: it sends the cookie.
    const sent = page.waitForResponse((response) => response.url() === url);
    await page.evaluate(`(() => {
      const form = document.createElement('form');
      form.method = 'post'; form.action = ${JSON.stringify(url)}; form.enctype = 'text/plain';
      const input = document.createElement('input');
      input.name = '{"key":"by-form","name":"by-form","type":"boolean","a":"'; input.value = '"}';
      form.append(input); document.body.append(form); form.submit();
    })()`);
    const answer = await sent;
    expect((await answer.request().allHeaders()).cookie).toContain(COOKIE);
    expect(answer.status()).toBe(403);
    await page.waitForURL(url);

    await page.goto(attacker);
    const body = JSON.stringify({ key: 'by-fetch', name: 'by-fetch', type: 'boolean' });
    for (const type of ['text/plain', 'application/json']) {
      const outcome = await page.evaluate<string>(`fetch(${JSON.stringify(url)}, {
        method: 'POST', credentials: 'include', mode: ${JSON.stringify(type === 'text/plain' ? 'no-cors' : 'cors')},
        headers: { 'content-type': ${JSON.stringify(type)} }, body: ${JSON.stringify(body)},
      }).then((response) => response.type, (error) => error.name)`);
      expect(['opaque', 'TypeError']).toContain(outcome);
    }
    expect(await flagKeys()).not.toEqual(expect.arrayContaining([expect.stringContaining('by-')]));
  });

  it('a page of another port can read nothing', async () => {
    const { context } = await signedIn();
    const page = await context.newPage();
    await page.goto(attacker);
    for (const path of ['/api/session', `/api${flagsPath()}`]) {
      const outcome = await page.evaluate<string>(
        `fetch(${JSON.stringify(system().url + path)}, { credentials: 'include' }).then((r) => r.text(), (error) => error.name)`,
      );
      expect(outcome).toBe('TypeError');
    }
    const ended = await page.evaluate<string>(
      `new Promise((done) => {
        const source = new EventSource(${JSON.stringify(`${system().url}/api/projects/${system().projectId}/changes`)}, { withCredentials: true });
        source.onopen = () => done('open'); source.onerror = () => done('refused');
      })`,
    );
    expect(ended).toBe('refused');
  });

  it('a cookie that was planted before the sign-in is not the cookie of the session', async () => {
    const planted = `sf_ses_${'p'.repeat(43)}`;
    const context = await system().browser.newContext();
    try {
      await context.addCookies([{ name: COOKIE, value: planted, url: system().url }]);
      const page = await context.newPage();
      await signIn(page);
      expect(await sessionCookieOf(context)).not.toBe(planted);
      expect(await statusWith(planted)).toBe(401);
    } finally {
      await context.close();
    }
  });

  it('signing in again makes another session', async () => {
    const { context, page } = await signedIn();
    const before = await sessionCookieOf(context);
    await signIn(page);
    expect(await sessionCookieOf(context)).not.toBe(before);
  });

  it('shows nothing in a frame of another origin', async () => {
    const { context } = await signedIn();
    const page = await context.newPage();
    await page.goto(attacker);
    const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'));
    await page.evaluate(`(() => {
      const frame = document.createElement('iframe');
      frame.src = ${JSON.stringify(system().url + flagsPath())};
      document.body.append(frame);
    })()`);
    await refused;
    const [frame] = page.frames().slice(1);
    expect(frame?.url()).not.toContain(system().url);
  });

  it('runs no script out of a name, a description, a tag, a value, a comment or an audit entry', async () => {
    const { api, projectId } = system();
    await api.createFlag(projectId, {
      key: 'injected',
      type: 'string',
      variations: [{ key: 'evil', value: SCRIPT }],
      defaultValue: SCRIPT,
    });
    const changed = await api.call('PATCH', `/api/projects/${projectId}/flags/injected`, {
      name: SCRIPT,
      description: SCRIPT,
    });
    expect(changed.status).toBe(200);
    await api.createSegment(projectId, { key: 'injected', included: [SCRIPT] });
    await api.configure(projectId, 'injected', 'staging', {
      enabled: true,
      rules: [
        {
          priority: 1,
          conditions: [{ conditionType: 'custom', attribute: 'a', operator: 'in', values: [SCRIPT] }],
          serve: { variation: 'evil' },
        },
      ],
    });
    const page = await system().open(system().admin, flagsPath());
    const flag = `${flagsPath()}/injected`;
    const pages = [
      flagsPath(),
      flag,
      `${flag}?tab=variations`,
      `${flag}?tab=settings`,
      `${flag}?tab=history`,
      `/projects/${projectId}/change-sets`,
      `/projects/${projectId}/segments/injected`,
      `/projects/${projectId}/audit`,
    ];
    for (const path of pages) {
      await page.goto(system().url + path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await expect.poll(() => page.getByLabel(/^Loading/).count(), { timeout: 10_000 }).toBe(0);
      expect(await page.evaluate('document.images.length'), path).toBe(0);
      expect(await page.evaluate('document.documentElement.dataset.attacked ?? null'), path).toBeNull();
    }
    await page.goto(system().url + flag);
    await page.getByRole('heading', { level: 1, name: SCRIPT }).waitFor();
  });

  it('runs no inline script that gets into a page all the same', async () => {
    const page = await (await system().browser.newContext()).newPage();
    await page.goto(`${system().url}/sign-in`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const refused = page.waitForEvent('console', (message) => message.text().includes('script-src'));
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend', ${JSON.stringify(SCRIPT)})`);
    await refused;
    expect(await page.evaluate('document.documentElement.dataset.attacked ?? null')).toBeNull();
    await page.context().close();
  });

  /** The context belongs to the test: its pages of another origin are not recorded. */
  async function signedIn(): Promise<{ readonly context: BrowserContext; readonly page: Page }> {
    const page = await system().open(system().admin, '/projects');
    return { context: page.context(), page };
  }

  async function signIn(page: Page): Promise<void> {
    const token = await signInToken(system().url, system().admin);
    await page.goto(`${system().url}/sign-in#link=${token}`);
    await page.getByRole('heading', { name: 'Projects' }).waitFor();
  }

  async function sessionCookieOf(context: BrowserContext): Promise<string> {
    const cookies = (await context.cookies(system().url)).filter(({ name }) => name === COOKIE);
    expect(cookies).toMatchObject([{ httpOnly: true, sameSite: 'Lax' }]);
    return cookies[0]?.value ?? '';
  }

  async function statusWith(secret: string): Promise<number> {
    const response = await fetch(`${system().url}/api/session`, {
      headers: { cookie: `${COOKIE}=${secret}` },
    });
    await response.body?.cancel();
    return response.status;
  }
});
