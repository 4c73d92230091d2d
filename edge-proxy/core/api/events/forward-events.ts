import type { EvaluationEvent } from '../../../../shared/events/evaluation-event.ts';
import { type SerializedEvent, serializeEvent, toBatches } from '../../../../shared/events/event-batch.ts';
import { redactContext } from '../../../../shared/events/redact-context.ts';
import { type EventRejection, validateEvent } from '../../../../shared/events/validate-event.ts';
import type { Clock } from '../../../../shared/model/clock.ts';
import { formatRetryAfter } from '../../../../shared/retry/retry-after.ts';
import type { Answer, Reply } from '../../model/answer.ts';
import type { BodyText } from '../../model/edge-request.ts';
import { failWith } from '../../model/failure.ts';
import { JSON_HEADERS } from '../../model/json-headers.ts';
import type { PrivateAttributesOf } from '../../state/events/encode-evaluation.ts';
import type { EventTransport, RejectedEvent, SendResult } from '../../state/events/event-transport.ts';

export interface ForwardEventsDeps {
  readonly transport: EventTransport;
  readonly privateAttributesOf: PrivateAttributesOf;
  readonly now: Clock;
}

import { readEvents } from './read-events.ts';

/**
 * Answers `POST /events` of a server SDK or of an edge behind this one, as the control plane does.
 *
 * @param environmentIds what the sender's key opens: the batch travels on under this edge's own key, which opens more
 */
export type ForwardEvents = (body: BodyText, environmentIds: readonly string[]) => Promise<Reply>;

/** Forwards events at once. 202 means that the next system has stored them, not that this edge holds them. */
export function createForwardEvents(deps: ForwardEventsDeps): ForwardEvents {
  return async (body, environmentIds) => {
    const candidates = readEvents(body);
    if ('code' in candidates) return candidates;
    const { events, indexes, rejected } = sift(candidates, environmentIds, deps);
    if (events.length === 0) return taken(0, rejected);
    const result = await sendAll(events, deps.transport);
    if (result.kind === 'accepted') {
      const further = result.rejected.map(({ index, reason }) => ({
        index: indexes[index] ?? index,
        reason,
      }));
      return taken(events.length - further.length, [...rejected, ...further]);
    }
    if (result.kind === 'refused') {
      return failWith('PAYLOAD_TOO_LARGE', 'The batch was refused as a whole: send smaller ones.');
    }
    return failWith('PROVIDER_NOT_READY', 'Events cannot be taken now; send the batch again.', {
      'retry-after': formatRetryAfter(result.afterMs ?? 0),
    });
  };
}

/**
 * The events of a table are larger one by one, so they may take several batches. If one batch is not accepted, none counts as
 * accepted: the sender sends all of them again, and those that were stored are known by their ids.
 */
async function sendAll(events: readonly SerializedEvent[], transport: EventTransport): Promise<SendResult> {
  const rejected: RejectedEvent[] = [];
  let before = 0;
  for (const batch of toBatches(events)) {
    // A signal of its own, though it never fires: on Workers it belongs to the request that made it.
    const result = await transport.send(batch, new AbortController().signal);
    if (result.kind !== 'accepted') return result;
    for (const { index, reason } of result.rejected) rejected.push({ index: before + index, reason });
    before += batch.count;
  }
  return { kind: 'accepted', rejected };
}

/** Which events may be forwarded, without what is private, and at which index they were sent. */
function sift(candidates: readonly unknown[], environmentIds: readonly string[], deps: ForwardEventsDeps) {
  const events: SerializedEvent[] = [];
  const indexes: number[] = [];
  const rejected: { index: number; reason: EventRejection }[] = [];
  for (const [index, candidate] of candidates.entries()) {
    const check = validateEvent(candidate, deps.now());
    if (!check.ok) {
      rejected.push({ index, reason: check.reason });
      continue;
    }
    const { event } = check;
    const allowed = environmentIds.includes(event.environmentId);
    const privateAttributes = allowed ? deps.privateAttributesOf(event.environmentId) : undefined;
    if (privateAttributes === undefined) {
      rejected.push({ index, reason: 'environment_not_allowed' });
      continue;
    }
    events.push(serializeEvent(redact(event, privateAttributes)));
    indexes.push(index);
  }
  return { events, indexes, rejected };
}

/** The sender sends `userId` beside the context. It is used as targeting key if the context has none. */
function redact(event: EvaluationEvent, privateAttributes: readonly string[]): EvaluationEvent {
  const { context } = redactContext(event.context, privateAttributes);
  const isNamed = event.userId === null || redactContext(event.context, []).userId !== null;
  const whole = isNamed ? event.context : { ...event.context, targetingKey: event.userId };
  const isPrivate = redactContext(whole, privateAttributes).userId === null;
  return { ...event, context, userId: isPrivate ? null : event.userId };
}

function taken(accepted: number, rejected: readonly RejectedEvent[]): Answer {
  return { status: 202, headers: JSON_HEADERS, body: JSON.stringify({ accepted, rejected }) };
}
