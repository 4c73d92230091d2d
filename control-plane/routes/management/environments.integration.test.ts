import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { problemOf } from '../../../test/support/api-request.ts';
import {
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';

let plane: TestControlPlane;
let projectId: string;
let environments: `/api/projects/${string}/environments`;
beforeAll(async () => {
  plane = await startTestControlPlane();
});
afterAll(() => plane.stop());
beforeEach(async () => {
  projectId = await createProject(plane.api, ['production']);
  environments = `/api/projects/${projectId}/environments`;
  plane.hints.projects.length = 0;
  plane.hints.environments.length = 0;
});

const document = async (flag: string, environment: string) =>
  (await plane.request('GET', `/api/projects/${projectId}/flags/${flag}/environments/${environment}`)).body;

describe('a new environment', () => {
  it('has a configuration of every flag: the values of the first environment, off, without its rules', async () => {
    const flags = `/api/projects/${projectId}/flags` as const;
    await plane.request('POST', flags, { key: 'switch', type: 'boolean' });
    const colours = {
      variations: [
        { key: 'red', value: 'f00' },
        { key: 'blue', value: '00f' },
      ],
      defaultValue: 'f00',
    };
    await plane.request('POST', flags, { key: 'colour', type: 'string', ...colours });
    await plane.request('POST', flags, { key: 'gone', type: 'boolean' });
    await plane.request('DELETE', `${flags}/gone`);
    await plane.request('PATCH', `${flags}/colour/environments/production`, {
      enabled: true,
      defaultValue: '00f',
      rules: [{ priority: 1, conditions: [], serve: { variation: 'blue' } }],
    });
    const created = await plane.request('POST', environments, { key: 'qa', name: 'QA', sortOrder: 5 });
    expect(created).toMatchObject({ status: 201, body: { key: 'qa', version: 1, privateAttributes: [] } });
    expect(plane.hints.projects).toEqual([projectId]);
    const production = await document('colour', 'production');
    expect(await document('colour', 'qa')).toEqual({
      enabled: false,
      defaultValue: '00f',
      variations: production.variations,
      prerequisites: [],
      rules: [],
      version: 1,
    });
    expect(await document('switch', 'qa')).toMatchObject({
      enabled: false,
      defaultValue: false,
      rules: [{ conditions: [], serve: { variation: 'on' } }],
    });
    expect((await plane.sendRaw('GET', `${flags}/gone/environments/qa`)).status).toBe(404);
  });

  it('gets the flags also after the last environment was deleted', async () => {
    await plane.request('POST', `/api/projects/${projectId}/flags`, { key: 'switch', type: 'boolean' });
    expect((await plane.request('DELETE', `${environments}/production`)).status).toBe(204);
    await plane.request('POST', environments, { key: 'production', name: 'Production again' });
    expect(await document('switch', 'production')).toMatchObject({
      enabled: false,
      variations: [{ key: 'on' }, { key: 'off' }],
    });
  });

  it('cannot have the key of another environment', async () => {
    expect(await plane.sendRaw('POST', environments, { key: 'production', name: 'P' })).toMatchObject({
      status: 409,
      body: { code: 'CONFLICT' },
    });
  });
});

describe('a change of an environment', () => {
  it('sends a hint about keys, unless nothing changed', async () => {
    const patch = { name: 'Live', sortOrder: -1, privateAttributes: ['email', 'address.street'] };
    const { status, body } = await plane.request('PATCH', `${environments}/production`, patch);
    expect(status).toBe(200);
    expect(body).toMatchObject(patch);
    await plane.request('PATCH', `${environments}/production`, patch);
    expect(plane.hints.projects).toEqual([projectId]);
    expect(body.version).toBe(1);
  });
});

describe('the origins of an environment', () => {
  it('are any origin by default, and changes send a hint about keys', async () => {
    const { body } = await plane.request('GET', `${environments}/production`);
    expect(body.allowedOrigins).toEqual(['*']);
    const allowedOrigins = ['https://app.example.com', 'https://*.example.org', 'http://localhost:5173'];
    const patched = await plane.request('PATCH', `${environments}/production`, { allowedOrigins });
    expect(patched).toMatchObject({ status: 200, body: { allowedOrigins, privateAttributes: [] } });
    expect(plane.hints.projects).toEqual([projectId]);
    const created = await plane.request('POST', environments, {
      key: 'closed',
      name: 'C',
      allowedOrigins: [],
    });
    expect(created).toMatchObject({ status: 201, body: { allowedOrigins: [] } });
  });

  it('are refused if no browser sends them in this form, with the path and a correct example', async () => {
    for (const origin of ['https://app.example.com/', 'app.example.com', 'https://App.example.com', 'null']) {
      const allowedOrigins = ['https://fine.example.com', origin];
      const answer = await plane.sendRaw('PATCH', `${environments}/production`, { allowedOrigins });
      expect(answer.status).toBe(400);
      const problem = problemOf(answer);
      expect(JSON.stringify(problem.errors)).toContain('allowedOrigins');
      expect(JSON.stringify(problem.errors)).toContain('https://app.example.com');
    }
  });
});

describe('a deleted environment', () => {
  it('is not found, its keys are revoked, and hints about flags and keys are sent', async () => {
    const { body } = await plane.request('GET', `${environments}/production`);
    const key = await plane.request('POST', `/api/projects/${projectId}/keys`, {
      kind: 'server',
      name: 'k',
      environmentKeys: ['production'],
    });
    plane.hints.projects.length = 0;
    expect((await plane.request('DELETE', `${environments}/production`)).status).toBe(204);
    expect((await plane.sendRaw('GET', `${environments}/production`)).status).toBe(404);
    expect((await plane.sendRaw('DELETE', `${environments}/production`)).status).toBe(404);
    const revoked = await plane.request('GET', `/api/projects/${projectId}/keys/${key.body.id}`);
    expect(revoked.body.revokedAt).not.toBeNull();
    expect(plane.hints).toEqual({ environments: [body.id], projects: [projectId] });
  });
});

describe('a project', () => {
  it('can be renamed, and deleted with its environments', async () => {
    const path = `/api/projects/${projectId}` as const;
    expect((await plane.request('PATCH', path, { name: 'Store' })).body).toMatchObject({
      name: 'Store',
      description: '',
    });
    expect((await plane.request('DELETE', path)).status).toBe(204);
    for (const gone of [
      path,
      environments,
      `${path}/flags`,
      `${path}/segments`,
      `${path}/keys`,
      `${path}/audit`,
    ]) {
      expect((await plane.sendRaw('GET', gone)).status, gone).toBe(404);
    }
    expect(plane.hints.projects).toEqual([projectId]);
    expect(plane.hints.environments).toHaveLength(1);
  });

  it('is listed in pages', async () => {
    await createProject(plane.api, []);
    const first = await plane.request('GET', '/api/projects?limit=1');
    const second = await plane.request('GET', `/api/projects?limit=1&after=${first.body.next}`);
    expect(first.body.items).toHaveLength(1);
    expect(second.body.items[0]?.id).not.toBe(first.body.items[0]?.id);
  });
});
