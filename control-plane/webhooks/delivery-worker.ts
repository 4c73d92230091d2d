import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../shared/logging/logger.ts';
import { createNamedCounts, type NamedCounts } from '../model/named-counts.ts';
import type { SecretBox } from '../model/secret-box.ts';
import type { Database } from '../store/database/database.ts';
import {
  type AttemptOutcome,
  expireDeliveries,
  type LeasedDelivery,
  leaseDeliveries,
  recordAttempt,
  returnLease,
} from '../store/webhooks/delivery-queue.ts';
import { holdDeliveries } from '../store/webhooks/webhook-deliveries.ts';
import { toOutcome } from './attempt-outcome.ts';
import type { SendWebhook, WebhookAnswer } from './webhook-sender.ts';
import { signWebhook } from './webhook-signature.ts';

const POLL_MS = 500;
const EXPIRE_INTERVAL_MS = 60_000;
/** Attempts that run at the same time in this process. */
const MAX_RUNNING = 16;
/** An endpoint gets that many at once, and others when these have ended: one that hangs holds up no other. */
const MAX_RUNNING_PER_ENDPOINT = 4;
/** An endpoint that has failed for a day, and at least that often. */
const PAUSE_RULE = { failures: 20, hours: 24 };
/** For running attempts when the process ends. */
const STOP_GRACE_MS = 3_000;

/** How attempts ended: delivered, to be tried again, or given up. */
export type DeliveryOutcome = 'delivered' | 'retried' | 'failed';

export interface DeliveryWorkerDeps {
  readonly sql: Database;
  readonly secretBox: SecretBox;
  readonly send: SendWebhook;
  readonly random: () => number;
  readonly logger: Logger;
}

export interface DeliveryWorker {
  readonly outcomes: NamedCounts<DeliveryOutcome>;
  start(): void;
  /** Waits for running attempts, and gives up those that take too long. Never rejects. */
  stop(): Promise<void>;
}

interface RunningAttempt {
  readonly endpointId: string;
  readonly ended: Promise<void>;
}

/** Sends due deliveries. Several control planes may do so at the same time. */
export function createDeliveryWorker(deps: DeliveryWorkerDeps): DeliveryWorker {
  const { sql, logger } = deps;
  const outcomes = createNamedCounts<DeliveryOutcome>(['delivered', 'retried', 'failed']);
  const stopped = new AbortController();
  const givenUp = new AbortController();
  const running = new Map<string, RunningAttempt>();
  let loop: Promise<void> = Promise.resolve();
  let expireAt = 0;

  function begin(delivery: LeasedDelivery): void {
    const ended = attempt(deps, delivery, givenUp.signal)
      .then((outcome) => {
        if (outcome !== undefined) outcomes.add(outcome);
      })
      .catch((error: unknown) => {
        logger.warn('recording a webhook attempt failed, it is made again', { delivery: delivery.id, error });
      })
      .finally(() => running.delete(delivery.lease));
    running.set(delivery.lease, { endpointId: delivery.endpointId, ended });
  }

  async function poll(): Promise<void> {
    if (performance.now() >= expireAt) {
      expireAt = performance.now() + EXPIRE_INTERVAL_MS;
      await expireDeliveries(sql);
    }
    const limit = MAX_RUNNING - running.size;
    if (limit <= 0) return;
    const busyEndpointIds = [...new Set([...running.values()].map(({ endpointId }) => endpointId))];
    const request = { limit, perEndpoint: MAX_RUNNING_PER_ENDPOINT, busyEndpointIds };
    for (const delivery of await leaseDeliveries(sql, request)) begin(delivery);
  }

  return {
    outcomes,
    start: () => {
      loop = repeat(poll, stopped.signal, logger);
    },
    async stop() {
      stopped.abort();
      await loop;
      const ended = Promise.all([...running.values()].map((each) => each.ended));
      await Promise.race([ended, sleep(STOP_GRACE_MS, undefined, { ref: false })]);
      givenUp.abort();
      await ended;
    },
  };
}

async function repeat(poll: () => Promise<void>, stopped: AbortSignal, logger: Logger): Promise<void> {
  let isFailing = false;
  while (!stopped.aborted) {
    try {
      await poll();
      isFailing = false;
    } catch (error) {
      if (!isFailing) logger.warn('looking for webhook deliveries failed, retrying', { error });
      isFailing = true;
    }
    await sleep(POLL_MS, undefined, { signal: stopped, ref: false }).catch(() => undefined);
  }
}

/** Makes one attempt and records it. @returns `undefined` if it does not count */
async function attempt(
  { sql, secretBox, send, random, logger }: DeliveryWorkerDeps,
  delivery: LeasedDelivery,
  signal: AbortSignal,
): Promise<DeliveryOutcome | undefined> {
  const startedAt = performance.now();
  const answer = await sendSigned(delivery, secretBox, send, signal);
  if (answer.kind === 'aborted') {
    await returnLease(sql, delivery);
    return undefined;
  }
  const outcome: AttemptOutcome = {
    ...toOutcome(answer, delivery.attempts, { random: random(), now: delivery.now * 1000 }),
    durationMs: Math.round(performance.now() - startedAt),
  };
  const recorded = await recordAttempt(sql, delivery, outcome, PAUSE_RULE);
  if (recorded === undefined) return undefined;
  if (recorded.isHeld) await holdDeliveries(sql, delivery.endpointId);
  if (recorded.isPausedNow) {
    logger.warn('webhook endpoint paused, an admin must resume it', {
      webhook: delivery.endpointId,
      reason: outcome.isGone ? 'gone' : 'failures',
    });
  }
  return recorded.state === 'pending' ? 'retried' : recorded.state;
}

/** The same bytes are sent on each attempt; time and signatures are new. */
async function sendSigned(
  { endpointId, eventId, url, body, secret, previousSecret, now }: LeasedDelivery,
  secretBox: SecretBox,
  send: SendWebhook,
  signal: AbortSignal,
): Promise<WebhookAnswer> {
  let secrets: readonly Buffer[];
  try {
    secrets = [secret, previousSecret].flatMap((sealed) =>
      sealed === null ? [] : secretBox.open(sealed, endpointId),
    );
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : 'its secret cannot be opened' };
  }
  return send({ url, body, headers: signWebhook({ id: eventId, timestamp: now, body }, secrets) }, signal);
}
