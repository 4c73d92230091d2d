import { setTimeout as delay } from 'node:timers/promises';
import {
  type MetricsBuilder,
  type Sample,
  samplesOf,
} from '../../node-process/observability/metrics-builder.ts';
import type { StorageCounts } from '../events/storage-counters.ts';
import type { EventBacklog } from '../model/event-consumer.ts';

/** How long a request for metrics waits for Redis. */
const BACKLOG_TIMEOUT_MS = 1_000;

/** Metrics of the storage of evaluation events. `readBacklog` is absent if there is no Redis. */
export function addEventMetrics(
  builder: MetricsBuilder,
  read: () => StorageCounts,
  readBacklog: (() => Promise<EventBacklog>) | undefined,
): void {
  addStorageMetrics(builder, read);
  if (readBacklog !== undefined) addBacklogMetrics(builder, sharedRead(readBacklog));
}

function addStorageMetrics({ counter, gauge }: MetricsBuilder, read: () => StorageCounts): void {
  counter(
    'events_received_total',
    'Events read from the stream, or posted without Redis. Repeated deliveries count again.',
    [],
    () => [[{}, read().received]],
  );
  counter('events_stored_total', 'Events stored in Postgres.', [], () => [[{}, read().stored]]);
  counter('events_deduplicated_total', 'Events that were stored before under the same id.', [], () => [
    [{}, read().deduplicated],
  ]);
  counter('events_dropped_total', 'Events that cannot be stored, by reason.', ['reason'], () =>
    samplesOf('reason', Object.entries(read().dropped)),
  );
  counter(
    'events_returned_total',
    'Events left in the stream or with their sender, because Postgres was unreachable.',
    [],
    () => [[{}, read().returned]],
  );
  counter('event_entries_malformed_total', 'Entries of the stream that are not events.', [], () => [
    [{}, read().malformedEntries],
  ]);
  gauge('events_in_flight', 'Events received and not stored yet.', [], () => [[{}, read().inFlight]]);
}

function addBacklogMetrics({ gauge }: MetricsBuilder, read: () => Promise<EventBacklog | undefined>): void {
  gauge(
    'event_stream_entries_pending',
    'Entries (batches) of the stream that a control plane has received and not stored. Absent if Redis is unreachable.',
    [],
    async () => sampleOf((await read())?.pending),
  );
  gauge(
    'event_stream_entries_undelivered',
    'Entries (batches) of the stream that no control plane has received. Absent if Redis does not know.',
    [],
    async () => sampleOf((await read())?.undelivered),
  );
}

function sampleOf(value: number | null | undefined): readonly Sample[] {
  return value === null || value === undefined ? [] : [[{}, value]];
}

/** One reading at a time, which both metrics share; `undefined` if it fails or takes too long. */
function sharedRead<T>(read: () => Promise<T>): () => Promise<T | undefined> {
  let running: Promise<T | undefined> | undefined;
  return () => {
    running ??= read()
      .catch(() => undefined)
      .finally(() => {
        running = undefined;
      });
    return Promise.race([running, delay(BACKLOG_TIMEOUT_MS, undefined, { ref: false })]);
  };
}
