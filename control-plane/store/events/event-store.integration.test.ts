import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createEventRoom, type EventRoom } from '../../../test/support/control-plane/event-fixture.ts';
import { isEventFault, storeEvents } from './event-store.ts';

let room: EventRoom;
beforeAll(async () => {
  room = await createEventRoom();
});
afterAll(() => room.leave());
beforeEach(() => room.sql`truncate evaluation_events, evaluation_rollups`);

it('stores every column of an event, and the flag it was about', async () => {
  const event = room.event({
    context: { targetingKey: 'u-1', address: { city: 'Łódź 🌍' }, tags: ['a', 1, null] },
  });
  await storeEvents(room.sql, [event]);
  const [row] = await room.sql`select * from evaluation_events`;
  expect(row).toMatchObject({
    event_id: event.id,
    flag_id: room.flagId,
    flag_key: 'new-checkout',
    environment_id: room.environmentId,
    user_id: 'u-1',
    variation_key: 'on',
    reason: 'TARGETING_MATCH',
    context: event.context,
    evaluated_at: new Date(event.evaluatedAt),
  });
});

it('stores an event once, however often and in whatever company it comes', async () => {
  const [first, second, third] = [room.event(), room.event(), room.event()];
  expect(await storeEvents(room.sql, [first, first, second])).toEqual({
    stored: 2,
    deduplicated: 1,
    environmentUnknown: 0,
  });
  expect(await storeEvents(room.sql, [first, second, third])).toMatchObject({ stored: 1, deduplicated: 2 });
  expect(await room.counts()).toEqual({ stored: 3, counted: 3 });
});

it('counts what it stores by hour, flag, variation and reason', async () => {
  const at = (evaluatedAt: string) => ({ evaluatedAt });
  await storeEvents(room.sql, [
    ...room.events(2, at('2026-03-01T10:59:59.999Z')),
    room.event(at('2026-03-01T13:00:00.000+02:00')),
    room.event({ ...at('2026-03-01T11:30:00.000Z'), variationKey: null, reason: 'ERROR', flagKey: 'gone' }),
  ]);
  await storeEvents(room.sql, room.events(3, at('2026-03-01T11:00:00.000Z')));
  const rows = await room.sql`
    select flag_key, variation_key, reason, hour, evaluations::int from evaluation_rollups order by hour, flag_key desc`;
  expect(rows.map((row) => ({ ...row }))).toEqual([
    rollup('new-checkout', 'on', 'TARGETING_MATCH', '2026-03-01T10:00:00Z', 2),
    rollup('new-checkout', 'on', 'TARGETING_MATCH', '2026-03-01T11:00:00Z', 4),
    rollup('gone', '', 'ERROR', '2026-03-01T11:00:00Z', 1),
  ]);
});

it('keeps an event of a flag that is unknown or deleted, without the flag', async () => {
  await room.sql`
    insert into flags (project_id, key, name, type, created_by, deleted_at)
    select project_id, 'old', 'Old', 'boolean', created_by, now() from flags where id = ${room.flagId}`;
  await storeEvents(room.sql, [room.event({ flagKey: 'old' }), room.event({ flagKey: 'never-was' })]);
  const rows = await room.sql`select flag_id from evaluation_events`;
  expect(rows.map((row) => row.flag_id)).toEqual([null, null]);
});

it('leaves out events of unknown and deleted environments, and stores the others', async () => {
  const deleted = await room.addEnvironment();
  await room.sql`update environments set deleted_at = now() where id = ${deleted}`;
  const unknown = '00000000-0000-4000-8000-000000000000';
  const outcome = await storeEvents(room.sql, [
    room.event({ environmentId: deleted }),
    room.event(),
    room.event({ environmentId: unknown }),
  ]);
  expect(outcome).toEqual({ stored: 1, deduplicated: 0, environmentUnknown: 2 });
  expect(await room.counts()).toEqual({ stored: 1, counted: 1 });
});

it('counts right when the same events are stored many times at once, in any order', async () => {
  const events = room.events(200);
  const outcomes = await Promise.all(
    Array.from({ length: 6 }, (_, index) => storeEvents(room.sql, index % 2 ? events.toReversed() : events)),
  );
  expect(outcomes.reduce((sum, outcome) => sum + outcome.stored, 0)).toBe(200);
  expect(outcomes.reduce((sum, outcome) => sum + outcome.deduplicated, 0)).toBe(1000);
  expect(await room.counts()).toEqual({ stored: 200, counted: 200 });
});

it('stores nothing of a batch with an event Postgres cannot take, and says whose fault it is', async () => {
  const error = await storeEvents(room.sql, [room.event(), room.event({ userId: 'a\u0000b' })]).catch(
    (e) => e,
  );
  expect(isEventFault(error)).toBe(true);
  expect(await room.counts()).toEqual({ stored: 0, counted: 0 });
});

function rollup(flag_key: string, variation_key: string, reason: string, hour: string, evaluations: number) {
  return { flag_key, variation_key, reason, hour: new Date(hour), evaluations };
}
