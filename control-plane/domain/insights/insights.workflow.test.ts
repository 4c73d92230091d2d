import { webcrypto } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvaluationEvent } from '../../../shared/events/evaluation-event.ts';
import { createUuidV7Generator } from '../../../shared/events/uuid-v7.ts';
import {
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';
import { storeEvents } from '../../store/events/event-store.ts';

const HOUR_MS = 3_600_000;
/** The middle of an hour. */
const NOW_MS = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS / 2;
const newId = createUuidV7Generator((bytes) => webcrypto.getRandomValues(bytes));

let plane: TestControlPlane;
let sql: postgres.Sql;
let project: string;
let productionId: string;
beforeAll(async () => {
  plane = await startTestControlPlane();
  sql = postgres(plane.database.url, { max: 1, onnotice: () => {} });
  project = `/api/projects/${await createProject(plane.api, ['staging', 'production'])}`;
  productionId = (await call('GET', '/environments/production')).id;
  for (const key of ['base', 'checkout', 'quiet']) await call('POST', '/flags', { key, type: 'boolean' });
  await sql`update flags set created_at = now() - interval '10 days'`;
});
afterAll(async () => {
  await sql.end();
  await plane.stop();
});

async function call(method: string, path: string, body?: unknown) {
  const answer = await plane.api(method, `${project}${path}`, body);
  expect([200, 201], `${path} ${JSON.stringify(answer.body)}`).toContain(answer.status);
  return answer.body;
}

const hoursAgo = (hours: number) => new Date(NOW_MS - hours * HOUR_MS);
const hourOf = (hours: number) => `${hoursAgo(hours).toISOString().slice(0, 13)}:00:00.000Z`;

function evaluated(hours: number, overrides: Partial<EvaluationEvent> = {}): EvaluationEvent {
  return {
    id: newId(hoursAgo(hours).getTime()),
    environmentId: productionId,
    flagKey: 'checkout',
    userId: 'u-1',
    variationKey: 'on',
    reason: 'STATIC',
    context: {},
    evaluatedAt: hoursAgo(hours).toISOString(),
    ...overrides,
  };
}

describe('the evaluations of a flag', () => {
  const path = '/flags/checkout/environments/production/evaluations';
  const at = (hours: number) => `until=${encodeURIComponent(hoursAgo(hours).toISOString())}`;

  beforeAll(async () => {
    await storeEvents(sql, [
      ...[0, 0, 1, 5].map((hours) => evaluated(hours)),
      evaluated(1, { variationKey: 'off', reason: 'DISABLED' }),
      evaluated(1, { variationKey: 'on', reason: 'TARGETING_MATCH' }),
      evaluated(1, { variationKey: null, reason: 'ERROR' }),
      evaluated(1, { flagKey: 'base' }),
      evaluated(30),
      // From before the flag was created: of another flag that had its key.
      evaluated(24 * 12),
    ]);
  });

  it('are counted by variation and hour, the most evaluated variation first', async () => {
    expect(await call('GET', `${path}?hours=24&${at(0)}`)).toEqual({
      from: hourOf(23),
      to: hourOf(-1),
      evaluations: 7,
      variations: [
        {
          variationKey: 'on',
          evaluations: 5,
          hours: [
            { hour: hourOf(5), evaluations: 1 },
            { hour: hourOf(1), evaluations: 2 },
            { hour: hourOf(0), evaluations: 2 },
          ],
        },
        { variationKey: null, evaluations: 1, hours: [{ hour: hourOf(1), evaluations: 1 }] },
        { variationKey: 'off', evaluations: 1, hours: [{ hour: hourOf(1), evaluations: 1 }] },
      ],
      others: { evaluations: 0, hours: [] },
    });
  });

  it('are those of the last hours, up to 30 days and not before the flag was created', async () => {
    const counts = async (query: string) => (await call('GET', `${path}?${query}`)).evaluations;
    expect(await counts(`hours=1&${at(0)}`)).toBe(2);
    expect(await counts(`hours=2&${at(1)}`)).toBe(4);
    expect(await counts('hours=720')).toBe(8);
    for (const [query, name] of [
      ['hours=721', 'hours'],
      ['hours=0', 'hours'],
      ['until=now', 'until'],
    ]) {
      const refused = await plane.api('GET', `${project}${path}?${query}`);
      expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: name }] } });
    }
  });

  it('of many variations are counted apart for the hundred with the most', async () => {
    const events = Array.from({ length: 120 }, (_, index) => evaluated(2, { variationKey: `v-${index}` }));
    await storeEvents(sql, [
      ...events,
      ...events.slice(100).map((event) => ({ ...event, id: newId(NOW_MS) })),
    ]);
    const { variations, others } = await call('GET', `${path}?hours=1&${at(2)}`);
    expect(variations).toHaveLength(100);
    expect(variations[0]).toMatchObject({ evaluations: 2 });
    expect(others).toEqual({ evaluations: 20, hours: [{ hour: hourOf(2), evaluations: 20 }] });
  });
});

describe('the attributes that were seen', () => {
  beforeAll(async () => {
    const contexts = [
      { targetingKey: 'u-1', plan: 'pro', email: 'a@example.com' },
      { targetingKey: 'u-2', plan: 'pro', address: { city: 'Rome' } },
      { targetingKey: 'u-3', plan: 'free' },
    ];
    await storeEvents(sql, [
      ...contexts.map((context) => evaluated(3, { flagKey: 'base', context })),
      // The newest: 20 events of a flag are read.
      evaluated(-0.4, { flagKey: 'checkout', context: { region: 'eu' } }),
      evaluated(24 * 9, { flagKey: 'base', context: { old: 1 } }),
    ]);
    await call('PATCH', '/environments/production', { privateAttributes: ['email'] });
  });
  const names = (body: { attributes: readonly { name: string }[] }) =>
    body.attributes.map(({ name }) => name);

  it('have values and counts, and never those that are private now', async () => {
    const seen = await call('GET', '/environments/production/attributes');
    expect(names(seen)).toEqual(['plan', 'targetingKey', 'address.city', 'region']);
    expect(seen.attributes[0]).toEqual({
      name: 'plan',
      types: ['string'],
      contexts: 3,
      values: [
        { value: 'pro', contexts: 2 },
        { value: 'free', contexts: 1 },
      ],
      hasOtherValues: false,
    });
    expect(names(await call('GET', '/environments/production/attributes?flag=checkout'))).toEqual(['region']);
    expect(names(await call('GET', '/environments/production/attributes?days=30'))).toContain('old');
    expect(names(await call('GET', '/environments/staging/attributes'))).toEqual([]);
  });

  it('are audited when they are read', async () => {
    await call('GET', '/environments/production/attributes?flag=checkout');
    const { items } = await call('GET', '/audit?limit=1');
    expect(items).toMatchObject([
      {
        action: 'read',
        resourceType: 'environment',
        resourceId: productionId,
        newValue: { attributes: { days: 7, flagKey: 'checkout' } },
      },
    ]);
  });

  it('are a bounded sample', async () => {
    const events = Array.from({ length: 2_500 }, (_, index) =>
      evaluated(2, { flagKey: 'quiet', context: { n: index } }),
    );
    await storeEvents(sql, events);
    const one = await call('GET', '/environments/production/attributes?flag=quiet');
    expect(one).toMatchObject({ contexts: 2_000, attributes: [{ name: 'n', hasOtherValues: true }] });
    expect((await call('GET', '/environments/production/attributes')).contexts).toBeLessThanOrEqual(60);
    for (const query of ['days=0', 'days=31', 'flag=a%20b', 'name=x']) {
      const refused = await plane.api('GET', `${project}/environments/production/attributes?${query}`);
      expect(refused.status, query).toBe(400);
    }
  });
});

describe('what uses a flag or a segment', () => {
  const rules = (segment: string) => [
    {
      priority: 1,
      conditions: [{ conditionType: 'segment', operator: 'in', values: [segment] }],
      serve: { variation: 'on' },
    },
  ];

  it('is configurations, segments and open change sets', async () => {
    await call('POST', '/segments', { key: 'beta', included: [] });
    await call('POST', '/segments', {
      key: 'wide',
      rules: [{ conditions: [{ conditionType: 'segment', operator: 'in', values: ['beta'] }] }],
    });
    await call('PATCH', '/flags/checkout/environments/staging', { rules: rules('beta') });
    await call('PATCH', '/flags/checkout/environments/production', {
      prerequisites: [{ flagKey: 'base', variations: ['on'] }],
    });
    const target = { flagKey: 'quiet', environmentKey: 'staging' };
    const draft = (name: string, ...operations: readonly unknown[]) =>
      call('POST', '/change-sets', { name, operations });
    await draft('Rule', { kind: 'configuration.update', ...target, patch: { rules: rules('beta') } });
    await draft('Prerequisite', {
      kind: 'configuration.update',
      ...target,
      patch: { prerequisites: [{ flagKey: 'base', variations: ['on'] }] },
    });
    await draft('Members', { kind: 'segment.update', segmentKey: 'beta', patch: { name: 'Beta' } });
    const scheduled = await draft('Archive', {
      kind: 'flag.update',
      flagKey: 'base',
      patch: { name: 'Base' },
    });
    const applyAt = new Date(Date.now() + HOUR_MS).toISOString();
    await call('PUT', `/change-sets/${scheduled.id}/schedule`, { applyAt });
    const discarded = await draft('Gone', { kind: 'flag.update', flagKey: 'base', patch: { name: 'B' } });
    await call('POST', `/change-sets/${discarded.id}/discard`);

    expect(await call('GET', '/flags/base/uses')).toEqual({
      prerequisiteOf: [
        { flagKey: 'checkout', environmentKey: 'production', archived: false, variations: ['on'] },
      ],
      changeSets: [
        { id: scheduled.id, name: 'Archive', state: 'draft', applyAt },
        { id: expect.any(String), name: 'Prerequisite', state: 'draft', applyAt: null },
      ],
      isComplete: true,
    });
    expect(await call('GET', '/segments/beta/uses')).toMatchObject({
      flags: [{ flagKey: 'checkout', environmentKey: 'staging' }],
      segments: ['wide'],
      changeSets: [{ name: 'Members' }, { name: 'Rule' }],
      isComplete: true,
    });
    expect(await call('GET', '/segments/wide/uses')).toEqual({
      flags: [],
      segments: [],
      changeSets: [],
      isComplete: true,
    });
    for (const path of ['/flags/none/uses', '/segments/none/uses']) {
      expect((await plane.api('GET', `${project}${path}`)).status).toBe(404);
    }
  });

  it('lists at most 100 change sets, and says that there are more', async () => {
    for (let index = 0; index < 101; index += 1) {
      await call('POST', '/change-sets', {
        name: `D${index}`,
        operations: [{ kind: 'flag.archive', flagKey: 'checkout' }],
      });
    }
    const uses = await call('GET', '/flags/checkout/uses');
    expect(uses.changeSets).toHaveLength(100);
    expect(uses.isComplete).toBe(false);
  });
});

describe('the whole flag set of an environment', () => {
  const path = () => `${project}/environments/production/flag-set`;

  it('is the snapshot that its readers get, with its position as the ETag', async () => {
    const { headers, body } = await plane.api('GET', path());
    const key = await call('POST', '/keys', { kind: 'server', environmentKeys: ['production'], name: 'k' });
    const abort = new AbortController();
    const stream = await fetch(`${plane.controlPlane.url}/stream`, {
      headers: { authorization: `Bearer ${key.key}` },
      signal: abort.signal,
    });
    let text = '';
    for await (const chunk of stream.body ?? []) {
      text += Buffer.from(chunk).toString();
      if (text.includes('\n\n')) break;
    }
    abort.abort();
    const data = /^data: (.*)$/m.exec(text)?.[1] ?? '';
    const id = /^id: (.*)$/m.exec(text)?.[1] ?? '';
    expect(body).toEqual(JSON.parse(data));
    expect(headers.get('etag')).toBe(`"${id}"`);
  });

  it('is not sent again to those who hold it', async () => {
    const { headers } = await plane.api('GET', path());
    const etag = headers.get('etag') ?? '';
    const again = (tags: string) => plane.api('GET', path(), undefined, { 'if-none-match': tags });
    expect((await again(`"1-x", W/${etag}`)).status).toBe(304);
    await call('PATCH', '/flags/checkout/environments/production', { enabled: true });
    const changed = await again(etag);
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(etag);
  });
});
