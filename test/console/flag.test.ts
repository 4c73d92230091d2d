import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible } from './support/accessibility.ts';
import { useConsoleSystem } from './support/console-system.ts';

describe('the page of a flag', () => {
  const system = useConsoleSystem();
  const pathOf = (flagKey: string, search = '') =>
    `/projects/${system().projectId}/flags/${flagKey}${search}`;
  const open = (flagKey: string, search = '') => system().open(system().admin, pathOf(flagKey, search));
  const configurationOf = async (flagKey: string) => {
    const { api } = system();
    return (await api.call('GET', `/api${pathOf(flagKey)}/environments/staging`)).body;
  };

  beforeAll(async () => {
    const { api, projectId } = system();
    for (const key of ['switched', 'ruled', 'shared-edit', 'moved', 'tried', 'refused']) {
      await api.createFlag(projectId, { key });
    }
    await api.createSegment(projectId, { key: 'staff', included: ['u-1'] });
    await api.createFlag(projectId, {
      key: 'layout',
      type: 'json',
      variations: [{ key: 'wide', value: { columns: 3 } }],
      defaultValue: { columns: 1 },
    });
  });

  it('switches a flag on, after a dialog that says what changes', async () => {
    const page = await open('switched');
    await page.getByRole('switch', { name: 'The flag is on in staging' }).press('Space');
    await save(page);
    expect(await configurationOf('switched')).toMatchObject({ enabled: true });
    await expectAccessible(page);
  });

  it('adds a rule for 10 % of premium users, by keyboard alone', async () => {
    const page = await open('ruled');
    await page.getByRole('button', { name: 'Add a rule', exact: true }).press('Enter');
    await page.locator('input[aria-label="Attribute"]').focus();
    await page.keyboard.type('plan');
    await page.locator('input[aria-label="Values"]').focus();
    await page.keyboard.type('premium');
    await page.keyboard.press('Enter');
    await page.getByRole('listitem', { name: 'Rule 1' }).getByRole('combobox', { name: 'Serve' }).focus();
    await page.keyboard.type('Percentage');
    const share = page.getByLabel('Share of on in percent');
    await share.focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('10');
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Save…' }).press('Enter');
    await page.getByRole('button', { name: 'Publish now' }).press('Enter');
    await page.getByRole('region', { name: 'Unsaved changes' }).waitFor({ state: 'detached' });
    const { rules } = await configurationOf('ruled');
    expect(rules).toMatchObject([
      {
        conditions: [{ attribute: 'plan', operator: 'in', values: ['premium'] }],
        serve: {
          rollout: {
            variations: [
              { variation: 'on', weight: 10_000 },
              { variation: 'off', weight: 90_000 },
            ],
          },
        },
      },
      { conditions: [] },
    ]);
  });

  it('moves a rule by dragging it with the keyboard', async () => {
    const { api, projectId } = system();
    await api.configure(projectId, 'moved', 'staging', {
      rules: ['first', 'second'].map((value, index) => ({
        priority: index + 1,
        conditions: [{ conditionType: 'custom', attribute: 'place', operator: 'in', values: [value] }],
        serve: { variation: 'on' },
      })),
    });
    const page = await open('moved');
    await page.getByRole('button', { name: 'Drag rule 1' }).focus();
    await page.keyboard.press('Space');
    await page.getByText('Rule 1 is over place 1 of 2.').waitFor({ state: 'attached' });
    await page.keyboard.press('ArrowDown');
    await page.getByText('Rule 1 is over place 2 of 2.').waitFor({ state: 'attached' });
    await page.keyboard.press('Space');
    await save(page);
    const { rules } = await configurationOf('moved');
    expect(
      rules.map(({ conditions }: { conditions: { values: string[] }[] }) => conditions[0]?.values),
    ).toEqual([['second'], ['first']]);
  });

  it('keeps edits while somebody else changes the flag, and both are saved', async () => {
    const { api, projectId } = system();
    const page = await open('shared-edit');
    await page.getByRole('switch', { name: 'The flag is on in staging' }).press('Space');
    await api.configure(projectId, 'shared-edit', 'staging', { defaultValue: true });
    await page.getByText('Somebody else has changed this meanwhile').waitFor();
    await save(page);
    expect(await configurationOf('shared-edit')).toMatchObject({ enabled: true, defaultValue: true });
  });

  it('shows what the API refuses at the field that caused it', async () => {
    const { api, projectId } = system();
    await api.call('PATCH', `/api/projects/${projectId}/flags/layout`, {
      jsonSchema: { type: 'object', properties: { columns: { maximum: 4 } } },
    });
    const page = await open('layout', '?tab=variations');
    const field = page.getByRole('textbox', { name: 'Value' });
    await field.click();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('{"columns": 5');
    await page.getByRole('button', { name: 'Save…' }).click();
    await page.getByRole('button', { name: 'Publish now' }).click();
    await page.getByRole('dialog').getByRole('alert').waitFor();
    await page.getByRole('button', { name: 'Back to editing' }).click();
    await page
      .getByRole('group', { name: 'Variation wide' })
      .getByRole('alert')
      .getByText('columns')
      .waitFor();
    await expectAccessible(page);
  });

  it('puts an edit into a change set, and opens it', async () => {
    const page = await open('refused');
    await page.getByRole('switch', { name: 'The flag is on in staging' }).press('Space');
    await page.getByRole('button', { name: 'Save…' }).click();
    await page.getByRole('radio', { name: 'Add to a change set' }).check();
    await page.getByRole('button', { name: 'Add to the change set' }).click();
    await page.waitForURL(/\/change-sets\/[0-9a-f-]{36}$/);
    expect(await configurationOf('refused')).toMatchObject({ enabled: false });
  });

  it('evaluates a context with edits that are not saved, and an edge answers the same once they are', async () => {
    const { api, projectId, edge } = system();
    await api.configure(projectId, 'tried', 'staging', {
      rules: [
        {
          priority: 1,
          conditions: [{ conditionType: 'segment', attribute: '', operator: 'in', values: ['staff'] }],
          serve: { variation: 'on' },
        },
      ],
    });
    const { secret } = await api.createKey(projectId, { kind: 'server', environmentKey: 'staging' });
    const page = await open('tried', '?try=true');
    const answer = page.getByRole('status', { name: 'Answer' });
    await answer.getByText('Reason DISABLED').waitFor();
    await page.getByRole('switch', { name: 'The flag is on in staging' }).press('Space');
    const context = page.getByRole('textbox', { name: 'Context' });
    await context.click();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('{"targetingKey": "u-1"');
    await answer.getByText('Reason TARGETING_MATCH').waitFor();
    await page.getByText('staff: a member').waitFor();
    await expectAccessible(page);
    await save(page);
    await expect
      .poll(async () => {
        const response = await fetch(`${edge.url}/evaluate`, {
          method: 'POST',
          headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
          body: JSON.stringify({ flagKey: 'tried', context: { targetingKey: 'u-1' } }),
        });
        return response.text();
      })
      .toContain('"TARGETING_MATCH"');
  });

  it('shows a viewer everything and lets them change nothing', async () => {
    const viewer = await system().createPerson('Vera Viewer', 'viewer');
    const page = await system().open(viewer, pathOf('ruled'));
    await page.getByRole('heading', { name: /^Rule 1/ }).waitFor();
    await expect
      .poll(() => page.getByRole('switch', { name: 'The flag is on in staging' }).isDisabled(), {
        timeout: 5_000,
      })
      .toBe(true);
    await expect
      .poll(() => page.getByRole('button', { name: 'Add a rule' }).count(), { timeout: 5_000 })
      .toBe(0);
  });

  it.each(['settings', 'uses', 'history', 'evaluations', 'prerequisites'])(
    'has an accessible tab %s',
    async (tab) => {
      const page = await open('ruled', `?tab=${tab}`);
      await page.getByRole('tabpanel').getByRole('heading').first().waitFor();
      await expectAccessible(page);
    },
  );
});

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save…' }).click();
  await page.getByRole('button', { name: 'Publish now' }).click();
  await page.getByRole('region', { name: 'Unsaved changes' }).waitFor({ state: 'detached' });
}
