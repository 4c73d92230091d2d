import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  ADMIN_TOKEN,
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../test/support/control-plane/test-control-plane.ts';

let plane: TestControlPlane;
let folder: string;
let projectId: string;
beforeAll(async () => {
  plane = await startTestControlPlane();
  folder = mkdtempSync(join(tmpdir(), 'project-'));
});
beforeEach(async () => {
  projectId = await createProject(plane.api);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await plane.stop();
});

const FILE = `
version: 1
segments:
  beta: {included: [u-1]}
flags:
  checkout:
    type: boolean
    environments:
      production:
        enabled: true
        defaultValue: false
        variations: [{key: on, value: true}, {key: off, value: false}]
        rules:
          - priority: 1
            conditions: [{conditionType: segment, operator: in, values: [beta]}]
            serve: {variation: on}
`;

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `npm run project` with these arguments; `yaml` becomes the file of the command. */
function project(
  command: string,
  yaml?: string,
  args: readonly string[] = [],
  token = ADMIN_TOKEN,
): Promise<Ended> {
  const file = join(folder, 'shop.yaml');
  if (yaml !== undefined) writeFileSync(file, yaml);
  const given = [command, ...(yaml === undefined ? [] : [file]), '--project', projectId, ...args];
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    CONTROL_PLANE_URL: plane.controlPlane.url,
    API_TOKEN: token,
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', 'bin/project/main.ts', ...given],
      { env },
      (error, out, err) => {
        resolve({ code: error === null ? 0 : Number(error.code), out, err });
      },
    );
  });
}

it('plans, applies, and then has nothing to do; what it exports is the same file', async () => {
  const planned = await project('plan', FILE);
  expect(planned).toMatchObject({ code: 3, err: '' });
  expect(planned.out).toContain('flag "checkout": created, of type boolean');
  expect(await project('apply', FILE)).toMatchObject({ code: 0, err: '' });
  expect(await project('plan', FILE)).toEqual({ code: 0, out: 'Nothing to change.\n', err: '' });
  expect(await project('apply', FILE)).toEqual({ code: 0, out: 'Nothing to change.\n', err: '' });
  const { body } = await plane.request('GET', `/api/projects/${projectId}/change-sets?state=applied`);
  expect(body.items[0]).toMatchObject({ name: 'shop.yaml', state: 'applied' });
  const exported = await project('export');
  expect(exported.code).toBe(0);
  const [, schemaUrl = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(exported.out) ?? [];
  const schema = await (await fetch(schemaUrl)).text();
  const isValid = new Ajv2020({ strict: false }).compile(JSON.parse(schema));
  expect(isValid(parse(exported.out)), JSON.stringify(isValid.errors)).toBe(true);
  expect(await project('plan', exported.out, ['--prune'])).toMatchObject({ code: 0 });
});

it('ends in review where the readers are protected', async () => {
  await plane.request('POST', `/api/projects/${projectId}/flags`, { key: 'checkout', type: 'boolean' });
  await plane.request('PUT', `/api/projects/${projectId}/environments/production/protection`, {
    approvals: 1,
    approverRole: 'admin',
    approverIds: [],
    maySwitchOff: false,
  });
  const ended = await project('apply', FILE);
  expect(ended, ended.err).toMatchObject({ code: 5 });
  const { body } = await plane.request('GET', `/api/projects/${projectId}/change-sets?state=in_review`);
  expect(body.items).not.toEqual([]);
});

it('compares two environments, and promotes the flags of one to the other', async () => {
  const path = `/api/projects/${projectId}` as const;
  await plane.request('POST', `${path}/environments`, { key: 'staging', name: 'Staging' });
  for (const [key, tags] of [
    ['checkout', ['release']],
    ['banner', []],
  ] as const) {
    await plane.request('POST', `${path}/flags`, { key, type: 'boolean', tags });
    await plane.request('PATCH', `${path}/flags/${key}/environments/staging`, {
      enabled: true,
      defaultValue: null,
    });
  }
  const both = ['--from', 'staging', '--to', 'production'];
  const enabledIn = async (key: string) =>
    (await plane.request('GET', `${path}/flags/${key}/environments/production`)).body.enabled;

  const compared = await project('compare', undefined, both);
  expect(compared, compared.err).toMatchObject({ code: 3, err: '' });
  expect(compared.out).toContain('flag "checkout" in production: turned on\n');
  expect(compared.out).toContain('flag "banner" in production: turned on\n');
  const named = await project('compare', undefined, [
    ...both,
    '--flags',
    'banner,checkout',
    '--tags',
    'release',
  ]);
  expect(named.out).not.toContain('banner');

  const promoted = await project('promote', undefined, [...both, '--tags', 'release', '--parts', 'enabled']);
  expect(promoted, promoted.err).toMatchObject({ code: 0, err: '' });
  expect(promoted.out).toMatch(
    /^flag "checkout" in production: turned on\nApplied as entry \d+ of the history.\n$/,
  );
  expect([await enabledIn('checkout'), await enabledIn('banner')]).toEqual([true, false]);

  await plane.request('PUT', `${path}/environments/production/protection`, { approvals: 1 });
  const inReview = await project('promote', undefined, both);
  expect(inReview, inReview.err).toMatchObject({ code: 5, err: '' });
  expect(await enabledIn('banner')).toBe(false);
  const same = await project('promote', undefined, ['--from', 'staging', '--to', 'staging']);
  expect(same, same.out).toMatchObject({ code: 1 });
});

it('says what a promotion lacks in the target, and leaves no draft of it', async () => {
  const path = `/api/projects/${projectId}` as const;
  await plane.request('POST', `${path}/environments`, { key: 'staging', name: 'Staging' });
  for (const key of ['needed', 'checkout'])
    await plane.request('POST', `${path}/flags`, { key, type: 'boolean' });
  const variations = [
    { key: 'on', value: true },
    { key: 'off', value: false },
    { key: 'also-on', value: true },
  ];
  await plane.request('PATCH', `${path}/flags/needed/environments/staging`, { variations });
  await plane.request('PATCH', `${path}/flags/checkout/environments/staging`, {
    prerequisites: [{ flagKey: 'needed', variations: ['also-on'] }],
  });
  const both = ['--from', 'staging', '--to', 'production'];
  const ended = await project('promote', undefined, [...both, '--flags', 'checkout']);
  expect(ended, ended.err).toMatchObject({ code: 4, err: '' });
  expect(ended.out).toContain('also-on');
  expect((await plane.request('GET', `${path}/change-sets?state=draft`)).body.items).toEqual([]);
  expect(await project('promote', undefined, [...both, '--parts', 'colour'])).toMatchObject({ code: 2 });
  expect(await project('compare', undefined, ['--from', 'staging'])).toMatchObject({ code: 2 });
});

it('says what is wrong with the file, with the arguments, and with the token', async () => {
  const invalid = await project('plan', 'version: 1\nflags: {a: {type: text}}\n');
  expect(invalid).toMatchObject({ code: 1 });
  expect(invalid.err).toContain('flags.a.type');
  expect((await project('plan', 'version: [')).err).toContain('not YAML');
  const impossible = await project('plan', FILE.replace('values: [beta]', 'values: [gamma]'));
  expect(impossible).toMatchObject({ code: 4 });
  expect(impossible.out).toContain('gamma');
  expect((await project('apply', FILE.replace('values: [beta]', 'values: [gamma]'))).code).toBe(4);
  expect(await project('plan')).toMatchObject({ code: 2 });
  expect(await project('destroy', FILE)).toMatchObject({ code: 2 });
  const refused = await project('plan', FILE, [], `sf_api_${'x'.repeat(40)}`);
  expect(refused.code).toBe(1);
  expect(refused.err).toContain('token');
});
