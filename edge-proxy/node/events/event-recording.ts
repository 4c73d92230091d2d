import { webcrypto } from 'node:crypto';
import { createForwardEvents, type ForwardEvents } from '../../core/api/events/forward-events.ts';
import type { EdgeRuntime, Fetch } from '../../core/model/ports.ts';
import type { PrivateAttributesOf } from '../../core/state/events/encode-evaluation.ts';
import { createEventRecorder, type EventRecorder } from '../../core/state/events/event-recorder.ts';
import type { EventTransport } from '../../core/state/events/event-transport.ts';
import { createHttpEventTransport } from '../../core/state/events/http-event-transport.ts';

const FLUSH_INTERVAL_MS = 1_000;

export interface EventRecordingDeps {
  readonly runtime: EdgeRuntime;
  readonly privateAttributesOf: PrivateAttributesOf;
  readonly fetch: Fetch;
  /** For events without Redis: `POST /events` there. */
  readonly upstreamUrl: string;
  readonly relayKey: string;
  /** Absent: over the upstream. */
  readonly redisUrl?: string;
}

export interface EventRecording {
  /** Goes into the edge's app; its counters into the metrics. */
  readonly recorder: EventRecorder;
  /** For `POST /events` of the edge's app. */
  readonly forwardEvents: ForwardEvents;
  /** Sends what is left, for at most this long, and lets go of connections. */
  stop(withinMs: number): Promise<void>;
}

/** Records evaluations, and sends them away each second or as soon as a batch is full. */
export async function startEventRecording(deps: EventRecordingDeps): Promise<EventRecording> {
  const { runtime } = deps;
  const { transport, release } = await chooseTransport(deps);
  const recorder = createEventRecorder({
    ...runtime,
    transport,
    privateAttributesOf: deps.privateAttributesOf,
    fillRandom: (bytes) => webcrypto.getRandomValues(bytes),
    // After the request at hand has been answered.
    onBatchFull: () => setImmediate(() => void sendFull()),
  });
  /** One may have become full while others were sent; where sending fails, the next second is soon enough. */
  const sendFull = async () => {
    for (let before = Number.POSITIVE_INFINITY; ; ) {
      await recorder.sendFull();
      const { inFlight, sent } = recorder.counters();
      if (inFlight === 0 || sent === before) return;
      before = sent;
    }
  };
  const timer = setInterval(() => void recorder.flush(), FLUSH_INTERVAL_MS);
  timer.unref();

  return {
    recorder,
    forwardEvents: createForwardEvents({
      transport,
      privateAttributesOf: deps.privateAttributesOf,
      now: runtime.now,
    }),
    async stop(withinMs) {
      clearInterval(timer);
      // The recorder's own timers keep no process alive; what is left to send must.
      const awake = setInterval(() => {}, FLUSH_INTERVAL_MS);
      await recorder.close(withinMs);
      clearInterval(awake);
      release();
    },
  };
}

interface ChosenTransport {
  readonly transport: EventTransport;
  readonly release: () => void;
}

/** The driver of Redis is loaded only where it is used: it takes 10 MB. */
async function chooseTransport(deps: EventRecordingDeps): Promise<ChosenTransport> {
  if (deps.redisUrl === undefined) {
    const { now, setTimer } = deps.runtime;
    return { transport: createHttpEventTransport({ ...deps, now, setTimer }), release: () => {} };
  }
  const { createRedisEventTransport } = await import('./redis-event-transport.ts');
  const transport = createRedisEventTransport({ redisUrl: deps.redisUrl, logger: deps.runtime.logger });
  return { transport, release: () => transport.close() };
}
