import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type OidcServer, startOidcServer } from '../support/oidc-server.ts';
import { reservePort } from '../support/ports.ts';
import { createProcessGroup } from '../support/processes.ts';
import { type RunningControlPlane, startControlPlane } from '../support/system.ts';

const group = createProcessGroup();
let database: TestDatabase;
let provider: OidcServer;
let controlPlane: RunningControlPlane;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  database = await createTestDatabase();
  const port = await reservePort();
  const url = `http://127.0.0.1:${port}`;
  provider = await startOidcServer({ redirectUri: `${url}/api/sign-in/oidc/callback` });
  [controlPlane, browser] = await Promise.all([
    startControlPlane(group, {
      databaseUrl: database.url,
      adminToken: `sf_api_${'c'.repeat(40)}`,
      port,
      env: {
        PUBLIC_URL: url,
        OIDC_ISSUER: provider.issuer,
        OIDC_CLIENT_ID: provider.clientId,
        OIDC_CLIENT_SECRET: provider.clientSecret,
        OIDC_GROUP_ROLES: 'admins=admin',
        OIDC_NAME: 'Example Ltd',
      },
    }),
    launchChromium(),
  ]);
  await controlPlane.api.createProject('Shop');
});
afterAll(async () => {
  await browser?.close();
  await group.stopAll();
  await provider?.down();
  await database?.drop();
});
beforeEach(async () => {
  page = await (await browser.newContext()).newPage();
});

const button = () => page.getByRole('link', { name: 'Sign in with Example Ltd' });

describe('signing in with OpenID Connect', () => {
  it('leads over the provider to the page that was asked for', async () => {
    provider.people.set('ana', { name: 'Ana', groups: ['admins'] });
    provider.person = 'ana';
    await page.goto(`${controlPlane.url}/projects`);
    await button().waitFor();
    await button().click();
    await page.waitForURL(`${controlPlane.url}/projects`);
    await page.getByText('Shop').first().waitFor();
    const names = (await page.context().cookies()).map(({ name, httpOnly }) => [name, httpOnly]);
    expect(names).toContainEqual(['sf_session', true]);
  });

  it('says in words why it fails', async () => {
    provider.people.set('bea', { name: 'Bea', groups: ['others'] });
    provider.person = 'bea';
    await page.goto(`${controlPlane.url}/sign-in`);
    await button().click();
    await page.getByRole('alert').getByText('you have no role here').waitFor();
    expect(page.url()).toBe(`${controlPlane.url}/sign-in?error=NO_ROLE`);
    // The session at the provider would answer without the person.
    await page.context().clearCookies();
    provider.person = null;
    await button().click();
    await page.getByRole('alert').getByText('The provider did not sign you in').waitFor();
  });
});
