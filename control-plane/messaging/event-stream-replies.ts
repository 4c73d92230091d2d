import type { StreamEntry } from '../model/event-consumer.ts';

/**
 * The entries in the reply to `XREADGROUP` of one stream; none if the read timed out.
 *
 * @throws Error if the reply has another shape: an entry that is skipped would stay pending for ever
 */
export function entriesOfRead(reply: unknown): readonly StreamEntry[] {
  if (reply === null) return [];
  const [stream] = listOf(reply);
  return entriesOf(listOf(stream)[1]);
}

/** The entries in the reply to `XAUTOCLAIM`, and the cursor of the next call (`0-0`: the scan is complete). */
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
  if (!Array.isArray(reply))
    throw new Error('the reply of Redis has an unexpected shape: a list is expected');
  return reply;
}

function textOf(reply: unknown): string {
  if (typeof reply !== 'string')
    throw new Error('the reply of Redis has an unexpected shape: a string is expected');
  return reply;
}
