import type { DeadLetter, StreamEntry } from '../model/event-consumer.ts';

/** The longest content of a dead letter, in UTF-16 code units. What is longer is cut: the letters are for inspection. */
const MAX_DEAD_LETTER_LENGTH = 65_536;

/** The reason of a dead letter whose entry makes the worker fail. */
export const PROCESSING_FAILED = 'processing_failed';

/** The reason of a dead letter whose event is valid and still cannot be stored. */
export const REFUSED_BY_DATABASE = 'refused_by_database';

/** The dead letter of a whole entry: it is malformed, or processing it has failed. */
export function deadEntry({ id, events = '' }: StreamEntry, reason: string): DeadLetter {
  return { reason, entryId: id, events: cut(events) };
}

/** The dead letter of one event of an entry. @param event also one that is not valid */
export function deadEvent(entryId: string, event: unknown, reason: string): DeadLetter {
  return { reason, entryId, events: cut(JSON.stringify([event])) };
}

const cut = (text: string): string => text.slice(0, MAX_DEAD_LETTER_LENGTH);
