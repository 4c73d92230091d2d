import type { EvaluationEvent } from '../../../../shared/events/evaluation-event.ts';
import { redactContext } from '../../../../shared/events/redact-context.ts';
import type { UuidV7Generator } from '../../../../shared/events/uuid-v7.ts';
import { validateEvent } from '../../../../shared/events/validate-event.ts';
import type { Evaluation } from '../../model/ports.ts';

/** Attribute paths that never leave the edge; `undefined` for an environment this edge does not have. */
export type PrivateAttributesOf = (environmentId: string) => readonly string[] | undefined;

/** The event of an evaluation with any context; `undefined` if it breaks a limit. */
export function toEvent(
  { environmentId, resolution, context, timeMs }: Evaluation,
  newId: UuidV7Generator,
  privateAttributes: readonly string[],
): EvaluationEvent | undefined {
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
  return check.ok ? check.event : undefined;
}
