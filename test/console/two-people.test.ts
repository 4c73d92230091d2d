import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TestPerson, useConsoleSystem } from './support/console-system.ts';

/** What another person does must show within this time, in milliseconds. */
const SOON_MS = 1_000;
/** One of so many must be in time: a busy machine delays some, a page that asks from time to time delays nearly all. */
const ATTEMPTS = 6;
/** A page reads so much after a change. The time that such requests take on a busy machine does not count. */
const READS = 3;

describe('two people', () => {
  const system = useConsoleSystem();
  let editor: TestPerson;
  const flagsPath = () => `/projects/${system().projectId}/flags`;
  const flagPath = (key: string) => `${flagsPath()}/${key}?environment=staging`;
  const configurationOf = async (key: string) =>
    (await system().api.call('GET', `/api${flagsPath()}/${key}/environments/staging`)).body;
  const switchOf = (page: Page, key: string) => page.getByRole('switch', { name: `${key} in staging` });
  const flagSwitch = (page: Page) => page.getByRole('switch', { name: 'The flag is on in staging' });
  const ruleFor = (...values: string[]) => ({
    priority: 1,
    conditions: [{ conditionType: 'custom' as const, attribute: 'plan', operator: 'in' as const, values }],
    serve: { variation: 'on' },
  });

  beforeAll(async () => {
    const { api, projectId, createPerson } = system();
    editor = await createPerson('Edda Editor', 'editor');
    for (const key of ['listed', 'opened', 'conflict', 'blind', 'healed']) {
      await api.createFlag(projectId, { key });
    }
    for (const key of ['conflict', 'blind']) {
      await api.configure(projectId, key, 'staging', { rules: [ruleFor('basic')] });
    }
  });

  it('the list of flags shows what the API changes, without a reload', async () => {
    const page = await system().open(editor, flagsPath());
    await switchOf(page, 'listed').waitFor();
    await expectSoon(page, (enabled) => configure('listed', { enabled }), switchOf(page, 'listed'));
  });

  it('the list of flags shows what another browser changes, and a flag that is new', async () => {
    const [mine, theirs] = await Promise.all([
      system().open(editor, flagsPath()),
      system().open(system().admin, flagsPath()),
    ]);
    await Promise.all([mine, theirs].map((page) => switchOf(page, 'listed').waitFor()));
    await expectSoon(mine, () => switchOf(theirs, 'listed').press('Space'), switchOf(mine, 'listed'));
    await system().api.createFlag(system().projectId, { key: 'brand-new' });
    await mine.getByRole('link', { name: 'brand-new', exact: true }).waitFor({ timeout: 5_000 });
  });

  it('the page of a flag shows what the API changes, without a reload', async () => {
    const page = await system().open(editor, flagPath('opened'));
    await flagSwitch(page).waitFor();
    await expectSoon(page, (enabled) => configure('opened', { enabled }), flagSwitch(page));
  });

  it.each([
    ['mine', 'Keep mine where both changed', []],
    ['theirs', 'Take theirs where both changed', [['premium']]],
  ])(
    'two changes of one rule: nothing is saved before somebody decides, here for %s',
    async (_, choice, values) => {
      await configure('conflict', { rules: [ruleFor('basic')] });
      const page = await system().open(editor, flagPath('conflict'));
      await page.getByRole('button', { name: 'Remove rule 1' }).click();
      // Another edit, which no decision about the rule touches.
      if (!(await flagSwitch(page).isChecked())) await flagSwitch(page).press('Space');
      const { rules } = await configurationOf('conflict');
      await configure('conflict', { enabled: false, rules: [{ ...ruleFor('premium'), id: rules[0].id }] });
      await page.getByText('Somebody else has changed the same').waitFor();
      await expect
        .poll(() => page.getByRole('button', { name: 'Save…' }).isDisabled(), { timeout: 5_000 })
        .toBe(true);
      await page.getByRole('button', { name: choice }).click();
      const isLeft = await page.getByRole('region', { name: 'Unsaved changes' }).isVisible();
      if (isLeft) await save(page);
      expect((await configurationOf('conflict')).rules.map(valuesOf)).toEqual(values);
    },
  );

  it('a save of what was read before another change is refused, and offers that change', async () => {
    const page = await system().open(editor, flagPath('blind'));
    // As on a bad line: the page learns of no change.
    await page.route('**/changes', (route) => route.abort());
    await page.reload();
    await flagSwitch(page).press('Space');
    await configure('blind', { rules: [ruleFor('premium')] });
    await page.getByRole('button', { name: 'Save…' }).click();
    await page.getByRole('button', { name: 'Publish now' }).click();
    await page.getByRole('alert').getByText('Somebody else has changed the flag meanwhile').waitFor();
    expect(await configurationOf('blind')).toMatchObject({ enabled: false });
    await page.getByRole('button', { name: 'Publish now' }).click();
    await page.getByRole('region', { name: 'Unsaved changes' }).waitFor({ state: 'detached' });
    const { enabled, rules } = await configurationOf('blind');
    expect({ enabled, values: rules.map(valuesOf) }).toEqual({ enabled: true, values: [['premium']] });
  });

  it('says that the connection is lost when the control plane is gone, and heals', async () => {
    const page = await system().open(editor, flagsPath());
    await switchOf(page, 'healed').waitFor();
    await markPage(page);
    const { process } = system().controlPlane;
    await process.kill();
    await page.getByRole('status').getByText('The connection is lost').waitFor();
    expect(await switchOf(page, 'healed').isVisible()).toBe(true);
    await process.start();
    await configure('healed', { enabled: true });
    await page.getByText('The connection is lost').waitFor({ state: 'detached' });
    await expect.poll(() => switchOf(page, 'healed').isChecked(), { timeout: 10_000 }).toBe(true);
    expect(await isMarked(page)).toBe(true);
  });

  it('leads to the sign-in page when an admin ends the session', async () => {
    const page = await system().open(editor, flagsPath());
    await switchOf(page, 'healed').waitFor();
    const ended = await system().api.call('DELETE', `/api/users/${editor.id}/sessions`);
    expect(ended.status).toBe(204);
    await page.waitForURL(`${system().url}/sign-in?to=${encodeURIComponent(flagsPath())}`, {
      timeout: 15_000,
    });
    await expect.poll(() => page.getByText('healed').count(), { timeout: 10_000 }).toBe(0);
  });

  const configure = (key: string, patch: object) =>
    system().api.configure(system().projectId, key, 'staging', patch);

  /** Expects that the switch follows each change, and that the page is not loaded anew for it. */
  async function expectSoon(
    page: Page,
    change: (enabled: boolean) => Promise<void>,
    shown: ReturnType<typeof switchOf>,
  ): Promise<void> {
    await markPage(page);
    const times: number[] = [];
    for (let attempt = 0; attempt < ATTEMPTS && Math.min(...times) >= SOON_MS; attempt += 1) {
      const enabled = !(await shown.isChecked());
      const busy = await timeOf(() => page.evaluate(`fetch('/api/session').then((answer) => answer.text())`));
      await change(enabled);
      const start = performance.now();
      await expect.poll(() => shown.isChecked(), { interval: 20, timeout: 10_000 }).toBe(enabled);
      times.push(performance.now() - start - READS * busy);
    }
    expect(Math.min(...times)).toBeLessThan(SOON_MS);
    expect(await isMarked(page)).toBe(true);
  }
});

async function timeOf(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}

/** A page that is loaded anew has lost the mark. */
const markPage = (page: Page) => page.evaluate('globalThis.isSamePage = true');
const isMarked = (page: Page) => page.evaluate<boolean>('globalThis.isSamePage === true');

const valuesOf = ({ conditions }: { readonly conditions: readonly { readonly values: unknown }[] }) =>
  conditions[0]?.values;

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save…' }).click();
  await page.getByRole('button', { name: 'Publish now' }).click();
  await page.getByRole('region', { name: 'Unsaved changes' }).waitFor({ state: 'detached' });
}
