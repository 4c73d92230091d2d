import type { Logger } from '../../../shared/logging/logger.ts';
import { createForwardEvents, type ForwardEvents } from '../../core/api/events/forward-events.ts';
import type { EvaluationRecorder } from '../../core/model/ports.ts';
import type { PrivateAttributesOf } from '../../core/state/events/encode-evaluation.ts';
import { createEventRecorder } from '../../core/state/events/event-recorder.ts';
import { createHttpEventTransport } from '../../core/state/events/http-event-transport.ts';
import type { WorkerConfig } from '../runtime/config.ts';
import { now, setTimer, sleep, upstreamFetch } from '../runtime/workers-runtime.ts';
import { createEventOutbox, type EventOutbox } from './event-outbox.ts';

/** The events of an isolate: of its own evaluations, and events that clients post to it. */
export interface IsolateEvents {
  readonly recorder: EvaluationRecorder;
  readonly forwardEvents: ForwardEvents;
  readonly outbox: EventOutbox;
}

export function createIsolateEvents(
  config: WorkerConfig,
  privateAttributesOf: PrivateAttributesOf,
  logger: Logger,
): IsolateEvents {
  const transport = createHttpEventTransport({ ...config, fetch: upstreamFetch, setTimer, now });
  const recorder = createEventRecorder({
    transport,
    privateAttributesOf,
    fillRandom: (bytes) => crypto.getRandomValues(bytes),
    random: Math.random,
    now,
    setTimer,
    logger,
  });
  return {
    recorder,
    forwardEvents: createForwardEvents({ transport, privateAttributesOf, now }),
    outbox: createEventOutbox({ recorder, now, sleep }),
  };
}
