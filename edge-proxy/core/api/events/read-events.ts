import { EVENT_LIMITS, POSTED_BATCH } from '../../../../shared/events/limits.ts';
import { type BatchFault, parseEventBatch } from '../../../../shared/events/parse-event-batch.ts';
import { isRecord } from '../../../../shared/model/type-guards.ts';
import { bodyFailure } from '../../model/body-failure.ts';
import type { BodyText } from '../../model/edge-request.ts';
import { type Failure, failWith } from '../../model/failure.ts';

/** The events of a body of `POST /events`, a list or a table, not checked one by one yet. */
export function readEvents(body: BodyText): readonly unknown[] | Failure {
  if (typeof body !== 'string') {
    return body.fault === 'too-large'
      ? failWith('PAYLOAD_TOO_LARGE', `A batch may have ${EVENT_LIMITS.batchBytes} bytes at most.`)
      : bodyFailure(body);
  }
  const batch = parseEventBatch(body, POSTED_BATCH, (parsed) =>
    isRecord(parsed) ? parsed.events : undefined,
  );
  if ('events' in batch) return batch.events;
  if (batch.fault === 'too_many_events') {
    return failWith('PAYLOAD_TOO_LARGE', `A batch may have ${EVENT_LIMITS.batchEvents} events at most.`);
  }
  return failWith('PARSE_ERROR', FAULTS[batch.fault]);
}

const FAULTS: Readonly<Record<Exclude<BatchFault, 'too_many_events'>, string>> = {
  not_json: 'The body is not JSON.',
  not_a_batch: '"events" must be an array, or a table, of evaluation events.',
  too_large: 'The batch is larger than a batch may be.',
  too_deep: 'The batch is nested too deeply.',
  too_many_values: 'The batch has too many values.',
};
