import type { JsonObject, JsonValue } from '../model/json.ts';
import { isKey } from '../model/key-syntax.ts';
import type { ResolutionReason } from '../model/resolution.ts';
import { isRecord } from '../model/type-guards.ts';
import { isUuid } from '../model/uuid.ts';
import type { EvaluationEvent } from './evaluation-event.ts';
import { EVENT_LIMITS } from './limits.ts';
import { isStorableText, utf8Length } from './utf8-length.ts';
import { isUuidV7, uuidV7Time } from './uuid-v7.ts';

/** Why an event is refused. Stable codes; docs/events.md explains them. */
export const EVENT_REJECTIONS = [
  'not_an_object',
  'invalid_id',
  'invalid_environment',
  'environment_not_allowed',
  'environment_unknown',
  'invalid_flag_key',
  'invalid_user',
  'user_too_long',
  'invalid_variation',
  'invalid_reason',
  'invalid_context',
  'context_too_deep',
  'context_too_large',
  'invalid_text',
  'invalid_time',
  'too_old',
  'in_the_future',
] as const;
export type EventRejection = (typeof EVENT_REJECTIONS)[number];

export type EventCheck =
  | { readonly ok: true; readonly event: EvaluationEvent }
  | { readonly ok: false; readonly reason: EventRejection };

const REASONS: Readonly<Record<ResolutionReason, true>> = {
  STATIC: true,
  DEFAULT: true,
  TARGETING_MATCH: true,
  SPLIT: true,
  DISABLED: true,
  ERROR: true,
};
const RFC_3339 =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/**
 * Checks one event that comes from outside. Returns a copy without unknown members, or why it is refused.
 *
 * @param nowMs the receiver's clock, in milliseconds since 1970
 */
export function validateEvent(candidate: unknown, nowMs: number): EventCheck {
  if (!isRecord(candidate)) return refuse('not_an_object');
  const { id, environmentId, flagKey, userId, variationKey, reason, context, evaluatedAt } = candidate;
  if (typeof id !== 'string' || !isUuidV7(id)) return refuse('invalid_id');
  if (typeof environmentId !== 'string' || !isUuid(environmentId)) return refuse('invalid_environment');
  if (typeof flagKey !== 'string' || !isKey(flagKey)) return refuse('invalid_flag_key');
  if (userId !== null && typeof userId !== 'string') return refuse('invalid_user');
  if (userId !== null && utf8Length(userId) > EVENT_LIMITS.userIdBytes) return refuse('user_too_long');
  if (userId !== null && !isStorableText(userId)) return refuse('invalid_text');
  if (variationKey !== null && (typeof variationKey !== 'string' || !isKey(variationKey))) {
    return refuse('invalid_variation');
  }
  if (!isReason(reason)) return refuse('invalid_reason');
  const time = timeFault(evaluatedAt, nowMs) ?? ageFault(uuidV7Time(id), nowMs);
  if (time !== null) return refuse(time);
  if (!isRecord(context)) return refuse('invalid_context');
  const checked = checkContext(context);
  if (!checked.ok) return checked;
  if (typeof evaluatedAt !== 'string') return refuse('invalid_time');
  return {
    ok: true,
    event: {
      id,
      environmentId,
      flagKey,
      userId,
      variationKey,
      reason,
      context: checked.context,
      evaluatedAt,
    },
  };
}

/** Checks the content and the size of an event's evaluation context. */
function checkContext(
  context: object,
):
  | { readonly ok: true; readonly context: JsonObject }
  | { readonly ok: false; readonly reason: EventRejection } {
  const fault = valueFault(context, 1);
  if (fault !== null) return refuse(fault);
  if (!isJsonObject(context)) return refuse('invalid_context');
  if (maxBytes(context) > EVENT_LIMITS.contextBytes && bytesOf(context) > EVENT_LIMITS.contextBytes) {
    return refuse('context_too_large');
  }
  return { ok: true, context };
}

function bytesOf(context: JsonObject): number {
  return utf8Length(JSON.stringify(context));
}

/** An upper bound of a value's bytes as JSON, computed without serializing it: an escaped character has six bytes. */
function maxBytes(value: JsonValue): number {
  if (typeof value === 'string') return 6 * value.length + 3;
  if (typeof value !== 'object' || value === null) return 26;
  let bytes = 2;
  for (const [name, member] of Object.entries(value)) bytes += 6 * name.length + 4 + maxBytes(member);
  return bytes;
}

function valueFault(value: unknown, depth: number): EventRejection | null {
  if (typeof value === 'string') return isStorableText(value) ? null : 'invalid_text';
  if (value === null || typeof value === 'boolean') return null;
  if (typeof value === 'number') return Number.isFinite(value) ? null : 'invalid_context';
  if (typeof value !== 'object') return 'invalid_context';
  if (depth > EVENT_LIMITS.contextDepth) return 'context_too_deep';
  if (Array.isArray(value)) {
    for (const element of value) {
      const fault = valueFault(element, depth + 1);
      if (fault !== null) return fault;
    }
    return null;
  }
  for (const [name, member] of Object.entries(value)) {
    const fault = isStorableText(name) ? valueFault(member, depth + 1) : 'invalid_text';
    if (fault !== null) return fault;
  }
  return null;
}

function timeFault(text: unknown, nowMs: number): EventRejection | null {
  if (typeof text !== 'string' || !RFC_3339.test(text)) return 'invalid_time';
  return isDay(text.slice(0, 10)) ? ageFault(Date.parse(text), nowMs) : 'invalid_time';
}

/** `Date.parse` reads February 30th as a day in March. Postgres refuses it. */
function isDay(text: string): boolean {
  return Number(text.slice(8)) <= 28 || new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
}

function ageFault(timeMs: number, nowMs: number): EventRejection | null {
  if (timeMs < nowMs - EVENT_LIMITS.maxAgeMs) return 'too_old';
  return timeMs > nowMs + EVENT_LIMITS.maxAheadMs ? 'in_the_future' : null;
}

function isReason(value: unknown): value is ResolutionReason {
  return typeof value === 'string' && Object.hasOwn(REASONS, value);
}

/** Only for an object in which {@link valueFault} has found nothing but JSON. */
function isJsonObject(value: object): value is JsonObject & { readonly [key: string]: JsonValue } {
  return !Array.isArray(value);
}

function refuse(reason: EventRejection): { readonly ok: false; readonly reason: EventRejection } {
  return { ok: false, reason };
}
