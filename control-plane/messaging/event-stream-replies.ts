import type { EventBacklog, StreamEntry } from '../model/event-consumer.ts';

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

/** The backlog of a consumer group in the reply to `XINFO GROUPS`; nothing if the group does not exist yet. */
export function backlogOf(reply: unknown, group: string): EventBacklog {
  const fields = listOf(reply)
    .map(listOf)
    .find((each) => valueIn(each, 'name') === group);
  if (fields === undefined) return { pending: 0, undelivered: 0 };
  return {
    pending: numberOrNull(valueIn(fields, 'pending')) ?? 0,
    // Redis 6 has no `lag`; later ones do not know it after some deletions.
    undelivered: numberOrNull(valueIn(fields, 'lag')),
  };
}

function valueIn(fields: readonly unknown[], name: string): unknown {
  const index = fields.findIndex((field, at) => at % 2 === 0 && field === name);
  return index === -1 ? undefined : fields[index + 1];
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
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
