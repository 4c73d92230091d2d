import type { EvaluationEvent } from '../../shared/events/evaluation-event.ts';
import { EVENT_LIMITS } from '../../shared/events/limits.ts';
import type { DeadLetter, StreamEntry } from '../model/event-consumer.ts';
import { deadEntry, deadEvent, REFUSED_BY_DATABASE } from './dead-letters.ts';
import { decodeEntry } from './decode-entry.ts';
import type { StorageCounters } from './storage-counters.ts';
import { type StoreDeps, storeByBisection } from './store-by-bisection.ts';

export interface ProcessDeps extends StoreDeps {
  readonly counters: StorageCounters;
}

interface Pending {
  readonly entryId: string;
  readonly event: EvaluationEvent;
}

/**
 * Stores the events of stream entries, in as many transactions as their number needs.
 *
 * When it resolves, every event is either stored (now or earlier) or among the dead letters, so the entries can be
 * acknowledged.
 *
 * @returns what must be dead-lettered
 */
export async function processEntries(
  entries: readonly StreamEntry[],
  deps: ProcessDeps,
): Promise<readonly DeadLetter[]> {
  const deadLetters: DeadLetter[] = [];
  const pending: Pending[] = [];
  for (const entry of entries) {
    const decoded = decodeEntry(entry);
    if ('malformed' in decoded) {
      deps.counters.malformed();
      deadLetters.push(deadEntry(entry, decoded.malformed));
      continue;
    }
    deps.counters.received(decoded.events.length + decoded.invalid.length);
    for (const event of decoded.events) pending.push({ entryId: entry.id, event });
    for (const { reason, event } of decoded.invalid) {
      deps.counters.dropped(reason, 1);
      deadLetters.push(deadEvent(entry.id, event, reason));
    }
  }
  for (let start = 0; start < pending.length; start += EVENT_LIMITS.batchEvents) {
    const batch = pending.slice(start, start + EVENT_LIMITS.batchEvents);
    deadLetters.push(...(await storeBatch(batch, deps)));
  }
  return deadLetters;
}

async function storeBatch(batch: readonly Pending[], deps: ProcessDeps): Promise<readonly DeadLetter[]> {
  const refused = await storeByBisection(
    batch.map(({ event }) => event),
    deps,
  );
  return refused.flatMap((index) => {
    const pending = batch[index];
    if (pending === undefined) return [];
    return [deadEvent(pending.entryId, pending.event, REFUSED_BY_DATABASE)];
  });
}
