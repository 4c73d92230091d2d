import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible } from './support/accessibility.ts';
import { useConsoleSystem } from './support/console-system.ts';

interface StoredOperation {
  readonly operation: { readonly flagKey: string };
}

describe('the list of flags', () => {
  const system = useConsoleSystem();
  const path = (search = '') => `/projects/${system().projectId}/flags${search}`;
  const open = (search = '') => system().open(system().admin, path(search));
  const isOn = async (flagKey: string, environmentKey: string) => {
    const { api } = system();
    const found = await api.call('GET', `/api${path(`/${flagKey}/environments/${environmentKey}`)}`);
    return found.body.enabled;
  };
  const operationsOf = async (page: Page) => {
    const { api, projectId } = system();
    const [, changeSetId] = /change-sets\/([^/?]+)/.exec(page.url()) ?? [];
    const found = await api.call(
      'GET',
      `/api/projects/${projectId}/change-sets/${changeSetId}/operations?limit=100`,
    );
    return found.body.items;
  };

  beforeAll(async () => {
    const { api, projectId } = system();
    for (const key of ['dark-mode', 'live', 'guarded']) await api.createFlag(projectId, { key });
    for (let index = 0; index < 120; index += 1) {
      await api.createFlag(projectId, { key: `many-${String(index).padStart(3, '0')}` });
    }
  });

  it('switches a flag by mouse, and takes it back', async () => {
    const page = await open();
    const toggle = page.getByRole('switch', { name: 'dark-mode in production' });
    await toggle.click();
    await page.getByText('dark-mode is on in production.').waitFor();
    expect(await isOn('dark-mode', 'production')).toBe(true);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('dark-mode is off in production.').waitFor();
    expect(await isOn('dark-mode', 'production')).toBe(false);
    await expect.poll(() => toggle.isChecked(), { timeout: 5_000 }).toBe(false);
    await expectAccessible(page);
  });

  it('switches a flag by keyboard', async () => {
    const page = await open('?q=dark');
    await page.getByRole('switch', { name: 'dark-mode in staging' }).press('Space');
    await page.getByText('dark-mode is on in staging.').waitFor();
    expect(await isOn('dark-mode', 'staging')).toBe(true);
  });

  it('leads into a change set where the environment is protected', async () => {
    const { api, projectId } = system();
    const { body: other } = await api.call('POST', '/api/projects', { name: 'Guarded' });
    expect(other.id).not.toBe(projectId);
    await api.createEnvironment(other.id, 'production');
    await api.createFlag(other.id, { key: 'guarded' });
    const protection = { approvals: 1 };
    const path = `/api/projects/${other.id}/environments/production/protection`;
    const put = await api.call('PUT', path, protection);
    expect(put.status).toBeLessThan(300);
    const page = await system().open(system().admin, `/projects/${other.id}/flags`);
    await page.getByRole('switch', { name: 'guarded in production' }).click();
    await page.getByRole('button', { name: 'Make a change set' }).click();
    await page.waitForURL(/\/change-sets\/./);
    const [, changeSetId] = /change-sets\/([^/?]+)/.exec(page.url()) ?? [];
    const found = await api.call('GET', `/api/projects/${other.id}/change-sets/${changeSetId}/operations`);
    expect(found.body.items).toMatchObject([{ operation: { flagKey: 'guarded', patch: { enabled: true } } }]);
  });

  it('shows within a second what another person switches', async () => {
    const page = await open('?q=live');
    const toggle = page.getByRole('switch', { name: 'live in production' });
    await toggle.waitFor();
    await expect.poll(() => toggle.isChecked(), { timeout: 5_000 }).toBe(false);
    await page.waitForTimeout(1_000);
    const { api, projectId } = system();
    await api.configure(projectId, 'live', 'production', { enabled: true });
    await page.getByRole('switch', { name: 'live in production', checked: true }).waitFor({ timeout: 5_000 });
  });

  it('keeps search and filters in an address that can be shared', async () => {
    const page = await open();
    await page.getByRole('searchbox', { name: 'Search flags' }).fill('dark');
    await page.waitForURL(/[?&]q=dark/);
    await page.getByRole('switch', { name: 'live in staging' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Filters' }).press('Enter');
    await page.getByRole('combobox', { name: 'State' }).click();
    await page.getByRole('option', { name: 'Archived' }).click();
    await page.getByText('No flag matches').waitFor();
    const shared = new URL(page.url());
    await expectAccessible(page);
    const other = await open(shared.search);
    await other.getByText('No flag matches').waitFor();
    await other.getByRole('button', { name: 'Show all flags' }).first().click();
    await other.getByRole('switch', { name: 'live in staging' }).waitFor();
    expect(new URL(other.url()).search).toBe('');
  });

  it('makes a change set of the rows that are selected, from the first to the one with Shift', async () => {
    const page = await open('?q=many');
    await page.getByRole('checkbox', { name: 'Select many-001' }).click();
    await page.getByRole('checkbox', { name: 'Select many-003' }).click({ modifiers: ['Shift'] });
    await page.getByText('3 selected').waitFor();
    await page.getByRole('button', { name: 'Change them' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Switch on' }).click();
    await page.getByRole('checkbox', { name: 'staging' }).check();
    await page.getByRole('button', { name: 'Make a change set' }).click();
    await page.waitForURL(/\/change-sets\/./);
    const operations = await operationsOf(page);
    expect(operations.map(({ operation }: StoredOperation) => operation.flagKey)).toEqual([
      'many-001',
      'many-002',
      'many-003',
    ]);
  });

  it('makes a change set of all flags that match, also of those that are not loaded', async () => {
    const page = await open('?q=many');
    await page.getByRole('checkbox', { name: 'Select many-000' }).click();
    await page.getByRole('button', { name: 'Select all that match the filter' }).click();
    await page.getByRole('button', { name: 'Change them' }).click();
    await page.getByRole('menuitem', { name: 'Add a tag' }).click();
    await page.getByLabel('Tag', { exact: true }).first().fill('bulk');
    await page.getByRole('button', { name: 'Make a change set' }).click();
    await page.waitForURL(/\/change-sets\/./);
    const { api, projectId } = system();
    const [, changeSetId] = /change-sets\/([^/?]+)/.exec(page.url()) ?? [];
    const found = await api.call('GET', `/api/projects/${projectId}/change-sets/${changeSetId}`);
    expect(found.body.operationCount).toBe(120);
  });

  it('creates a flag by keyboard, with the key of its name, and opens it', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'New flag' }).press('Enter');
    await page.keyboard.type('Price of gold');
    expect(await page.getByRole('textbox', { name: 'Key' }).inputValue()).toBe('price-of-gold');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/flags\/price-of-gold/);
  });

  it('shows a fault at its field', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'New flag' }).click();
    const key = page.getByRole('textbox', { name: 'Key' });
    await key.fill('no spaces');
    await page.getByText('Only letters without accents').waitFor();
    await key.fill('dark-mode');
    await page.getByRole('button', { name: 'Create the flag' }).click();
    await page.getByText('The flag was not created').waitFor();
  });

  it('loads more flags as somebody scrolls', async () => {
    const page = await open('?q=many');
    await page.getByRole('switch', { name: 'many-000 in staging' }).waitFor();
    await page.locator('table').hover();
    await page.mouse.wheel(0, 100_000);
    await page.waitForTimeout(1_000);
    await page.mouse.wheel(0, 100_000);
    await page.getByRole('switch', { name: 'many-119 in staging' }).waitFor();
    await expect.poll(() => page.getByRole('row').count(), { timeout: 5_000 }).toBeLessThan(60);
  });

  it('shows a viewer everything, and lets nothing be switched', async () => {
    const viewer = await system().createPerson('Vera', 'viewer');
    const page = await system().open(viewer, path('?q=dark'));
    const toggle = page.getByRole('switch', { name: 'dark-mode in production' });
    await toggle.waitFor();
    await expect.poll(() => toggle.isDisabled(), { timeout: 5_000 }).toBe(true);
    await expect
      .poll(() => page.getByRole('button', { name: 'New flag' }).count(), { timeout: 5_000 })
      .toBe(0);
  });

  it('is a list of cards on a narrow screen, which does not scroll sideways', async () => {
    const viewport = { width: 375, height: 700 };
    const page = await system().open(system().admin, path('?q=dark'), { viewport });
    await page.getByRole('switch', { name: 'dark-mode in production' }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
    await expectAccessible(page);
  });
});
