import { beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { expectAccessible } from './support/accessibility.ts';
import { useConsoleSystem } from './support/console-system.ts';

describe('connecting an application', () => {
  const system = useConsoleSystem();
  const open = () => system().open(system().admin, `/projects/${system().projectId}/connect`);

  beforeAll(async () => {
    const { api, projectId } = system();
    await api.createFlag(projectId, { key: 'first-flag' });
  });

  it('leads from an empty project to its first flag', async () => {
    const { body: project } = await system().api.call('POST', '/api/projects', { name: 'Empty' });
    await system().api.createEnvironment(project.id, 'production');
    const page = await system().open(system().admin, `/projects/${project.id}/connect`);
    await page.getByRole('link', { name: 'Make a flag' }).click();
    await page.getByText('No flags yet').waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Connect an application' }).last().click();
    await page.getByText('First make a flag').waitFor();
  });

  it('fills a fresh key into code that works, and shows when its evaluation arrives', async () => {
    const page = await open();
    await page.getByText('Waiting for an evaluation of first-flag in staging').waitFor();
    await page.getByLabel('Address of the edge').fill(system().edge.url);
    await page.getByRole('button', { name: 'Create a fresh key for staging' }).click();
    await page.getByText('Copy the key now').waitFor();
    const code = await page.getByRole('region', { name: 'Code for curl' }).textContent();
    const [, key = ''] = /Bearer (sf_srv_[\w-]+)/.exec(code ?? '') ?? [];
    await eventually('the edge knows the key', async () => {
      const answer = await fetch(`${system().edge.url}/ofrep/v1/evaluate/flags/first-flag`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: '{"context": {"targetingKey": "u-1"}}',
      });
      return answer.status === 200;
    });
    await page.getByText('It works').waitFor({ timeout: 30_000 });
    await expectAccessible(page);
  });

  it('has the same key and address in every language, by keyboard alone', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Create a fresh key for staging' }).press('Enter');
    await page.getByText('Copy the key now').waitFor();
    await page.getByRole('tab', { name: 'curl' }).focus();
    for (const language of ['JavaScript, server', 'Go', 'Java', 'Python', '.NET']) {
      await page.keyboard.press('ArrowRight');
      const code = page.getByRole('region', { name: `Code for ${language}` });
      await code.waitFor();
      expect(await code.textContent()).toMatch(/sf_srv_[\w-]{20}/);
      expect(await code.textContent()).toContain('http://127.0.0.1:8310');
    }
  });

  it('says what a browser needs', async () => {
    const { api, projectId } = system();
    const environment = `/api/projects/${projectId}/environments/staging`;
    await api.call('PATCH', environment, { allowedOrigins: [] });
    const page = await open();
    await page.getByText('Browser or app').click();
    await page.getByText('This flag is not client-side').waitFor();
    await page.getByText('staging refuses all browsers').waitFor();
    await expectAccessible(page);
  });
});
