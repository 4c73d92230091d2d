import { expandEvents } from '../../../../shared/events/event-table.ts';
import { EVENT_LIMITS } from '../../../../shared/events/limits.ts';
import { bodyFailure } from '../../model/body-failure.ts';
import type { BodyText } from '../../model/edge-request.ts';
import { type Failure, failWith } from '../../model/failure.ts';
import { tryParseJson } from '../../model/try-parse-json.ts';

/** The events of a body of `POST /events`, a list or a table, not checked one by one yet. */
export function readEvents(body: BodyText): readonly unknown[] | Failure {
  if (typeof body !== 'string') {
    return body.fault === 'too-large'
      ? failWith('PAYLOAD_TOO_LARGE', `A batch may have ${EVENT_LIMITS.batchBytes} bytes at most.`)
      : bodyFailure(body);
  }
  const parsed = tryParseJson(body);
  if (parsed === undefined) return failWith('PARSE_ERROR', 'The body is not JSON.');
  const events =
    typeof parsed === 'object' && parsed !== null && 'events' in parsed
      ? expandEvents(parsed.events)
      : undefined;
  if (events === undefined) {
    return failWith('PARSE_ERROR', '"events" must be an array, or a table, of evaluation events.');
  }
  if (events.length > EVENT_LIMITS.batchEvents) {
    return failWith('PAYLOAD_TOO_LARGE', `A batch may have ${EVENT_LIMITS.batchEvents} events at most.`);
  }
  return events;
}
