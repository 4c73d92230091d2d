import type { StreamEntry } from '../events/event-log.ts';

/** The entries in the reply to `XREADGROUP` of one stream; none where the wait ended without any. */
export function entriesOfRead(reply: unknown): readonly StreamEntry[] {
  if (!Array.isArray(reply)) return [];
  const [stream] = reply;
  return Array.isArray(stream) ? entriesOf(stream[1]) : [];
}

/** The entries in the reply to `XAUTOCLAIM`, and where the next scan goes on (`0-0`: it is complete). */
export function entriesOfClaim(reply: unknown): {
  readonly next: string;
  readonly entries: readonly StreamEntry[];
} {
  if (!Array.isArray(reply)) return { next: '0-0', entries: [] };
  return { next: String(reply[0]), entries: entriesOf(reply[1]) };
}

function entriesOf(list: unknown): readonly StreamEntry[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown): StreamEntry[] => {
    if (!Array.isArray(item)) return [];
    const [id, fields] = item;
    const events = fieldIn(fields, 'events');
    return [{ id: String(id), ...(events === undefined ? {} : { events }) }];
  });
}

function fieldIn(fields: unknown, name: string): string | undefined {
  if (!Array.isArray(fields)) return undefined;
  for (let index = 0; index + 1 < fields.length; index += 2) {
    if (fields[index] === name) return String(fields[index + 1]);
  }
  return undefined;
}
