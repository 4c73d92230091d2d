import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';
import { openStream, type SseClient } from '../../../test/support/sse-client.ts';

let plane: TestControlPlane;
let sql: postgres.Sql;
let project: string;
let key: string;
let flag: string;
let flags = 0;

beforeAll(async () => {
  plane = await startTestControlPlane();
  sql = postgres(plane.database.url, { max: 1 });
  project = await createProject(plane.api, ['production', 'staging']);
  const created = await send('POST', 'keys', { kind: 'server', name: 's', environmentKeys: ['production'] });
  key = created.body.key;
});
afterAll(async () => {
  await sql.end();
  await plane.stop();
});
beforeEach(async () => {
  flags += 1;
  flag = `flag-${flags}`;
  await send('POST', 'flags', { key: flag, name: flag, type: 'boolean' });
});

const send = (method: string, path: string, body?: object) =>
  plane.api(method, `/api/projects/${project}/${path}`, body);
const configure = (body: object, query = '', environment = 'production') =>
  send('PATCH', `flags/${flag}/environments/${environment}${query}`, body);

const condition = (conditionType: string, operator: string, ...values: string[]) => ({
  conditionType,
  attribute: conditionType === 'segment' ? '' : 'version',
  operator,
  values,
});
const serving = (...conditions: object[]) => ({
  enabled: true,
  rules: [{ priority: 1, conditions, serve: { variation: 'on' } }],
});
const NOT_BROKEN = serving(condition('custom', 'semver_neq', '1.2.3'));
const OLD = { 'flags-reader': 'name="old-edge", version="1.0.0", kind="edge", region="eu"' };

const readers = async () => (await send('GET', 'readers')).body.items;

/** Opens a stream of `production`, and waits until it is listed. */
async function connect(headers: Readonly<Record<string, string>>) {
  const stream = await openStream(`${plane.controlPlane.url}/stream`, { key, headers });
  await expect.poll(async () => (await readers()).length, { timeout: 8_000 }).toBe(1);
  return stream;
}

/** Closes a stream, and waits until its reader is listed no more. */
async function leave(stream: SseClient) {
  stream.close();
  await expect.poll(readers, { timeout: 8_000 }).toEqual([]);
}

/** As if a minute had passed. */
const forgetReaders = () => sql`update stream_readers set left_at = now() - interval '61 s'`;

const refusal = (path: string) => ({
  status: 409,
  body: {
    code: 'CONFLICT',
    errors: [
      {
        path,
        message: 'needs "semver-neq", which readers of "production" lack: old-edge 1.0.0 in eu (1 stream)',
      },
    ],
  },
});

it('lets a flag use what all readers understand, and says in the flag set what is required', async () => {
  const stream = await connect({ 'flags-features': 'later-feature, semver-neq' });
  const [reader] = await readers();
  expect(reader).toMatchObject({ features: ['later-feature', 'semver-neq'], lacks: [] });
  expect((await configure(NOT_BROKEN)).status).toBe(200);
  const set = await send('GET', 'environments/production/flag-set');
  const sent = set.body.flags.find((each: { key: string }) => each.key === flag);
  expect(sent.requires).toEqual(['semver-neq']);
  const { data } = await stream.until('a delta', ({ data }) => data.includes('semver_neq'));
  expect(data).toContain('"requires":["semver-neq"]');
  await leave(stream);
  await forgetReaders();
}, 30_000);

it('refuses what a connected reader lacks, and names the reader; the request may allow it', async () => {
  const stream = await connect(OLD);
  expect(await readers()).toMatchObject([{ features: [], lacks: ['semver-neq'] }]);

  // Not yet: off, in another environment, or understood.
  expect((await configure({ ...NOT_BROKEN, enabled: false })).status).toBe(200);
  expect((await configure(NOT_BROKEN, '', 'staging')).status).toBe(200);
  const path = `flags/${flag}/environments/production`;
  expect(await configure({ enabled: true })).toMatchObject(refusal(path));
  expect(await configure({ enabled: true }, '?allowUnsupported=false')).toMatchObject(refusal(path));
  expect(await configure({ enabled: true }, '?allowUnsupported=yes')).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'allowUnsupported' }] },
  });

  expect((await configure({ enabled: true }, '?allowUnsupported=true')).status).toBe(200);
  const audit = await send('GET', `audit?resourceType=project`);
  expect(audit.body.items[0]).toMatchObject({ action: 'update', newValue: { allowUnsupported: [{ path }] } });
  // A flag that needs the feature already may be changed and switched off.
  expect((await configure({ rules: serving(condition('custom', 'semver_neq', '2.0.0')).rules })).status).toBe(
    200,
  );
  expect((await configure({ enabled: false })).status).toBe(200);
  expect(await configure({ enabled: true })).toMatchObject(refusal(path));

  // A reader that has just left counts.
  await leave(stream);
  expect(await configure({ enabled: true })).toMatchObject(refusal(path));
  await forgetReaders();
  expect((await configure({ enabled: true })).status).toBe(200);
}, 30_000);

it('follows segments, restored flags and drafts', async () => {
  const rules = [{ conditions: NOT_BROKEN.rules[0]?.conditions }];
  await send('POST', 'segments', { key: 'healthy', name: 'healthy', rules });
  const inHealthy = [{ conditions: [condition('segment', 'in', 'healthy')] }];
  await send('POST', 'segments', { key: 'outer', name: 'outer', rules: inHealthy });
  await send('POST', 'segments', { key: 'plain', name: 'plain' });
  await configure(NOT_BROKEN);
  await send('POST', `flags/${flag}/archive`);
  await send('POST', 'flags', { key: 'by-segment', name: 'by-segment', type: 'boolean' });
  const stream = await connect(OLD);

  expect(await send('POST', `flags/${flag}/restore`)).toMatchObject(
    refusal(`flags/${flag}/environments/production`),
  );
  expect(await send('PATCH', 'segments/plain', { rules })).toMatchObject(refusal('segments/plain'));
  const bySegment = (segment: string) =>
    send('PATCH', 'flags/by-segment/environments/production', serving(condition('segment', 'in', segment)));
  expect((await bySegment('plain')).status).toBe(200);
  const named = refusal('flags/by-segment/environments/production');
  expect(await bySegment('healthy')).toMatchObject(named);
  expect(await bySegment('outer')).toMatchObject(named);

  const draft = await send('POST', 'change-sets', { name: 'Use it' });
  await send('POST', `change-sets/${draft.body.id}/operations`, {
    operations: [
      {
        kind: 'configuration.update',
        flagKey: 'by-segment',
        environmentKey: 'production',
        patch: serving(condition('segment', 'in', 'outer')),
      },
    ],
  });
  const apply = `change-sets/${draft.body.id}/apply`;
  expect(await send('POST', apply)).toMatchObject(named);
  expect((await send('POST', `${apply}?allowUnsupported=true`)).status).toBe(200);
  stream.close();
}, 30_000);

it('is shown before it is applied, in problems and previews, and a schedule may allow it', async () => {
  const stream = await connect(OLD);
  const operations = [
    { kind: 'configuration.update', flagKey: flag, environmentKey: 'production', patch: NOT_BROKEN },
  ];
  const draft = async () =>
    `change-sets/${(await send('POST', 'change-sets', { name: 'Release', operations })).body.id}`;
  const path = await draft();
  const [fault] = refusal(`flags/${flag}/environments/production`).body.errors;
  const shown = { unsupported: [fault], unsupportedTotal: 1 };
  expect((await send('GET', `${path}/problems`)).body).toMatchObject({ problems: [], ...shown });
  const preview = await send('POST', `${path}/preview`, { environmentKey: 'production' });
  expect(preview.body).toMatchObject(shown);
  expect((await send('POST', `${path}/apply`)).status).toBe(409);

  const applyAt = new Date().toISOString();
  const ended = async (draftPath: string) => {
    const { body } = await send('GET', draftPath);
    return body.state === 'applied' ? 'applied' : (body.scheduleError ?? 'waits');
  };
  expect((await send('PUT', `${path}/schedule`, { applyAt })).body.allowUnsupported).toBe(false);
  await expect.poll(() => ended(path), { timeout: 5_000 }).toMatch(/lack a protocol feature/);
  const allowed = await send('PUT', `${path}/schedule`, { applyAt, allowUnsupported: true });
  expect(allowed.body.allowUnsupported).toBe(true);
  await expect.poll(() => ended(path), { timeout: 5_000 }).toBe('applied');

  // An edit ends the schedule, and what it allowed.
  const edited = await draft();
  const later = new Date(Date.now() + 600_000).toISOString();
  await send('PUT', `${edited}/schedule`, { applyAt: later, allowUnsupported: true });
  const { body } = await send('PATCH', edited, { name: 'Other' });
  expect(body).toMatchObject({ applyAt: null, allowUnsupported: false });
  await leave(stream);
  await forgetReaders();
}, 30_000);
