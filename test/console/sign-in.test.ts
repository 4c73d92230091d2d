import { describe, expect, it } from 'vitest';
import { expectAccessible } from './support/accessibility.ts';
import { signInToken, useConsoleSystem } from './support/console-system.ts';
import { recordRequests } from './support/recorded-requests.ts';

describe('signing in', () => {
  const system = useConsoleSystem();

  async function newPage() {
    const page = await (await system().browser.newContext()).newPage();
    recordRequests(page, system().url);
    return page;
  }

  it('works once with a one-time link, whose token does not stay in the address', async () => {
    const page = await newPage();
    const token = await signInToken(system().url, system().admin);
    await page.goto(`${system().url}/sign-in#link=${token}`);
    await page.getByRole('heading', { name: 'Projects' }).waitFor();
    await page.goBack();
    expect(page.url()).not.toContain(token);
    const second = await newPage();
    await second.goto(`${system().url}/sign-in#link=${token}`);
    await second.getByRole('alert').getByText('This link does not work').waitFor();
    await expectAccessible(second);
  });

  it('leads to the page that was asked for', async () => {
    const page = await newPage();
    const path = `/projects/${system().projectId}/segments`;
    await page.goto(system().url + path);
    await page.waitForURL(`${system().url}/sign-in?to=${encodeURIComponent(path)}`);
    await page.getByLabel('Email').waitFor();
    await expectAccessible(page);
  });

  it('never leads to another origin', async () => {
    const page = await newPage();
    const token = await signInToken(system().url, system().admin);
    await page.goto(`${system().url}/sign-in#link=${token}&to=${encodeURIComponent('//evil.example/')}`);
    await page.waitForURL(`${system().url}/projects`);
  });

  it('says what is wrong with a password, and names no users', async () => {
    const page = await newPage();
    await page.goto(`${system().url}/sign-in`);
    await page.getByLabel('Email').fill('nobody@example.org');
    await page.locator('input[type=password]').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).not.toContain('nobody@example.org');
  });

  it('ends with signing out: the stream ends, and going back shows nothing', async () => {
    const page = await system().open(system().admin, `/projects/${system().projectId}/flags`);
    await page.getByRole('button', { name: 'Account and appearance' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    await page.goto(`${system().url}/projects`);
    await page.waitForURL(`${system().url}/sign-in?to=%2Fprojects`);
  });
});
