import type { EvaluationContext } from '../../../shared/evaluation/index.ts';
import { redactContext, userIdOf } from '../../../shared/events/redact-context.ts';
import { contextFault } from '../../../shared/model/context-limits.ts';
import type { JsonValue } from '../../../shared/model/json.ts';
import { isRecord } from '../../../shared/model/type-guards.ts';
import type { Database } from '../../store/database/database.ts';
import { type RecordedUser, recordedContexts } from '../../store/events/recorded-users.ts';

/** Contexts that are read and held at once. */
const BATCH = 200;

/** A context of a recorded event; `null` if it cannot be evaluated, because it is too large or no context. */
export interface ReadContext {
  readonly context: EvaluationContext | null;
  /** As JSON. */
  readonly characters: number;
}

/**
 * The contexts of users, in their order, few at a time. Those that were too large to be read with the users are read now; events
 * that are purged meanwhile are left out.
 *
 * @param privateAttributes are removed: an event may be older than the decision that an attribute is private
 */
export async function* readContexts(
  sql: Database,
  users: readonly RecordedUser[],
  privateAttributes: readonly string[],
): AsyncGenerator<readonly ReadContext[]> {
  for (let start = 0; start < users.length; start += BATCH) {
    const batch = users.slice(start, start + BATCH);
    const unread = batch.filter(({ context }) => context === null).map(({ eventId }) => eventId);
    const read = unread.length === 0 ? [] : await recordedContexts(sql, unread);
    const rows = new Map(read.map((row) => [row.eventId, row]));
    yield batch.flatMap((user) => {
      const row = user.context === null ? rows.get(user.eventId) : user;
      return row === undefined ? [] : [toContext(row, privateAttributes)];
    });
  }
}

function toContext(
  { context: text, userId }: Pick<RecordedUser, 'context' | 'userId'>,
  privateAttributes: readonly string[],
): ReadContext {
  if (text === null) return { context: null, characters: 0 };
  const context: JsonValue = JSON.parse(text);
  if (!isRecord(context) || contextFault(context) !== undefined) {
    return { context: null, characters: text.length };
  }
  // Applications that post their own events may name the user beside the context.
  const isNamed = userId === null || userIdOf(context) !== null;
  const named = isNamed ? context : { ...context, targetingKey: userId };
  const isOpen = privateAttributes.length === 0;
  return {
    context: isOpen ? named : redactContext(named, privateAttributes).context,
    characters: text.length,
  };
}
