import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { createManagementApi } from '../support/management-api.ts';
import { expectAccessible } from './support/accessibility.ts';
import { useConsoleSystem } from './support/console-system.ts';

const system = useConsoleSystem();
let flagKey: string;
let flags = 0;

beforeEach(async () => {
  flags += 1;
  flagKey = `checkout-${flags}`;
  const { api, projectId } = system();
  await api.createFlag(projectId, { key: flagKey });
  await api.configure(projectId, flagKey, 'staging', {
    enabled: true,
    rules: [{ priority: 1, conditions: [], serve: { variation: 'off' } }],
  });
});

const below = (path: string) => `/projects/${system().projectId}${path}`;

async function draft(name: string, patch: object = { enabled: true }, environmentKey = 'production') {
  const operation = { kind: 'configuration.update', flagKey, environmentKey, patch };
  const { body } = await system().api.call('POST', `/api${below('/change-sets')}`, {
    name,
    operations: [operation],
  });
  return { id: String(body.id), path: below(`/change-sets/${body.id}`) };
}

const isOn = async (environmentKey = 'production') => {
  const path = `/api${below(`/flags/${flagKey}/environments/${environmentKey}`)}`;
  return (await system().api.call('GET', path)).body.enabled;
};

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

describe('the list of change sets', () => {
  it('makes a draft by keyboard alone, and opens it', async () => {
    const page = await system().open(system().admin, below('/change-sets'));
    await page.getByRole('button', { name: 'New draft' }).first().focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Name').waitFor();
    await page.keyboard.type('By keyboard');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'By keyboard' }).waitFor();
    expect(page.url()).toContain('/change-sets/');
  });

  it('keeps its filters in the address', async () => {
    await draft('Filtered');
    const page = await system().open(system().admin, below(`/change-sets?view=draft&flag=${flagKey}`));
    await page.getByRole('link', { name: 'Filtered' }).waitFor();
    await expectAccessible(page);
    await page.getByRole('textbox', { name: 'Flag' }).fill('no-such-flag');
    await page.getByText('Nothing fits').waitFor();
    expect(page.url()).toContain('flag=no-such-flag');
  });
});

describe('a change set', () => {
  it('says what it changes, is published, and is reverted by a draft whose diff comes first', async () => {
    const { path } = await draft('Turn it on');
    const page = await system().open(system().admin, path);
    const diff = page.getByRole('region', { name: 'What it would change' });
    await diff.getByText('Switch').waitFor();
    expect(await diff.textContent()).toMatch(/changed\s*Switch\s*off\s*→\s*on/);
    await expectAccessible(page);
    await press(page, 'Publish now');
    await page.getByText('It is in effect and never changes again').waitFor();
    expect(await isOn()).toBe(true);
    await press(page, 'Revert …');
    await page.getByRole('region', { name: 'What it would change' }).waitFor();
    expect(await isOn()).toBe(true);
    await press(page, 'Publish now');
    await page.getByText('It is in effect and never changes again').waitFor();
    expect(await isOn()).toBe(false);
  });

  it('shows what another person does within a second, and refuses what was made from an older one', async () => {
    const { id, path } = await draft('Watched');
    const page = await system().open(system().admin, path);
    await page.getByRole('heading', { name: 'Operations: 1' }).waitFor();
    await system().api.call('PATCH', `/api${below(`/change-sets/${id}`)}`, { name: 'Renamed' });
    await page.getByRole('heading', { level: 1, name: 'Renamed' }).waitFor({ timeout: 2_000 });
  });

  it('names what overlaps with changes of others, in words', async () => {
    const { path } = await draft('Overlapping', { defaultValue: true });
    const other = `/api${below(`/flags/${flagKey}/environments/production`)}`;
    await system().api.call('PATCH', other, { enabled: true });
    const page = await system().open(system().admin, path);
    await page.getByText('Nothing overlaps').waitFor();
    await press(page, 'Rebase');
    await page.getByText('Nothing overlaps').waitFor({ state: 'detached' });
    await system().api.call('PATCH', other, { defaultValue: null });
    await page.getByText('1 conflict: others changed the same').waitFor();
    await page.getByText(`flag ${flagKey}, in production, the default value`).waitFor();
    await expectAccessible(page);
  });

  it('is scheduled at a time of the viewer, and taken off the schedule', async () => {
    const { path } = await draft('Later');
    const page = await system().open(system().admin, path);
    await page.getByRole('tab', { name: 'At a time' }).click();
    await page.getByRole('button', { name: 'Date and time' }).click();
    await page.getByRole('button', { name: 'In a day' }).click();
    await page.keyboard.press('Escape');
    await press(page, 'Schedule');
    await page.getByText('Take it off the schedule').waitFor();
    await page.getByText(/Scheduled for .* UTC/).waitFor();
    await expectAccessible(page);
    // What is said about success stays as long as the mouse is over it.
    await page.mouse.move(0, 0);
    await page.getByText('It is scheduled.').waitFor({ state: 'detached' });
    await press(page, 'Take it off the schedule');
    await page.getByText(/Scheduled for/).waitFor({ state: 'detached' });
  });

  it('is planned in steps, rolled out, paused and stopped with the way back', async () => {
    const { body } = await system().api.call('POST', `/api${below('/change-sets')}`, {
      name: 'Step by step',
      operations: [],
    });
    const page = await system().open(system().admin, below(`/change-sets/${body.id}`));
    await page.getByRole('tab', { name: 'In steps' }).click();
    const plan = page.getByRole('tabpanel', { name: 'In steps' });
    await plan.getByRole('combobox', { name: 'Flag' }).fill(flagKey);
    await plan.getByRole('combobox', { name: 'Environment' }).click();
    await page.getByRole('option', { name: 'staging' }).click();
    await plan.getByRole('combobox', { name: 'Rule' }).click();
    await page.getByRole('option', { name: /Rule 1/ }).click();
    await plan.getByRole('combobox', { name: /Variation that/ }).click();
    await page.getByRole('option', { name: 'on', exact: true }).click();
    await expectAccessible(page);
    await press(page, 'Plan these steps');
    await page.getByText('Start it under').waitFor();
    await page.getByRole('tab', { name: 'Now' }).click();
    await press(page, 'Start the rollout');
    await page.getByText(`1 % of the users of this rule get on`).waitFor();
    await press(page, 'Pause');
    await page.getByText('The rollout is paused').waitFor();
    await expectAccessible(page);
    await press(page, 'Stop …');
    await press(page, 'Stop the rollout');
    await page.getByText('The rollout was stopped').waitFor();
  });

  it('shows what given contexts get before and after', async () => {
    const { path } = await draft('Previewed', {
      enabled: true,
      rules: [{ priority: 1, conditions: [], serve: { variation: 'on' } }],
    });
    const page = await system().open(system().admin, path);
    await page.getByText('My own contexts').click();
    await page.getByRole('textbox', { name: 'Evaluation contexts' }).fill('{"targetingKey": "u-42"}');
    await press(page, 'Count them');
    await page.getByRole('rowheader', { name: 'u-42' }).waitFor();
    await expectAccessible(page);
  });
});

describe('a review', () => {
  it('is asked for by an author, who never approves; another admin does', async () => {
    const { api, projectId, createPerson, admin } = system();
    await api.createEnvironment(projectId, `guarded-${flags}`);
    await api.call('PUT', `/api${below(`/environments/guarded-${flags}/protection`)}`, {
      approvals: 1,
      approverRole: 'admin',
    });
    const { path } = await draft('Guarded', { enabled: true }, `guarded-${flags}`);
    const author = await system().open(admin, path);
    await author.getByText(`guarded-${flags} is protected: 1 person`).waitFor();
    await press(author, 'Request a review');
    await author.getByText('Authors never approve their own changes').waitFor();
    await expectAccessible(author);
    const approver = await system().open(await createPerson(`Approver ${flags}`, 'admin'), path);
    await press(approver, 'Approve this diff');
    await approver.getByText('of this diff', { exact: true }).waitFor();
    // The author sees it without a reload.
    await author.getByText(`Approver ${flags}`).first().waitFor({ timeout: 2_000 });
    await press(author, 'Publish now');
    await author.getByText('It is in effect and never changes again').waitFor();
  });

  it('is skipped in an emergency by an admin with a reason', async () => {
    const { api, projectId, admin } = system();
    await api.createEnvironment(projectId, `glass-${flags}`);
    await api.call('PUT', `/api${below(`/environments/glass-${flags}/protection`)}`, { approvals: 1 });
    const { path } = await draft('Emergency', { enabled: true }, `glass-${flags}`);
    const page = await system().open(admin, path);
    await press(page, 'Publish now');
    await page.getByRole('alert').getByText('lacks approvals').waitFor();
    await press(page, 'Break the glass …');
    await page.getByLabel('Reason').fill('Checkout is down.');
    await page.getByLabel('I have read what it changes').check();
    await expectAccessible(page);
    await press(page, 'Publish without approvals');
    await page.getByText('Applied without approvals: Checkout is down.').waitFor();
  });

  it('is only read by a viewer, who is told why', async () => {
    const { path } = await draft('Read only');
    const viewer = await system().createPerson(`Viewer ${flags}`, 'viewer');
    const page = await system().open(viewer, path);
    await page.getByText('This needs the role editor').first().waitFor();
    await expect
      .poll(() => page.getByRole('button', { name: 'Discard …' }).count(), { timeout: 5_000 })
      .toBe(0);
    await expect.poll(() => page.getByRole('button', { name: 'Rebase' }).count(), { timeout: 5_000 }).toBe(0);
    const { call } = createManagementApi(system().url, viewer.token);
    expect((await call('POST', `/api${path}/apply`)).status).toBe(403);
  });
});
