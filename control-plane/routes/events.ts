import { Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { EVENT_LIMITS, POSTED_BATCH } from '../../shared/events/limits.ts';
import { type BatchFault, parseEventBatch } from '../../shared/events/parse-event-batch.ts';
import { isRecord } from '../../shared/model/type-guards.ts';
import { type IngestResult, ingestEvents } from '../events/ingest-events.ts';
import type { AppEnv } from '../http/app-env.ts';
import { type EventSink, EventsUnavailable } from '../model/event-sink.ts';
import { invalidRequest, RequestError } from '../model/request-error.ts';

const RETRY_AFTER_SECONDS = 2;

interface EventRoutesDeps {
  /** Accepts relay and server keys, and sets `sdkKey`. */
  readonly authenticate: MiddlewareHandler<AppEnv>;
  readonly sink: EventSink;
  readonly now: () => number;
}

/**
 * `POST /events`: `{"events": [EvaluationEvent, …]}` from server SDKs, or `{"events": EventTable}` from edges.
 *
 * Responds with 202 `{"accepted", "rejected": [{"index", "reason"}]}` once the accepted events are stored durably; 400
 * if the body is not a batch; 413 for more than 5,000 events or 1 MiB; 503 with `Retry-After` if nothing can be stored
 * now. Sending a batch again is always safe, because an event is stored once per id.
 */
export function eventRoutes({ authenticate, sink, now }: EventRoutesDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const limit = bodyLimit({
    maxSize: EVENT_LIMITS.batchBytes,
    onError: () => {
      throw new RequestError(
        'PAYLOAD_TOO_LARGE',
        `A batch may have at most ${EVENT_LIMITS.batchBytes} bytes.`,
      );
    },
  });
  app.post('/events', authenticate, limit, async (c) => {
    if (!/^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? '')) {
      throw new RequestError('UNSUPPORTED_MEDIA_TYPE', 'Send events as application/json.');
    }
    const events = parseEvents(await c.req.text());
    const result = await store(events, c.get('sdkKey').environmentIds, sink, now());
    return c.json(result, 202);
  });
  return app;
}

function parseEvents(body: string): readonly unknown[] {
  const batch = parseEventBatch(body, POSTED_BATCH, (parsed) =>
    isRecord(parsed) ? parsed.events : undefined,
  );
  if ('events' in batch) return batch.events;
  if (batch.fault === 'too_many_events') {
    throw new RequestError(
      'PAYLOAD_TOO_LARGE',
      `A batch may have at most ${EVENT_LIMITS.batchEvents} events.`,
    );
  }
  if (batch.fault === 'not_json') throw new RequestError('INVALID_REQUEST', 'The body is not JSON.');
  throw invalidRequest([{ path: 'events', message: FAULTS[batch.fault] }]);
}

const FAULTS: Readonly<Record<Exclude<BatchFault, 'too_many_events' | 'not_json'>, string>> = {
  not_a_batch: 'must be an array or a table of evaluation events',
  too_large: 'is larger than a batch may be',
  too_deep: 'is nested too deeply',
  too_many_values: 'has too many values',
};

function store(
  events: readonly unknown[],
  environmentIds: readonly string[],
  sink: EventSink,
  nowMs: number,
): Promise<IngestResult> {
  return ingestEvents(events, environmentIds, sink, nowMs).catch((error: unknown) => {
    if (!(error instanceof EventsUnavailable)) throw error;
    throw new RequestError(
      'UNAVAILABLE',
      'Events cannot be stored now; no event of the batch was stored. Send the batch again.',
      {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
        cause: error,
      },
    );
  });
}
