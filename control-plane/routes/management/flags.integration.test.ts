import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { problemOf } from '../../../test/support/api-request.ts';
import {
  createProject,
  environmentVersions,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';

let plane: TestControlPlane;
let projectId: string;
let flags: `/api/projects/${string}/flags`;
beforeAll(async () => {
  plane = await startTestControlPlane();
});
afterAll(() => plane.stop());
beforeEach(async () => {
  projectId = await createProject(plane.api, ['staging', 'production']);
  flags = `/api/projects/${projectId}/flags`;
});

const versions = () => environmentVersions(plane.api, projectId);

describe('a new flag', () => {
  it('of type boolean is off and has the variations on and off and a fallthrough to on, in every environment', async () => {
    const created = await plane.request('POST', flags, { key: 'new-checkout', type: 'boolean' });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      key: 'new-checkout',
      name: 'new-checkout',
      clientSide: false,
      archived: false,
      tags: [],
    });
    for (const environment of ['staging', 'production']) {
      const { status, body } = await plane.request(
        'GET',
        `${flags}/new-checkout/environments/${environment}`,
      );
      expect(status).toBe(200);
      expect(body).toEqual({
        enabled: false,
        defaultValue: false,
        variations: [
          { key: 'on', value: true, name: 'On', description: '' },
          { key: 'off', value: false, name: 'Off', description: '' },
        ],
        prerequisites: [],
        rules: [
          {
            id: expect.any(String),
            priority: 1000,
            description: 'Everybody',
            conditions: [],
            serve: { variation: 'on' },
          },
        ],
        version: 2,
      });
    }
    expect(await versions()).toEqual([2, 2]);
  });

  it('of another type requires variations and a default value', async () => {
    const answer = await plane.sendRaw('POST', flags, { key: 'limits', type: 'json' });
    expect(answer.status).toBe(400);
    expect(problemOf(answer).errors?.map((fault) => fault.path)).toEqual(['variations', 'defaultValue']);
    const values = { variations: [{ key: 'small', value: { max: 10 } }], defaultValue: { max: 1 } };
    expect((await plane.request('POST', flags, { key: 'limits', type: 'json', ...values })).status).toBe(201);
  });

  it('accepts only values of its type, and no null as default value', async () => {
    const answer = await plane.sendRaw('POST', flags, {
      key: 'limit',
      type: 'number',
      variations: [
        { key: 'a', value: '1' },
        { key: 'b', value: 2 },
      ],
      defaultValue: null,
    });
    expect(problemOf(answer).errors?.map((fault) => fault.path)).toEqual([
      'defaultValue',
      'variations[0].value',
    ]);
  });

  it('requires an environment', async () => {
    const empty = await createProject(plane.api, []);
    const answer = await plane.sendRaw('POST', `/api/projects/${empty}/flags`, { key: 'a', type: 'boolean' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
  });

  it('cannot have the key of another flag, unless that flag is deleted', async () => {
    await plane.request('POST', flags, { key: 'twice', type: 'boolean' });
    expect((await plane.sendRaw('POST', flags, { key: 'twice', type: 'boolean' })).status).toBe(409);
    await plane.request('DELETE', `${flags}/twice`);
    expect((await plane.sendRaw('GET', `${flags}/twice`)).status).toBe(404);
    expect((await plane.request('POST', flags, { key: 'twice', type: 'boolean' })).status).toBe(201);
  });

  it('cannot have a key that is not URL-safe', async () => {
    for (const key of ['a/b', '..', 'a b', '', 'ä', 'x'.repeat(101)]) {
      const answer = await plane.sendRaw('POST', flags, { key, type: 'boolean' });
      expect(answer, key).toMatchObject({ status: 400, body: { errors: [{ path: 'key' }] } });
    }
  });
});

describe('a change of a flag', () => {
  it('cannot make the owner empty or longer than 200 characters', async () => {
    await plane.request('POST', flags, { key: 'f', type: 'boolean', owner: 'team-a' });
    for (const owner of ['', ' ', 'x'.repeat(201), 7]) {
      const refused = await plane.sendRaw('PATCH', `${flags}/f`, { owner });
      expect(refused, String(owner)).toMatchObject({ status: 400, body: { errors: [{ path: 'owner' }] } });
    }
    expect((await plane.request('GET', `${flags}/f`)).body.owner).toBe('team-a');
  });

  it('takes a version only if readers get a change', async () => {
    await plane.request('POST', flags, { key: 'f', type: 'boolean' });
    const renamed = await plane.request('PATCH', `${flags}/f`, {
      name: 'Fresh',
      tags: ['team-a'],
      owner: 'ada',
      description: 'x',
    });
    expect(renamed.body).toMatchObject({ name: 'Fresh', tags: ['team-a'], owner: 'ada', description: 'x' });
    expect((await plane.request('PATCH', `${flags}/f`, { owner: null })).body).toMatchObject({ owner: null });
    expect(await versions()).toEqual([2, 2]);
    await plane.request('PATCH', `${flags}/f`, { clientSide: true });
    expect(await versions()).toEqual([3, 3]);
    expect((await plane.request('GET', `${flags}/f/environments/staging`)).body.version).toBe(3);
    await plane.request('PATCH', `${flags}/f`, { clientSide: true });
    expect(await versions()).toEqual([3, 3]);
  });

  it('takes a version in every environment if its metadata change', async () => {
    const metadata = { owner: 'checkout', ticket: 4711, temporary: true };
    const created = await plane.request('POST', flags, { key: 'f', type: 'boolean', metadata });
    expect(created).toMatchObject({ status: 201, body: { metadata } });
    expect((await plane.request('PATCH', `${flags}/f`, { metadata })).status).toBe(200);
    expect(await versions()).toEqual([2, 2]);
    const changed = await plane.request('PATCH', `${flags}/f`, { metadata: { owner: 'search' } });
    expect(changed.body.metadata).toEqual({ owner: 'search' });
    expect(await versions()).toEqual([3, 3]);
    expect((await plane.request('GET', `${flags}/f`)).body.metadata).toEqual({ owner: 'search' });
    const { body } = await plane.request('GET', `/api/projects/${projectId}/audit?resourceType=flag`);
    expect(body.items[0]).toMatchObject({ action: 'update' });
    const { body: entry } = await plane.request(
      'GET',
      `/api/projects/${projectId}/audit/${body.items[0]?.id}`,
    );
    expect(entry.oldValue).toHaveProperty('metadata', metadata);
    expect(entry.newValue).toHaveProperty('metadata', { owner: 'search' });
  });

  it.each([
    [{ enabled: true }, 'metadata.enabled'],
    [{ ratio: 0.5 }, 'metadata.ratio'],
    [{ owner: 'x'.repeat(257) }, 'metadata.owner'],
    [{ owner: null }, 'metadata.owner'],
    [Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`n${at}`, at])), 'metadata'],
    ['text', 'metadata'],
  ])('cannot have the metadata %j', async (metadata, path) => {
    const answer = await plane.sendRaw('POST', flags, { key: 'f', type: 'boolean', metadata });
    expect(answer.status).toBe(400);
    expect(problemOf(answer).errors).toMatchObject([{ path }]);
  });

  it('cannot change its key or type', async () => {
    await plane.request('POST', flags, { key: 'f', type: 'boolean' });
    const answer = await plane.sendRaw('PATCH', `${flags}/f`, { key: 'g', type: 'string' });
    expect(problemOf(answer).errors?.map((fault) => fault.path)).toEqual(['key', 'type']);
  });
});

describe('archiving', () => {
  it('takes a version in every environment, makes the configuration read-only, and is undone by restoring', async () => {
    await plane.request('POST', flags, { key: 'f', type: 'boolean' });
    expect((await plane.request('POST', `${flags}/f/archive`)).body.archived).toBe(true);
    expect(await versions()).toEqual([3, 3]);
    expect((await plane.request('POST', `${flags}/f/archive`)).status).toBe(200);
    expect(await versions()).toEqual([3, 3]);
    const frozen = await plane.sendRaw('PATCH', `${flags}/f/environments/staging`, { enabled: true });
    expect(frozen).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
    expect((await plane.request('POST', `${flags}/f/restore`)).body.archived).toBe(false);
    expect(await versions()).toEqual([4, 4]);
    const { body } = await plane.request('GET', `/api/projects/${projectId}/audit?resourceType=flag`);
    expect(body.items.map((entry: { action: string }) => entry.action)).toEqual([
      'restore',
      'archive',
      'create',
    ]);
  });

  it('and deleting are refused while the flag is a prerequisite of another flag', async () => {
    await plane.request('POST', flags, { key: 'base', type: 'boolean' });
    await plane.request('POST', flags, { key: 'top', type: 'boolean' });
    const needs = { prerequisites: [{ flagKey: 'base', variations: ['on'] }] };
    await plane.request('PATCH', `${flags}/top/environments/staging`, needs);
    for (const [method, path] of [
      ['POST', `${flags}/base/archive`],
      ['DELETE', `${flags}/base`],
    ] as const) {
      const answer = await plane.sendRaw(method, path);
      expect(answer).toMatchObject({ status: 409, body: { code: 'IN_USE' } });
      expect(problemOf(answer).detail).toContain('"top" in environment "staging"');
    }
    await plane.request('POST', `${flags}/top/archive`);
    expect((await plane.request('POST', `${flags}/base/archive`)).status).toBe(200);
    expect(await plane.sendRaw('POST', `${flags}/top/restore`)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('"base" in environment "staging"') },
    });
    await plane.request('POST', `${flags}/base/restore`);
    expect((await plane.request('POST', `${flags}/top/restore`)).status).toBe(200);
  });
});

describe('the list of flags', () => {
  it('has pages that contain every flag once', async () => {
    const keys = ['a', 'b', 'c', 'd', 'e'];
    for (const key of keys)
      await plane.request('POST', flags, { key, type: 'boolean', tags: key < 'c' ? ['early'] : [] });
    const seen: string[] = [];
    let after = '';
    for (let page = 0; page < 3; page += 1) {
      const { body } = await plane.request('GET', `${flags}?limit=2${after}`);
      seen.push(...body.items.map((flag: { key: string }) => flag.key));
      after = `&after=${body.next}`;
      if (page === 2) expect(body.next).toBeNull();
    }
    expect(seen).toEqual(keys);
    await plane.request('POST', `${flags}/e/archive`);
    const keysOf = async (query: string) =>
      (await plane.request('GET', `${flags}?${query}`)).body.items.map((flag: { key: string }) => flag.key);
    expect(await keysOf('archived=false')).toEqual(['a', 'b', 'c', 'd']);
    expect(await keysOf('archived=true')).toEqual(['e']);
    expect(await keysOf('tag=early')).toEqual(['a', 'b']);
  });

  it('refuses an unknown query parameter', async () => {
    const answer = await plane.sendRaw('GET', `${flags}?limit=1000&sort=name`);
    expect(answer.status).toBe(400);
    expect(
      problemOf(answer)
        .errors?.map((fault) => fault.path)
        .sort(),
    ).toEqual(['limit', 'sort']);
  });
});
