import { expect, it } from 'vitest';
import { EVENT_LIMITS, POSTED_BATCH } from '../../shared/events/limits.ts';
import { parseEventBatch } from '../../shared/events/parse-event-batch.ts';
import { createUuidV7Generator } from '../../shared/events/uuid-v7.ts';
import { validateEvent } from '../../shared/events/validate-event.ts';
import { decodeEntry } from './decode-entry.ts';

const NOW = Date.UTC(2026, 10, 26);

/** The body of a table whose outcomes are long and whose contexts are `context`, as far as it may be posted. */
function tableOf(context: string): string {
  const id = createUuidV7Generator((bytes) => crypto.getRandomValues(bytes))(NOW);
  const key = 'k'.repeat(100);
  const environmentId = '6f2c1d6e-6d0e-4b38-9a0b-3a1d1f1f0a01';
  const outcome = JSON.stringify({
    environmentId,
    flagKey: key,
    variationKey: key,
    reason: 'TARGETING_MATCH',
  });
  const head = `{"id":"${id}","outcomes":[${outcome}],"rows":[`;
  const row = `[0,0,${context}]`;
  const count = Math.min(
    EVENT_LIMITS.batchEvents,
    Math.floor((EVENT_LIMITS.batchBytes - head.length - 2) / (row.length + 1)),
  );
  return `${head}${Array.from({ length: count }, () => row).join(',')}]}`;
}

it.each([
  ['many events', '{"targetingKey":"u"}'],
  ['long users', `{"targetingKey":"${'u'.repeat(150)}"}`],
  ['numbers that are written longer than they were posted', `{"a":[${Array(2_800).fill('1e20').join()}]}`],
  ['many small values', `{"a":[${Array(26).fill('[]').join()}]}`],
])('an entry with all events of the largest batch that is accepted is decoded: %s', (_, context) => {
  const batch = parseEventBatch(tableOf(context), POSTED_BATCH);
  if ('fault' in batch) throw new Error(batch.fault);
  const checks = batch.events.map((event) => validateEvent(event, NOW));
  const events = checks.flatMap((check) => (check.ok ? [check.event] : []));
  expect(events).toHaveLength(batch.events.length);
  const entry = { id: `${NOW}-0`, events: JSON.stringify(events) };
  expect(decodeEntry(entry)).toMatchObject({ events: { length: events.length }, invalid: [] });
});
