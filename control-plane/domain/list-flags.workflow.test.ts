import { webcrypto } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUuidV7Generator } from '../../shared/events/uuid-v7.ts';
import { requestBelow } from '../../test/support/api-request.ts';
import {
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../test/support/control-plane/test-control-plane.ts';
import { storeEvents } from '../store/events/event-store.ts';

const DAY_MS = 86_400_000;
const NOW_MS = Date.now();
const newId = createUuidV7Generator((bytes) => webcrypto.getRandomValues(bytes));

let plane: TestControlPlane;
let sql: postgres.Sql;
let project: `/api/projects/${string}`;
beforeAll(async () => {
  plane = await startTestControlPlane();
  sql = postgres(plane.database.url, { max: 1, onnotice: () => {} });
  project = `/api/projects/${await createProject(plane.api, ['staging', 'production'])}`;
  await seed();
});
afterAll(async () => {
  await sql.end();
  await plane.stop();
});

const daysAgo = (days: number) => new Date(NOW_MS - days * DAY_MS);

const call = requestBelow(
  () => plane.request,
  () => project,
);

async function evaluate(environmentKey: string, flagKey: string, at: Date): Promise<void> {
  const { id } = (await call('GET', `/environments/${environmentKey}`)).body;
  const event = { environmentId: id, flagKey, userId: 'u-1', variationKey: 'on', reason: 'STATIC' as const };
  await storeEvents(sql, [{ ...event, id: newId(at.getTime()), context: {}, evaluatedAt: at.toISOString() }]);
}

async function seed(): Promise<void> {
  await call('POST', '/segments', { key: 'beta', included: ['u-1'] });
  await call('POST', '/flags', {
    key: 'alpha',
    name: 'Checkout 50%',
    type: 'boolean',
    owner: 'ada',
    tags: ['a', 'b'],
  });
  const variations = [
    { key: 'red', value: 'r' },
    { key: 'blue', value: 'b' },
  ];
  await call('POST', '/flags', { key: 'bravo', type: 'string', tags: ['a'], variations, defaultValue: 'b' });
  await call('POST', '/flags', { key: 'charlie', type: 'boolean', description: 'Replaces CHECKOUT' });
  await call('POST', '/flags', { key: 'delta', type: 'boolean' });
  await call('POST', '/flags', { key: 'echo', type: 'boolean' });
  await call('PATCH', '/flags/alpha/environments/production', {
    enabled: true,
    rules: [
      {
        priority: 1,
        conditions: [{ conditionType: 'segment', operator: 'in', values: ['beta'] }],
        serve: { variation: 'on' },
      },
      {
        priority: 2,
        conditions: [],
        serve: {
          rollout: {
            variations: [
              { variation: 'on', weight: 30_000 },
              { variation: 'off', weight: 70_000 },
            ],
          },
        },
      },
    ],
  });
  await call('PATCH', '/flags/bravo/environments/staging', {
    prerequisites: [{ flagKey: 'alpha', variations: ['on'] }],
    rules: [],
  });
  await call('POST', '/flags/charlie/archive');
  await sql`update flags set created_at = ${daysAgo(60)} where key in ('delta', 'echo')`;
  await evaluate('production', 'delta', daysAgo(40));
  await evaluate('production', 'echo', daysAgo(40));
  await evaluate('staging', 'echo', daysAgo(2));
  await evaluate('production', 'bravo', daysAgo(90));
}

const keysOf = (body: { items: readonly { key: string }[] }) => body.items.map(({ key }) => key).join(' ');

describe('the list of flags', () => {
  it.each([
    ['', 'alpha bravo charlie delta echo'],
    ['q=checkout', 'alpha charlie'],
    ['q=50%25', 'alpha'],
    ['q=ALPH', 'alpha'],
    ['q=_', ''],
    ['state=active', 'alpha bravo delta echo'],
    ['state=archived', 'charlie'],
    ['archived=true', 'charlie'],
    ['type=string', 'bravo'],
    ['tag=a', 'alpha bravo'],
    ['tag=a&tag=b', 'alpha'],
    ['owner=ada', 'alpha'],
    ['owner=Ada', ''],
    ['enabled=true', 'alpha'],
    ['enabled=true&environment=staging', ''],
    ['enabled=false&environment=production', 'bravo charlie delta echo'],
    ['segment=beta', 'alpha'],
    ['segment=beta&environment=staging', ''],
    ['prerequisite=alpha', 'bravo'],
    ['prerequisite=alpha&environment=production', ''],
    ['createdBefore={30}', 'delta echo'],
    ['createdAfter={30}', 'alpha bravo charlie'],
    ['notEvaluatedForDays=30', 'delta'],
    ['notEvaluatedForDays=30&environment=production', 'delta echo'],
    ['notEvaluatedForDays=1', 'delta echo'],
    ['notEvaluatedForDays=50', ''],
    ['q=checkout&state=active&tag=b&owner=ada', 'alpha'],
  ])('with %j answers %j', async (query, keys) => {
    const text = query.replace('{30}', encodeURIComponent(daysAgo(30).toISOString()));
    expect(keysOf((await call('GET', `/flags?${text}`)).body)).toBe(keys);
  });

  it.each([
    ['q=', 'q'],
    [`q=${'x'.repeat(201)}`, 'q'],
    ['state=on', 'state'],
    ['state=active&archived=false', 'archived'],
    ['type=text', 'type'],
    ['enabled=yes', 'enabled'],
    ['environment=moon', 'environment'],
    ['segment=moon', 'segment'],
    ['prerequisite=moon', 'prerequisite'],
    ['createdBefore=yesterday', 'createdBefore'],
    ['notEvaluatedForDays=0', 'notEvaluatedForDays'],
    ['notEvaluatedForDays=3651', 'notEvaluatedForDays'],
    ['limit=101', 'limit'],
    ['color=red', 'color'],
  ])('refuses %j and names the parameter', async (query, path) => {
    const refused = await plane.sendRaw('GET', `${project}/flags?${query}`);
    expect(refused, JSON.stringify(refused.body)).toMatchObject({
      status: 400,
      body: { errors: [{ path }] },
    });
  });

  it('refuses more than 50 tags', async () => {
    const query = Array.from({ length: 51 }, (_, index) => `tag=t${index}`).join('&');
    expect((await plane.sendRaw('GET', `${project}/flags?${query}`)).status).toBe(400);
  });

  it('has the state of each flag in every environment', async () => {
    const { items } = (await call('GET', '/flags?limit=2')).body;
    expect(items[0]?.environments).toEqual([
      {
        environmentKey: 'staging',
        enabled: false,
        version: expect.any(Number),
        offVariation: 'off',
        fallthrough: { variation: 'on' },
        ruleCount: 1,
        updatedAt: expect.any(String),
        lastEvaluatedHour: null,
      },
      {
        environmentKey: 'production',
        enabled: true,
        version: expect.any(Number),
        offVariation: 'off',
        fallthrough: {
          rollout: {
            variations: [
              { variation: 'on', weight: 30_000 },
              { variation: 'off', weight: 70_000 },
            ],
          },
        },
        ruleCount: 2,
        updatedAt: expect.any(String),
        lastEvaluatedHour: null,
      },
    ]);
    expect(items[1]?.environments[0]).toMatchObject({
      offVariation: 'blue',
      fallthrough: null,
      ruleCount: 0,
    });
    // An evaluation from before the flag was created is of another flag with this key.
    expect(items[1]?.environments[1]?.lastEvaluatedHour).toBeNull();
    const [echo] = (await call('GET', '/flags?q=echo')).body.items;
    const hours = echo?.environments.map(({ lastEvaluatedHour }) => lastEvaluatedHour);
    const hourOf = (days: number) => `${daysAgo(days).toISOString().slice(0, 13)}:00:00.000Z` as const;
    expect(hours).toEqual([hourOf(2), hourOf(40)]);
  });

  it('has pages with a filter that contain every flag once', async () => {
    const seen: string[] = [];
    let after = '';
    do {
      const page = (await call('GET', `/flags?limit=1&state=active${after}`)).body;
      seen.push(keysOf(page));
      after = page.next === null ? '' : `&after=${page.next}`;
    } while (after !== '');
    expect(seen).toEqual(['alpha', 'bravo', 'delta', 'echo']);
  });
});
