import { webcrypto } from 'node:crypto';
import type { RedisSettings } from '../../../shared/config/redis-variables.ts';
import type { BackoffLimits } from '../../../shared/retry/backoff.ts';
import { createForwardEvents, type ForwardEvents } from '../../core/api/events/forward-events.ts';
import type { EdgeRuntime, Fetch } from '../../core/model/ports.ts';
import type { PrivateAttributesOf } from '../../core/state/events/encode-evaluation.ts';
import { createEventRecorder, type EventRecorder } from '../../core/state/events/event-recorder.ts';
import type { EventTransport } from '../../core/state/events/event-transport.ts';
import { createHttpEventTransport } from '../../core/state/events/http-event-transport.ts';

const FLUSH_INTERVAL_MS = 1_000;
/** Events flow again soon after Redis is reachable. The pauses before an upstream are longer. */
const REDIS_BACKOFF: BackoffLimits = { baseMs: 500, capMs: 3_000 };

export interface EventRecordingDeps {
  readonly runtime: EdgeRuntime;
  readonly privateAttributesOf: PrivateAttributesOf;
  readonly fetch: Fetch;
  /** The upstream whose `POST /events` takes events if there is no Redis. */
  readonly upstreamUrl: string;
  readonly relayKey: string;
  /** Absent: events go to the upstream. */
  readonly redis?: RedisSettings;
}

export interface EventRecording {
  readonly recorder: EventRecorder;
  /** For `POST /events` of the edge's app. */
  readonly forwardEvents: ForwardEvents;
  /** Sends the remaining events for at most this long, and closes connections. */
  stop(timeoutMs: number): Promise<void>;
}

/** Records evaluations and sends them every second, full batches at once. */
export async function startEventRecording(deps: EventRecordingDeps): Promise<EventRecording> {
  const { runtime } = deps;
  const { transport, release } = await chooseTransport(deps);
  const recorder = createEventRecorder({
    ...runtime,
    transport,
    ...(deps.redis === undefined ? {} : { backoff: REDIS_BACKOFF }),
    privateAttributesOf: deps.privateAttributesOf,
    fillRandom: (bytes) => webcrypto.getRandomValues(bytes),
    // After the current request has been answered.
    onBatchFull: () => setImmediate(() => void sendFull()),
  });
  /** Sends until no full batch is left. If sending fails, the next flush tries again. */
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
    async stop(timeoutMs) {
      clearInterval(timer);
      // The recorder's timers do not keep the process alive, but events are left to send.
      const keepAlive = setInterval(() => {}, FLUSH_INTERVAL_MS);
      await recorder.close(timeoutMs);
      clearInterval(keepAlive);
      release();
    },
  };
}

interface ChosenTransport {
  readonly transport: EventTransport;
  readonly release: () => void;
}

/** The Redis driver takes 10 MB of memory, so it is loaded only if it is used. */
async function chooseTransport(deps: EventRecordingDeps): Promise<ChosenTransport> {
  if (deps.redis === undefined) {
    const { now, setTimer } = deps.runtime;
    return { transport: createHttpEventTransport({ ...deps, now, setTimer }), release: () => {} };
  }
  const { createRedisEventTransport } = await import('./redis-event-transport.ts');
  const transport = createRedisEventTransport({ redis: deps.redis, logger: deps.runtime.logger });
  return { transport, release: () => transport.close() };
}
