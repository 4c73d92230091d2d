import type { Redis } from 'ioredis';
import { isReplica, reconnect } from '../../node-process/redis-connection.ts';
import type { Logger } from '../../shared/logging/logger.ts';
import { isPermissionMissing } from './redis-errors.ts';

export interface HintPublisher {
  /** Never throws and never waits. */
  publish(channel: string, payloads: readonly string[]): void;
  /** Whether Redis refused the last attempt because the account may not publish. */
  isRefused(): boolean;
  close(): void;
}

export interface HintPublisherOptions {
  readonly logger: Logger;
  /** In a cluster every node passes on what is published, replicas too. */
  readonly isCluster: boolean;
  /** Called with each payload that was perhaps not published. */
  readonly onFailed: (payload: string) => void;
  /** Called with the number of hints that Redis has accepted. */
  readonly onSent: (hints: number) => void;
}

/** Publishes over this connection, which it closes. */
export function createHintPublisher(
  redis: Redis,
  { logger, isCluster, onFailed, onSent }: HintPublisherOptions,
): HintPublisher {
  let isRefused = false;
  const send = async (channel: string, payloads: readonly string[]) => {
    await Promise.all(payloads.map((payload) => redis.publish(channel, payload)));
    isRefused = false;
  };
  const publish = async (channel: string, payloads: readonly string[]) => {
    const [replica] = await Promise.all([!isCluster && isReplica(redis), send(channel, payloads)]);
    // After a fail-over that keeps connections. A replica delivers hints only to its own subscribers, without an error.
    if (!replica) return;
    await reconnect(redis);
    await send(channel, payloads);
  };
  return {
    publish(channel, payloads) {
      publish(channel, payloads).then(
        () => onSent(payloads.length),
        (error: unknown) => {
          for (const payload of payloads) onFailed(payload);
          logger.debug('publishing a hint failed', { channel, error });
          if (!isPermissionMissing(error) || isRefused) return;
          isRefused = true;
          logger.warn('Redis refuses to publish hints: the account has no rights on the channels', { error });
        },
      );
    },
    isRefused: () => isRefused,
    close: () => redis.disconnect(),
  };
}
