import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createManagementApi } from '../support/management-api.ts';
import { type TestPerson, useConsoleSystem } from './support/console-system.ts';

/** What a person may do, as docs/security.md and the API say. */
interface Expected {
  readonly name: string;
  /** Environments in which the person may switch flags. */
  readonly switches: readonly string[];
  readonly createsFlags: boolean;
  /** Keys, environments, webhooks and roles of the project, and people. */
  readonly manages: boolean;
}

const CASES: readonly Expected[] = [
  { name: 'Vera Viewer', switches: [], createsFlags: false, manages: false },
  { name: 'Edda Editor', switches: ['staging', 'production'], createsFlags: true, manages: false },
  { name: 'Ada Admin', switches: ['staging', 'production'], createsFlags: true, manages: true },
  { name: 'Stella Staging', switches: ['staging'], createsFlags: false, manages: false },
];
const ENVIRONMENTS = ['staging', 'production'];

describe('rights', () => {
  const system = useConsoleSystem();
  const people = new Map<string, TestPerson>();
  const project = (path: string) => `/projects/${system().projectId}${path}`;
  const personOf = (name: string): TestPerson => {
    const person = people.get(name);
    if (person === undefined) throw new Error(`there is no ${name}`);
    return person;
  };
  const statusOf = async (name: string, method: string, path: string, body?: object) => {
    const { sendRaw } = createManagementApi(system().url, personOf(name).token);
    return (await sendRaw(method, path, body)).status;
  };

  beforeAll(async () => {
    const { api, createPerson, projectId } = system();
    await api.createFlag(projectId, { key: 'checkout' });
    await api.createKey(projectId, { kind: 'server', environmentKey: 'staging' });
    const webhook = await api.call('POST', `/api${project('/webhooks')}`, {
      url: 'https://hooks.example.org/flags',
    });
    expect(webhook.status).toBe(201);
    const roles = [
      ['Vera Viewer', 'viewer'],
      ['Edda Editor', 'editor'],
      ['Ada Admin', 'admin'],
      ['Stella Staging', null],
      ['Petra Place', null],
      ['Nora Nobody', null],
    ] as const;
    for (const [name, role] of roles) people.set(name, await createPerson(name, role));
    await grant('Stella Staging', 'editor');
    await grant('Petra Place', 'admin');
  });

  async function grant(name: string, role: string): Promise<void> {
    const path = `/api${project(`/environments/staging/roles/${personOf(name).id}`)}`;
    expect((await system().api.call('PUT', path, { role })).status).toBeLessThan(300);
  }

  describe.each(CASES)('$name', ({ name, switches, createsFlags, manages }) => {
    it('finds the switches and the new flag that the role gives, and the API agrees', async () => {
      const page = await system().open(personOf(name), project('/flags'));
      for (const environment of ENVIRONMENTS) {
        const flagSwitch = page.getByRole('switch', { name: `checkout in ${environment}` });
        await flagSwitch.waitFor();
        const mayPress = switches.includes(environment);
        // The rights arrive after the flags.
        await expect
          .poll(() => flagSwitch.isEnabled(), { message: environment, timeout: 5_000 })
          .toBe(mayPress);
        if (!mayPress)
          await expect
            .poll(() => page.getByTitle(/needs the role editor/).count(), { timeout: 5_000 })
            .toBeGreaterThan(0);
        const path = `/api${project(`/flags/checkout/environments/${environment}`)}`;
        expect(await statusOf(name, 'PATCH', path, { enabled: false })).toBe(mayPress ? 200 : 403);
      }
      await expectCount(page, 'New flag', createsFlags);
      const created = { key: `by-${name.split(' ')[0]?.toLowerCase()}`, name: 'New', type: 'boolean' };
      expect(await statusOf(name, 'POST', `/api${project('/flags')}`, created)).toBe(
        createsFlags ? 201 : 403,
      );
    });

    it('edits a flag in the environments of the role alone', async () => {
      const page = await system().open(
        personOf(name),
        project('/flags/checkout?environment=staging,production'),
      );
      for (const environment of ENVIRONMENTS) {
        const card = page.getByRole('region', { name: environment, exact: true });
        const flagSwitch = card.getByRole('switch', { name: `The flag is on in ${environment}` });
        await flagSwitch.waitFor();
        const mayEdit = switches.includes(environment);
        await expect
          .poll(() => flagSwitch.isEnabled(), { message: environment, timeout: 5_000 })
          .toBe(mayEdit);
        const adding = card.getByRole('button', { name: 'Add a rule' });
        await expect.poll(() => adding.count(), { timeout: 5_000 }).toBe(mayEdit ? 1 : 0);
      }
    });

    it('sees keys, and makes or ends them as an admin only', async () => {
      const page = await system().open(personOf(name), project('/keys'));
      await page.getByRole('table', { name: 'SDK keys' }).waitFor();
      await expectCount(page, 'New key', manages);
      await expectCount(page, /^Actions for /, manages);
      expect(await statusOf(name, 'POST', `/api${project('/keys')}`, {})).toBe(manages ? 400 : 403);
    });

    it('sees the protection of an environment, and changes it as an admin only', async () => {
      const page = await system().open(personOf(name), project('/environments/production'));
      const protection = page.getByRole('region', { name: 'Protection' });
      await protection.getByText('In a protected environment').waitFor();
      if (!manages) await protection.getByText('Not protected.').waitFor();
      await expectCount(page, 'Protect this environment', manages);
      await expectCount(page, 'Delete …', manages);
      await expect
        .poll(() => page.getByRole('textbox', { name: 'Name' }).isEnabled(), { timeout: 5_000 })
        .toBe(manages);
      const path = `/api${project('/environments/production/protection')}`;
      expect(await statusOf(name, 'DELETE', path)).toBe(manages ? 204 : 403);
    });

    it.each([
      ['people', '/people', 'People', 'Add someone'],
      ['webhooks', './webhooks', 'Webhooks', 'New webhook'],
      ['roles', './access', 'Roles', 'Give a role'],
    ])('sees %s as an admin only; others read why', async (_, address, table, button) => {
      const path = address.startsWith('./') ? project(address.slice(1)) : address;
      const page = await system().open(personOf(name), path);
      if (manages)
        await page
          .getByRole('table', { name: table })
          .or(page.getByText('No roles in this'))
          .first()
          .waitFor();
      else {
        const alert = page.getByRole('alert');
        await alert.waitFor();
        expect(await alert.textContent()).toMatch(/role|admin/);
        await expect
          .poll(() => alert.getByRole('button', { name: 'Try again' }).count(), { timeout: 5_000 })
          .toBe(0);
      }
      await expect
        .poll(() => page.getByRole('button', { name: button }).count(), { timeout: 5_000 })
        .toBe(manages ? 1 : 0);
    });
  });

  it('an admin of one environment changes its settings, but neither protects nor deletes it', async () => {
    const page = await system().open(personOf('Petra Place'), project('/environments/staging'));
    await page.getByText('Not protected.').waitFor();
    await expect
      .poll(() => page.getByRole('textbox', { name: 'Name' }).isEnabled(), { timeout: 5_000 })
      .toBe(true);
    await expectCount(page, 'Protect this environment', false);
    await expectCount(page, 'Delete …', false);
    const place = `/api${project('/environments/staging')}`;
    expect(await statusOf('Petra Place', 'PATCH', place, { name: 'staging' })).toBe(200);
    expect(await statusOf('Petra Place', 'PUT', `${place}/protection`, { approvals: 1 })).toBe(403);
    expect(await statusOf('Petra Place', 'DELETE', place)).toBe(403);
  });

  it('somebody without a role sees no project, and is told who can help', async () => {
    const page = await system().open(personOf('Nora Nobody'), '/projects');
    await page.getByText('You have no role in a project. An admin can give you one.').waitFor();
    await expectCount(page, 'New project', false);
    await page.goto(system().url + project('/flags'));
    await page.getByRole('alert').first().waitFor();
    await expect.poll(() => page.getByText('checkout').count(), { timeout: 5_000 }).toBe(0);
    await expectCount(page, 'New flag', false);
    expect(await statusOf('Nora Nobody', 'GET', `/api${project('/flags')}`)).toBe(404);
  });

  it('a role that is taken away is gone at once, also for a page that is open', async () => {
    const { api, createPerson } = system();
    people.set('Gerd Gone', await createPerson('Gerd Gone', 'editor'));
    const page = await system().open(personOf('Gerd Gone'), project('/flags'));
    const flagSwitch = page.getByRole('switch', { name: 'checkout in staging' });
    await flagSwitch.waitFor();
    await api.call('PATCH', `/api/users/${personOf('Gerd Gone').id}`, { role: 'viewer' });
    // The page learns of it when it is read again; until then the API refuses, and the switch goes back.
    await flagSwitch.press('Space');
    await page.getByText('checkout was not switched').waitFor();
    await expect.poll(() => flagSwitch.isChecked(), { timeout: 5_000 }).toBe(false);
    await page.reload();
    await flagSwitch.waitFor();
    await expect.poll(() => flagSwitch.isDisabled(), { timeout: 5_000 }).toBe(true);
  });
});

/** More than the answer about the signed-in person takes. */
const RIGHTS_MS = 500;

/** Expects that there is such a button, or none. Call it when the page has loaded. */
async function expectCount(page: Page, name: string | RegExp, isThere: boolean): Promise<void> {
  const button = page.getByRole('button', { name });
  // The rights arrive after what is shown. What must not be there must not come with them either.
  if (!isThere) await page.waitForTimeout(RIGHTS_MS);
  await expect
    .poll(async () => (await button.count()) > 0, { message: String(name), timeout: 5_000 })
    .toBe(isThere);
}
