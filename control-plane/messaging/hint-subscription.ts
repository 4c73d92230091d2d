import type { Redis } from 'ioredis';
import type { Logger } from '../../shared/logging/logger.ts';
import { isPermissionMissing } from './redis-errors.ts';

/**
 * A subscriber may receive nothing for a long time, and would not notice that its connection is dead: a `PING` without an
 * answer closes it. A subscription that failed is repeated after the same time.
 */
const CHECK_INTERVAL_MS = 2_000;

export interface HintSubscription {
  /** Whether Redis has confirmed the subscription on the current connection. */
  stands(): boolean;
  /** Whether Redis refused the last attempt because the account has no rights on the channels. */
  isRefused(): boolean;
  close(): void;
}

export interface HintSubscriptionOptions {
  readonly channels: readonly string[];
  readonly logger: Logger;
  readonly onMessage: (channel: string, payload: string) => void;
  readonly onSubscribed: () => void;
}

/** Subscribes over this connection, which it closes, and again after each loss. */
export function subscribeToHints(redis: Redis, options: HintSubscriptionOptions): HintSubscription {
  const { channels, logger, onMessage, onSubscribed } = options;
  let state: 'none' | 'pending' | 'stands' = 'none';
  let isRefused = false;
  const subscribe = async () => {
    state = 'pending';
    try {
      await redis.subscribe(...channels);
      state = 'stands';
      isRefused = false;
      onSubscribed();
    } catch (error) {
      state = 'none';
      if (!isPermissionMissing(error)) {
        logger.debug('subscribing to hints failed, retried', { error });
      } else if (!isRefused) {
        isRefused = true;
        logger.warn('Redis refuses the subscription to hints: the account has no rights on the channels', {
          error,
        });
      }
    }
  };
  redis.on('message', onMessage);
  redis.on('ready', () => void subscribe());
  redis.on('close', () => {
    state = 'none';
  });
  const timer = setInterval(() => {
    if (redis.status !== 'ready') return;
    if (state === 'stands') redis.ping().catch(() => {});
    else if (state === 'none') void subscribe();
  }, CHECK_INTERVAL_MS).unref();

  return {
    stands: () => state === 'stands',
    isRefused: () => isRefused,
    close() {
      clearInterval(timer);
      redis.disconnect();
    },
  };
}
