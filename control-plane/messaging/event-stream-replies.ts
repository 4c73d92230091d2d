import type { StreamEntry } from '../model/event-log.ts';

/**
 * The entries in the reply to `XREADGROUP` of one stream; none where the wait ended without any.
 *
 * Entries that are not understood would be owed for ever, so a reply of another shape is an error.
 */
export function entriesOfRead(reply: unknown): readonly StreamEntry[] {
  if (reply === null) return [];
  const [stream] = listOf(reply);
  return entriesOf(listOf(stream)[1]);
}

/** The entries in the reply to `XAUTOCLAIM`, and where the next scan goes on (`0-0`: it is complete). */
export function entriesOfClaim(reply: unknown): {
  readonly next: string;
  readonly entries: readonly StreamEntry[];
} {
  const [next, entries] = listOf(reply);
  return { next: textOf(next), entries: entriesOf(entries) };
}

function entriesOf(reply: unknown): readonly StreamEntry[] {
  return listOf(reply)
    .filter((item) => item !== null)
    .map((item) => {
      const [id, fields] = listOf(item);
      const events = fields === null ? undefined : fieldIn(listOf(fields), 'events');
      return { id: textOf(id), ...(events === undefined ? {} : { events }) };
    });
}

function fieldIn(fields: readonly unknown[], name: string): string | undefined {
  for (let index = 0; index + 1 < fields.length; index += 2) {
    if (fields[index] === name) return textOf(fields[index + 1]);
  }
  return undefined;
}

function listOf(reply: unknown): readonly unknown[] {
  if (!Array.isArray(reply)) throw new Error('Redis answered in an unexpected form');
  return reply;
}

function textOf(reply: unknown): string {
  if (typeof reply !== 'string') throw new Error('Redis answered in an unexpected form');
  return reply;
}
