import type { EvaluationContext } from '../../../shared/evaluation/index.ts';
import { userIdOf } from '../../../shared/events/redact-context.ts';
import { contextFault } from '../../../shared/model/context-limits.ts';
import type { JsonValue } from '../../../shared/model/json.ts';
import { isRecord } from '../../../shared/model/type-guards.ts';
import type { Database } from '../../store/database/database.ts';
import { type RecordedContext, recordedContexts } from '../../store/events/recorded-users.ts';

/** Contexts that are read and held at once. */
const BATCH = 200;

/** A context of a recorded event; `null` if it cannot be evaluated, because it is too large or no context. */
export interface ReadContext {
  readonly context: EvaluationContext | null;
  /** As JSON. */
  readonly characters: number;
}

/** The contexts of events, in the order of their ids, few at a time. Events that are purged meanwhile are left out. */
export async function* readContexts(sql: Database, eventIds: readonly string[]): AsyncGenerator<ReadContext> {
  for (let start = 0; start < eventIds.length; start += BATCH) {
    const ids = eventIds.slice(start, start + BATCH);
    const rows = new Map((await recordedContexts(sql, ids)).map((row) => [row.eventId, row]));
    for (const id of ids) {
      const row = rows.get(id);
      if (row !== undefined) yield toContext(row);
    }
  }
}

function toContext({ context: text, userId }: RecordedContext): ReadContext {
  if (text === null) return { context: null, characters: 0 };
  const context: JsonValue = JSON.parse(text);
  if (!isRecord(context) || contextFault(context) !== undefined) {
    return { context: null, characters: text.length };
  }
  // Applications that post their own events may name the user beside the context.
  const named = userIdOf(context) === null ? { ...context, targetingKey: userId } : context;
  return { context: named, characters: text.length };
}
