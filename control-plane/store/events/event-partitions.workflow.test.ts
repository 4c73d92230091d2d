import { afterEach, beforeEach, expect, it } from 'vitest';
import { lowestUuidV7 } from '../../../shared/events/uuid-v7.ts';
import { createEventFixture, type EventFixture } from '../../../test/support/control-plane/event-fixture.ts';
import { ensureEventPartitions, partitionsAround } from './event-partitions.ts';
import { storeEvents } from './event-store.ts';

let fixture: EventFixture;
beforeEach(async () => {
  fixture = await createEventFixture();
});
afterEach(() => fixture.stop());

const NEW_YEAR = Date.UTC(2026, 0, 1, 0, 0, 0);
const MONTHS = ['2025_12', '2026_01', '2026_02', '2026_03'].map((month) => `evaluation_events_${month}`);

it('creates the partitions around the current month once if several processes start at the same time', async () => {
  const made = await Promise.all(
    Array.from({ length: 4 }, () => ensureEventPartitions(fixture.sql, NEW_YEAR)),
  );
  expect(made.filter((tables) => tables.length > 0)).toEqual([MONTHS]);
  expect(await ensureEventPartitions(fixture.sql, NEW_YEAR + 86_400_000)).toEqual([]);
  expect(await ensureEventPartitions(fixture.sql, Date.UTC(2026, 1, 1))).toEqual([
    'evaluation_events_2026_04',
  ]);
});

it('stores an event in the partition of its id, also in the last millisecond of a month', async () => {
  await ensureEventPartitions(fixture.sql, NEW_YEAR);
  await storeEvents(fixture.sql, [
    fixture.event({ id: idAt(NEW_YEAR - 1) }),
    fixture.event({ id: idAt(NEW_YEAR) }),
    fixture.event({ id: idAt(Date.UTC(2026, 6, 1)) }),
  ]);
  expect(await placesOfEvents()).toEqual([
    'evaluation_events_2025_12',
    'evaluation_events_2026_01',
    'evaluation_events_default',
  ]);
});

it('moves events that arrived before their partition, and still deduplicates them', async () => {
  const early = [fixture.event({ id: idAt(NEW_YEAR) }), fixture.event({ id: idAt(NEW_YEAR + 1) })];
  await storeEvents(fixture.sql, early);
  expect(await placesOfEvents()).toEqual(['evaluation_events_default', 'evaluation_events_default']);
  await ensureEventPartitions(fixture.sql, NEW_YEAR);
  expect(await placesOfEvents()).toEqual(['evaluation_events_2026_01', 'evaluation_events_2026_01']);
  expect(await storeEvents(fixture.sql, early)).toMatchObject({ stored: 0, deduplicated: 2 });
  const [row] =
    await fixture.sql`select count(*)::int as events from evaluation_events where flag_id = ${fixture.flagId}`;
  expect(row?.events).toBe(2);
});

it('loses no event while partitions are created', async () => {
  const batches = Array.from({ length: 20 }, () => fixture.events(50));
  await Promise.all([
    ...batches.slice(0, 10).map((batch) => storeEvents(fixture.sql, batch)),
    ensureEventPartitions(fixture.sql, Date.now()),
    ...batches.slice(10).map((batch) => storeEvents(fixture.sql, batch)),
  ]);
  expect(await fixture.counts()).toEqual({ stored: 1000, counted: 1000 });
});

it('has no gap between partitions, also at the end of a year', () => {
  const partitions = partitionsAround(NEW_YEAR);
  expect(partitions.slice(1).map(({ from }) => from)).toEqual(partitions.slice(0, -1).map(({ to }) => to));
  expect(partitions[1]?.from).toBe(lowestUuidV7(NEW_YEAR));
});

async function placesOfEvents(): Promise<string[]> {
  const rows =
    await fixture.sql`select tableoid::regclass::text as place from evaluation_events order by event_id`;
  return rows.map((row) => String(row.place));
}

function idAt(timeMs: number): string {
  return lowestUuidV7(timeMs).replace('-0000-0000-', '-7001-8000-');
}
