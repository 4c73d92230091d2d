import type { EvaluationContext } from '../../../shared/evaluation/context.ts';
import { type EncodedEvent, encodeEvent } from '../../../shared/events/event-batch.ts';
import { redactContext } from '../../../shared/events/redact-context.ts';
import type { UuidV7Generator } from '../../../shared/events/uuid-v7.ts';
import { validateEvent } from '../../../shared/events/validate-event.ts';
import type { JsonValue } from '../../../shared/model/json.ts';
import type { Evaluation } from '../ports.ts';
import { createPlainEncoder } from './encode-plain.ts';
import type { DropReason } from './event-books.ts';

/** Attribute paths that never leave the edge; `undefined` for an environment this edge does not have. */
export type PrivateAttributesOf = (environmentId: string) => readonly string[] | undefined;

export type EncodeResult = { readonly event: EncodedEvent } | { readonly dropped: DropReason };

/**
 * Makes the event of an evaluation, without what is private in its environment, or says why there is none.
 * `timeMs` is when it was evaluated.
 */
export type EvaluationEncoder = (evaluation: Evaluation, timeMs: number) => EncodeResult;

export function createEvaluationEncoder(
  newId: UuidV7Generator,
  privateAttributesOf: PrivateAttributesOf,
): EvaluationEncoder {
  const encodePlain = createPlainEncoder(newId);
  return (evaluation, timeMs) => {
    const privateAttributes = privateAttributesOf(evaluation.environmentId);
    if (privateAttributes === undefined) return { dropped: 'environment_unknown' };
    const event = encodePlain(evaluation, timeMs, privateAttributes);
    return event === undefined ? encodeEvaluation(evaluation, timeMs, newId, privateAttributes) : { event };
  };
}

/** The general way: any context there may be. */
export function encodeEvaluation(
  { environmentId, resolution, context }: Evaluation,
  timeMs: number,
  newId: UuidV7Generator,
  privateAttributes: readonly string[],
): EncodeResult {
  const redacted = redactContext(context, privateAttributes);
  const check = validateEvent(
    {
      id: newId(timeMs),
      environmentId,
      flagKey: resolution.flagKey,
      userId: redacted.userId,
      variationKey: resolution.variationKey,
      reason: resolution.reason,
      context: redacted.context,
      evaluatedAt: new Date(timeMs).toISOString(),
    },
    timeMs,
  );
  return check.ok ? { event: encodeEvent(check.event) } : { dropped: 'invalid' };
}

/** What an evaluation weighs in memory, roughly and without JSON: a walk over its context. */
export function estimateBytes(context: EvaluationContext): number {
  let bytes = 256;
  for (const name in context) bytes += name.length + valueBytes(context[name]);
  return bytes;
}

function valueBytes(value: JsonValue | undefined): number {
  if (typeof value === 'string') return value.length + 16;
  if (typeof value !== 'object' || value === null) return 16;
  let bytes = 32;
  for (const [name, member] of Object.entries(value)) bytes += name.length + valueBytes(member);
  return bytes;
}
