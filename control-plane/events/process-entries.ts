import type { EvaluationEvent } from '../../shared/events/evaluation-event.ts';
import { EVENT_LIMITS } from '../../shared/events/limits.ts';
import type { DeadLetter, StreamEntry } from '../model/event-log.ts';
import { decodeEntry } from './decode-entry.ts';
import type { StorageBookkeeper } from './storage-counters.ts';
import { REFUSED_BY_DATABASE, type StoreDeps, storeIsolating } from './store-by-bisection.ts';

export interface ProcessDeps extends StoreDeps {
  readonly books: StorageBookkeeper;
}

interface Pending {
  readonly entryId: string;
  readonly event: EvaluationEvent;
}

/**
 * Stores the events of some entries, and says what must be put aside. When it resolves, every event is stored,
 * was stored already, or is among the dead letters: the entries may go. Many events take several transactions.
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
      deps.books.malformed();
      deadLetters.push({ reason: decoded.malformed, entryId: entry.id, events: entry.events ?? '' });
      continue;
    }
    deps.books.received(decoded.events.length + decoded.rejected.length);
    for (const event of decoded.events) pending.push({ entryId: entry.id, event });
    for (const { reason, event } of decoded.rejected) {
      deps.books.drop(reason, 1);
      deadLetters.push({ reason, entryId: entry.id, events: JSON.stringify([event]) });
    }
  }
  for (let at = 0; at < pending.length; at += EVENT_LIMITS.batchEvents) {
    deadLetters.push(...(await storePending(pending.slice(at, at + EVENT_LIMITS.batchEvents), deps)));
  }
  return deadLetters;
}

async function storePending(pending: readonly Pending[], deps: ProcessDeps): Promise<readonly DeadLetter[]> {
  const deadLetters: DeadLetter[] = [];
  const refused = await storeIsolating(
    pending.map(({ event }) => event),
    deps,
  );
  for (const index of refused) {
    const found = pending[index];
    if (found === undefined) continue;
    const events = JSON.stringify([found.event]);
    deadLetters.push({ reason: REFUSED_BY_DATABASE, entryId: found.entryId, events });
  }
  return deadLetters;
}
