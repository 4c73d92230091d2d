import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createEventFixture, type EventFixture } from '../../../test/support/control-plane/event-fixture.ts';
import { isEventFault, storeEvents } from './event-store.ts';

let fixture: EventFixture;
beforeAll(async () => {
  fixture = await createEventFixture();
});
afterAll(() => fixture.stop());
beforeEach(() => fixture.sql`truncate evaluation_events, evaluation_rollups`);

it('stores every column of an event, and the id of its flag', async () => {
  const event = fixture.event({
    context: { targetingKey: 'u-1', address: { city: 'Łódź 🌍' }, tags: ['a', 1, null] },
  });
  await storeEvents(fixture.sql, [event]);
  const [row] = await fixture.sql`select * from evaluation_events`;
  expect(row).toMatchObject({
    event_id: event.id,
    flag_id: fixture.flagId,
    flag_key: 'new-checkout',
    environment_id: fixture.environmentId,
    user_id: 'u-1',
    variation_key: 'on',
    reason: 'TARGETING_MATCH',
    context: event.context,
    evaluated_at: new Date(event.evaluatedAt),
  });
});

it('stores an event once, in whatever batches and how often it arrives', async () => {
  const [first, second, third] = [fixture.event(), fixture.event(), fixture.event()];
  expect(await storeEvents(fixture.sql, [first, first, second])).toEqual({
    stored: 2,
    deduplicated: 1,
    environmentUnknown: 0,
  });
  expect(await storeEvents(fixture.sql, [first, second, third])).toMatchObject({
    stored: 1,
    deduplicated: 2,
  });
  expect(await fixture.counts()).toEqual({ stored: 3, counted: 3 });
});

it('counts stored events by hour, flag, variation and reason', async () => {
  const at = (evaluatedAt: string) => ({ evaluatedAt });
  await storeEvents(fixture.sql, [
    ...fixture.events(2, at('2026-03-01T10:59:59.999Z')),
    fixture.event(at('2026-03-01T13:00:00.000+02:00')),
    fixture.event({
      ...at('2026-03-01T11:30:00.000Z'),
      variationKey: null,
      reason: 'ERROR',
      flagKey: 'gone',
    }),
  ]);
  await storeEvents(fixture.sql, fixture.events(3, at('2026-03-01T11:00:00.000Z')));
  const rows = await fixture.sql`
    select flag_key, variation_key, reason, hour, evaluations::int from evaluation_rollups order by hour, flag_key desc`;
  expect(rows.map((row) => ({ ...row }))).toEqual([
    rollup('new-checkout', 'on', 'TARGETING_MATCH', '2026-03-01T10:00:00Z', 2),
    rollup('new-checkout', 'on', 'TARGETING_MATCH', '2026-03-01T11:00:00Z', 4),
    rollup('gone', '', 'ERROR', '2026-03-01T11:00:00Z', 1),
  ]);
});

it('stores an event of an unknown or deleted flag without a flag id', async () => {
  await fixture.sql`
    insert into flags (project_id, key, name, type, created_by, deleted_at)
    select project_id, 'old', 'Old', 'boolean', created_by, now() from flags where id = ${fixture.flagId}`;
  await storeEvents(fixture.sql, [
    fixture.event({ flagKey: 'old' }),
    fixture.event({ flagKey: 'never-was' }),
  ]);
  const rows = await fixture.sql`select flag_id from evaluation_events`;
  expect(rows.map((row) => row.flag_id)).toEqual([null, null]);
});

it('does not store events of unknown and deleted environments, but the others', async () => {
  const deleted = await fixture.addEnvironment();
  await fixture.sql`update environments set deleted_at = now() where id = ${deleted}`;
  const unknown = '00000000-0000-4000-8000-000000000000';
  const outcome = await storeEvents(fixture.sql, [
    fixture.event({ environmentId: deleted }),
    fixture.event(),
    fixture.event({ environmentId: unknown }),
  ]);
  expect(outcome).toEqual({ stored: 1, deduplicated: 0, environmentUnknown: 2 });
  expect(await fixture.counts()).toEqual({ stored: 1, counted: 1 });
});

it('counts each event once when the same events are stored concurrently in any order', async () => {
  const events = fixture.events(200);
  const outcomes = await Promise.all(
    Array.from({ length: 6 }, (_, index) =>
      storeEvents(fixture.sql, index % 2 ? events.toReversed() : events),
    ),
  );
  expect(outcomes.reduce((sum, outcome) => sum + outcome.stored, 0)).toBe(200);
  expect(outcomes.reduce((sum, outcome) => sum + outcome.deduplicated, 0)).toBe(1000);
  expect(await fixture.counts()).toEqual({ stored: 200, counted: 200 });
});

it('stores nothing of a batch with an event that Postgres refuses, and reports an event fault', async () => {
  const error = await storeEvents(fixture.sql, [
    fixture.event(),
    fixture.event({ userId: 'a\u0000b' }),
  ]).catch((e) => e);
  expect(isEventFault(error)).toBe(true);
  expect(await fixture.counts()).toEqual({ stored: 0, counted: 0 });
});

function rollup(flag_key: string, variation_key: string, reason: string, hour: string, evaluations: number) {
  return { flag_key, variation_key, reason, hour: new Date(hour), evaluations };
}
