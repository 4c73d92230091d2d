import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ManagementApi } from '../support/management-api.ts';
import { ROOT } from '../support/processes.ts';
import { expectAccessible } from './support/accessibility.ts';
import { useConsoleSystem } from './support/console-system.ts';

/** The pages, by their addresses below the project where they begin with a dot, and the heading that each one has. */
const PAGES: readonly (readonly [name: string, path: string, heading: string])[] = [
  ['projects', '/projects', 'Projects'],
  ['flags', './flags', 'Flags'],
  ['flag', './flags/new-checkout', 'new-checkout'],
  ['change-sets', './change-sets', 'Change sets'],
  ['change-set', './change-sets/DRAFT', 'Open the new checkout'],
  ['segments', './segments', 'Segments'],
  ['segment', './segments/beta', 'beta'],
  ['environments', './environments', 'Environments'],
  ['environment', './environments/production', 'production'],
  ['compare', './compare', 'Compare and promote'],
  ['keys', './keys', 'SDK keys'],
  ['edges', './edges', 'Edges'],
  ['webhooks', './webhooks', 'Webhooks'],
  ['access', './access', 'Access'],
  ['audit', './audit', 'Audit log'],
  ['connect', './connect', 'Connect an application'],
  ['people', '/people', 'People'],
  ['installation-audit', '/audit', 'Audit log of the installation'],
  ['account', '/account', 'Your account'],
];

/** The main pages. With CONSOLE_SCREENSHOTS=on they are written to `docs/console/`. */
const SHOWN = [
  'flags',
  'flag',
  'change-sets',
  'change-set',
  'segment',
  'compare',
  'keys',
  'edges',
  'audit',
  'connect',
];
const SCREENSHOTS = process.env.CONSOLE_SCREENSHOTS === 'on' ? join(ROOT, 'docs/console') : undefined;
/** How many pixels are hidden beside the window. */
const HIDDEN_WIDTH = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
const NARROW = { width: 375, height: 812 };
const WIDE = { width: 1280, height: 800 };

describe('every page', () => {
  const system = useConsoleSystem();
  let draft = '';

  beforeAll(async () => {
    const { api, projectId } = system();
    await api.createSegment(projectId, { key: 'beta', included: ['u-1', 'u-2'] });
    await api.createFlag(projectId, { key: 'new-checkout' });
    await api.createFlag(projectId, { key: 'dark-mode' });
    await api.configure(projectId, 'new-checkout', 'staging', { enabled: true });
    await api.call('PUT', `/api/projects/${projectId}/environments/production/protection`, { approvals: 1 });
    draft = await createDraft(api, projectId);
    if (SCREENSHOTS !== undefined) mkdirSync(SCREENSHOTS, { recursive: true });
  });

  const addressOf = (path: string) =>
    path.startsWith('./') ? `/projects/${system().projectId}${path.slice(1).replace('DRAFT', draft)}` : path;

  async function shoot(page: Page, name: string, kind: string): Promise<void> {
    if (SCREENSHOTS === undefined || !SHOWN.includes(name)) return;
    await page.screenshot({ path: join(SCREENSHOTS, `${name}-${kind}.png`), animations: 'disabled' });
  }

  it.each(PAGES)(
    '%s: a title, no violation that axe finds in both themes, nothing cut off at 375 px',
    async (name, path, heading) => {
      const page = await system().open(system().admin, addressOf(path));
      await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
      await page.waitForLoadState('networkidle').catch(() => {});
      await expect.poll(() => page.getByLabel(/^Loading/).count()).toBe(0);
      expect(await page.title()).toBe(`${heading} · Solid Fortnight`);
      await expectAccessible(page);
      await page.emulateMedia({ colorScheme: 'dark' });
      await shoot(page, name, 'dark');
      await page.emulateMedia({ colorScheme: 'light' });
      await shoot(page, name, 'light');
      await page.setViewportSize(NARROW);
      // The frame moves for a moment after the width changes.
      await expect
        .poll(() => page.evaluate<number>(HIDDEN_WIDTH), { message: 'the page scrolls sideways' })
        .toBe(0);
      await shoot(page, name, 'narrow');
      await page.setViewportSize(WIDE);
    },
  );
});

/** A draft that switches a flag on where approvals are needed. */
async function createDraft(api: ManagementApi, projectId: string): Promise<string> {
  const operation = {
    kind: 'configuration.update',
    flagKey: 'new-checkout',
    environmentKey: 'production',
    patch: { enabled: true },
  };
  const draft = await api.call('POST', `/api/projects/${projectId}/change-sets`, {
    name: 'Open the new checkout',
    operations: [operation],
  });
  expect(draft.status, JSON.stringify(draft.body)).toBe(201);
  return draft.body.id;
}
