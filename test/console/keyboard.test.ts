import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { signInToken, type TestPerson, useConsoleSystem } from './support/console-system.ts';
import { recordRequests } from './support/recorded-requests.ts';

const PASSWORD = 'correct horse battery staple';
const MAX_STEPS = 80;

describe('the console with the keyboard alone', () => {
  const system = useConsoleSystem();
  let person: TestPerson;
  const flagsPath = () => `/projects/${system().projectId}/flags`;
  const configurationOf = async (key: string) =>
    (await system().api.call('GET', `/api${flagsPath()}/${key}/environments/staging`)).body;

  beforeAll(async () => {
    const { api, projectId, createPerson } = system();
    person = await createPerson('Kay Keyboard', 'editor');
    await setPassword();
    for (const key of ['first-flag', 'keyboard-flag']) await api.createFlag(projectId, { key });
  });

  async function setPassword(): Promise<void> {
    const { url } = system();
    const headers = { origin: url, 'content-type': 'application/json' };
    const token = await signInToken(url, person);
    const signedIn = await fetch(`${url}/api/session/redeem`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ token }),
    });
    const [cookie = ''] = signedIn.headers.getSetCookie();
    const changed = await fetch(`${url}/api/session/password`, {
      method: 'PUT',
      headers: { ...headers, cookie: cookie.split(';')[0] ?? '' },
      body: JSON.stringify({ newPassword: PASSWORD }),
    });
    expect(changed.status).toBeLessThan(300);
  }

  it('signs in, skips to the content, finds a flag, switches it and publishes', async () => {
    const context = await system().browser.newContext({
      viewport: { width: 1280, height: 800 },
      // A dialog that fades in has no contrast yet.
      reducedMotion: 'reduce',
    });
    try {
      const page = await context.newPage();
      recordRequests(page, system().url);
      await signIn(page);
      await skipToContent(page);
      await openFlagWithPalette(page);

      await tabTo(page, page.getByRole('switch', { name: 'The flag is on in staging' }));
      await page.keyboard.press('Space');
      await publish(page);
      expect(await configurationOf('keyboard-flag')).toMatchObject({ enabled: true });
    } finally {
      await context.close();
    }
  });

  it.each([
    ['New flag', './flags'],
    ['New key', './keys'],
    ['New environment', './environments'],
    ['New webhook', './webhooks'],
    ['Give a role', './access'],
    ['New project', '/projects'],
    ['Add someone', '/people'],
  ])(
    'the dialog of "%s" holds the focus, closes with Escape and gives the focus back',
    async (name, path) => {
      const address = path.startsWith('./') ? `/projects/${system().projectId}${path.slice(1)}` : path;
      const page = await system().open(system().admin, address);
      const button = page.getByRole('button', { name, exact: true }).first();
      await button.waitFor();
      await tabTo(page, button);
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      await expect
        .poll(() => dialog.evaluate((node) => node.contains(node.ownerDocument.activeElement)), {
          timeout: 10_000,
        })
        .toBe(true);
      for (let step = 0; step < 20; step += 1) {
        await page.keyboard.press('Tab');
        expect(await dialog.evaluate((node) => node.contains(node.ownerDocument.activeElement))).toBe(true);
      }
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await expectFocus(button);
    },
  );

  async function signIn(page: Page): Promise<void> {
    await page.goto(`${system().url}/sign-in?to=${encodeURIComponent(flagsPath())}`);
    await page.getByLabel('Email').waitFor();
    await tabTo(page, page.getByLabel('Email'));
    await page.keyboard.type('kay.keyboard@example.org');
    await tabTo(page, page.locator('input[type=password]'));
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL(system().url + flagsPath());
  }

  /** The first stop of every page. */
  async function skipToContent(page: Page): Promise<void> {
    await page.getByRole('switch', { name: 'keyboard-flag in staging' }).waitFor();
    await page.keyboard.press('Tab');
    const link = page.getByRole('link', { name: 'Skip to the content' });
    await expectFocus(link);
    await expectVisibleFocus(page);
    await page.keyboard.press('Enter');
    await expectFocus(page.locator('#main'));
  }

  async function openFlagWithPalette(page: Page): Promise<void> {
    await page.keyboard.press('Control+K');
    await expectFocus(page.getByLabel('Go to a page or a flag'));
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expectFocus(page.locator('#main'));
    await page.keyboard.press('Control+K');
    await page.keyboard.type('keyboard-f');
    await page.getByRole('dialog').getByText('keyboard-flag').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${system().url + flagsPath()}/keyboard-flag`);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('switch', { name: 'The flag is on in staging' }).waitFor();
  }

  /** The focus goes back to the button that opened the dialog; once nothing is left to save, to the content. */
  async function publish(page: Page): Promise<void> {
    const save = page.getByRole('button', { name: 'Save…' });
    await tabTo(page, save);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expectFocus(save);
    await page.keyboard.press('Enter');
    await dialog.waitFor();
    await tabTo(page, dialog.getByRole('button', { name: 'Publish now' }));
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Unsaved changes' }).waitFor({ state: 'detached' });
    await dialog.waitFor({ state: 'detached' });
    await expectFocus(page.locator('#main'));
  }
});

/** Presses Tab until this has the focus, which must be visible there. Each stop on the way must be another element. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let step = 0; step < MAX_STEPS; step += 1) {
    if (await hasFocus(target)) return expectVisibleFocus(page);
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${target}`);
}

async function hasFocus(target: Locator): Promise<boolean> {
  if ((await target.count()) !== 1) return false;
  return target.evaluate((node) => node.ownerDocument.activeElement === node);
}

async function expectFocus(target: Locator): Promise<void> {
  await expect.poll(() => hasFocus(target), { message: `focus on ${target}`, timeout: 10_000 }).toBe(true);
}

/** The focus changes how the page looks. */
async function expectVisibleFocus(page: Page): Promise<void> {
  const shoot = () => page.screenshot({ animations: 'disabled' });
  await page.evaluate('globalThis.focused = document.activeElement');
  const focused = await shoot();
  await page.evaluate('globalThis.focused.blur()');
  const blurred = await shoot();
  await page.evaluate('globalThis.focused.focus({ focusVisible: true, preventScroll: true })');
  expect(focused.equals(blurred), 'the focus is not visible').toBe(false);
}
