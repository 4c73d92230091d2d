import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';

let plane: TestControlPlane;
let projectId: string;
let environments: string;
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
  (await plane.api('GET', `/api/projects/${projectId}/flags/${flag}/environments/${environment}`)).body;

describe('a new environment', () => {
  it('has a configuration of every flag: the values of the first environment, off, without its rules', async () => {
    const flags = `/api/projects/${projectId}/flags`;
    await plane.api('POST', flags, { key: 'switch', type: 'boolean' });
    const colours = {
      variations: [
        { key: 'red', value: 'f00' },
        { key: 'blue', value: '00f' },
      ],
      defaultValue: 'f00',
    };
    await plane.api('POST', flags, { key: 'colour', type: 'string', ...colours });
    await plane.api('POST', flags, { key: 'gone', type: 'boolean' });
    await plane.api('DELETE', `${flags}/gone`);
    await plane.api('PATCH', `${flags}/colour/environments/production`, {
      enabled: true,
      defaultValue: '00f',
      rules: [{ priority: 1, conditions: [], serve: { variation: 'blue' } }],
    });
    const created = await plane.api('POST', environments, { key: 'qa', name: 'QA', sortOrder: 5 });
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
    expect((await plane.api('GET', `${flags}/gone/environments/qa`)).status).toBe(404);
  });

  it('gets the flags also after the last environment was deleted', async () => {
    await plane.api('POST', `/api/projects/${projectId}/flags`, { key: 'switch', type: 'boolean' });
    expect((await plane.api('DELETE', `${environments}/production`)).status).toBe(204);
    await plane.api('POST', environments, { key: 'production', name: 'Production again' });
    expect(await document('switch', 'production')).toMatchObject({
      enabled: false,
      variations: [{ key: 'on' }, { key: 'off' }],
    });
  });

  it('cannot have the key of another environment', async () => {
    expect(await plane.api('POST', environments, { key: 'production', name: 'P' })).toMatchObject({
      status: 409,
      body: { code: 'CONFLICT' },
    });
  });
});

describe('a change of an environment', () => {
  it('sends a hint about keys, unless nothing changed', async () => {
    const patch = { name: 'Live', sortOrder: -1, privateAttributes: ['email', 'address.street'] };
    const { status, body } = await plane.api('PATCH', `${environments}/production`, patch);
    expect(status).toBe(200);
    expect(body).toMatchObject(patch);
    await plane.api('PATCH', `${environments}/production`, patch);
    expect(plane.hints.projects).toEqual([projectId]);
    expect(body.version).toBe(1);
  });
});

describe('the origins of an environment', () => {
  it('are any origin by default, and changes send a hint about keys', async () => {
    const { body } = await plane.api('GET', `${environments}/production`);
    expect(body.allowedOrigins).toEqual(['*']);
    const allowedOrigins = ['https://app.example.com', 'https://*.example.org', 'http://localhost:5173'];
    const patched = await plane.api('PATCH', `${environments}/production`, { allowedOrigins });
    expect(patched).toMatchObject({ status: 200, body: { allowedOrigins, privateAttributes: [] } });
    expect(plane.hints.projects).toEqual([projectId]);
    const created = await plane.api('POST', environments, { key: 'closed', name: 'C', allowedOrigins: [] });
    expect(created).toMatchObject({ status: 201, body: { allowedOrigins: [] } });
  });

  it('are refused if no browser sends them in this form, with the path and a correct example', async () => {
    for (const origin of ['https://app.example.com/', 'app.example.com', 'https://App.example.com', 'null']) {
      const allowedOrigins = ['https://fine.example.com', origin];
      const { status, body } = await plane.api('PATCH', `${environments}/production`, { allowedOrigins });
      expect(status).toBe(400);
      expect(JSON.stringify(body.errors)).toContain('allowedOrigins');
      expect(JSON.stringify(body.errors)).toContain('https://app.example.com');
    }
  });
});

describe('a deleted environment', () => {
  it('is not found, its keys are revoked, and hints about flags and keys are sent', async () => {
    const { body } = await plane.api('GET', `${environments}/production`);
    const key = await plane.api('POST', `/api/projects/${projectId}/keys`, {
      kind: 'server',
      name: 'k',
      environmentKeys: ['production'],
    });
    plane.hints.projects.length = 0;
    expect((await plane.api('DELETE', `${environments}/production`)).status).toBe(204);
    expect((await plane.api('GET', `${environments}/production`)).status).toBe(404);
    expect((await plane.api('DELETE', `${environments}/production`)).status).toBe(404);
    const revoked = await plane.api('GET', `/api/projects/${projectId}/keys/${key.body.id}`);
    expect(revoked.body.revokedAt).not.toBeNull();
    expect(plane.hints).toEqual({ environments: [body.id], projects: [projectId] });
  });
});

describe('a project', () => {
  it('can be renamed, and deleted with its environments', async () => {
    const path = `/api/projects/${projectId}`;
    expect((await plane.api('PATCH', path, { name: 'Store' })).body).toMatchObject({
      name: 'Store',
      description: '',
    });
    expect((await plane.api('DELETE', path)).status).toBe(204);
    for (const gone of [
      path,
      environments,
      `${path}/flags`,
      `${path}/segments`,
      `${path}/keys`,
      `${path}/audit`,
    ]) {
      expect((await plane.api('GET', gone)).status, gone).toBe(404);
    }
    expect(plane.hints.projects).toEqual([projectId]);
    expect(plane.hints.environments).toHaveLength(1);
  });

  it('is listed in pages', async () => {
    await createProject(plane.api, []);
    const first = await plane.api('GET', '/api/projects?limit=1');
    const second = await plane.api('GET', `/api/projects?limit=1&after=${first.body.next}`);
    expect(first.body.items).toHaveLength(1);
    expect(second.body.items[0].id).not.toBe(first.body.items[0].id);
  });
});
