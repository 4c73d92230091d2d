import { randomUUID, webcrypto } from 'node:crypto';
import { Redis } from 'ioredis';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { EVALUATION_EVENTS_STREAM } from '../../shared/events/evaluation-event.ts';
import { createUuidV7Generator } from '../../shared/events/uuid-v7.ts';
import { eventually } from '../support/eventually.ts';
import { costOf, expectBounded } from './attack-cost.ts';
import { useHostileSystem } from './hostile-system.ts';
import { reportCost } from './options.ts';

const MIB = 1024 * 1024;
const COPIES = 60;
/** Of entries over 1 MiB. */
const LARGE_COPIES = 5;

const newId = createUuidV7Generator((bytes) => webcrypto.getRandomValues(bytes));
const system = useHostileSystem();
let redis: Redis;
let sql: postgres.Sql;
beforeAll(() => {
  redis = new Redis(system().redis.url);
  sql = postgres(system().databaseUrl, { max: 1 });
});
afterAll(async () => {
  redis?.disconnect();
  await sql?.end();
});

function eventOf(more: object = {}) {
  const { environmentId } = system();
  return {
    id: newId(Date.now()),
    environmentId,
    flagKey: 'ordinary',
    userId: 'u-1',
    variationKey: 'on',
    reason: 'STATIC',
    context: {},
    evaluatedAt: new Date().toISOString(),
    ...more,
  };
}

const add = (fields: readonly string[]) => redis.xadd(EVALUATION_EVENTS_STREAM, '*', ...fields);
const withContext = (context: string) =>
  JSON.stringify([eventOf()]).replace('"context":{}', `"context":${context}`);

/** Entries that a faulty or hostile writer to Redis may leave, as the fields of an entry. */
const ENTRIES: Readonly<Record<string, () => readonly string[]>> = {
  'a context of 10,000 levels': () => [
    'events',
    withContext(`{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`),
  ],
  'a context of 3 MiB': () => ['events', withContext(`{"a":"${'x'.repeat(3 * MIB)}"}`)],
  'a batch of 5 MiB': () => ['events', `[${'1,'.repeat(2.5 * MIB)}1]`],
  'a batch of 17 MiB': () => ['events', `["${'x'.repeat(17 * MIB)}"]`],
  'two million empty arrays': () => ['events', `[${'[],'.repeat(1_300_000)}[]]`],
  'a table with references to nothing': () => [
    'events',
    JSON.stringify({
      id: newId(Date.now()),
      outcomes: [],
      rows: [
        [99, 0, {}],
        [-1, 0, {}],
        [1e9, 0, {}],
      ],
    }),
  ],
  'text that is not JSON': () => ['events', '{'],
  'U+0000 in every text': () => [
    'events',
    JSON.stringify([eventOf({ userId: '\0', flagKey: 'a\0', context: { '\0': '\0' } })]),
  ],
  'half a surrogate pair': () => ['events', withContext('{"a":"\\ud800"}')],
  'the last time that a Date can hold': () => [
    'events',
    JSON.stringify([eventOf({ evaluatedAt: '+275760-09-13T00:00:00Z' })]),
  ],
  'other fields': () => ['nothing', '1'],
  'an unknown environment': () => ['events', JSON.stringify([eventOf({ environmentId: randomUUID() })])],
};

const isStored = async (id: string) =>
  (await sql`select 1 from evaluation_events where event_id = ${id}`).length === 1;

describe(`${COPIES} entries of the event stream with`, () => {
  it.each(Object.entries(ENTRIES))('%s do not stop what comes after them', async (name, fields) => {
    const behind = eventOf();
    const copies = fields().join().length > MIB ? LARGE_COPIES : COPIES;
    const cost = await costOf(system(), async () => {
      for (let copy = 0; copy < copies; copy++) await add(fields());
      await add(['events', JSON.stringify([behind])]);
      await eventually('the event behind them is stored', () => isStored(behind.id), 20_000);
    });
    reportCost(name, cost);
    expectBounded(name, cost);
    await eventually(
      'the stream is empty',
      async () => (await redis.xlen(EVALUATION_EVENTS_STREAM)) === 0,
      30_000,
    );
  });
});
