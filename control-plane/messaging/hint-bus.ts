import type { Redis } from 'ioredis';
import { openRedisConnection } from '../../node-process/redis-connection.ts';
import type { Logger } from '../../shared/logging/logger.ts';
import type { ChangeNotifier } from '../model/change-notifier.ts';
import {
  ENVIRONMENT_UPDATES,
  environmentHint,
  PROJECT_KEYS_UPDATES,
  parseHint,
  projectHint,
} from './hints.ts';

/** Sends hints between control planes over Redis pub/sub: what changed, never the change itself. */
export interface HintBus {
  /** Publishes a hint. Never throws and never waits: the sweep finds the change if the hint is lost. */
  readonly notifier: ChangeNotifier;
  close(): void;
}

export interface HintBusOptions {
  readonly redisUrl: string;
  readonly logger: Logger;
  /** Receives the hints of every control plane, including this one. */
  readonly listener: ChangeNotifier;
  /** Called after each subscription: hints may have been missed before it. */
  readonly onSubscribed: () => void;
}

/** A subscriber may receive nothing for a long time, and would not notice that its connection is dead. */
const SUBSCRIBER_PING_MS = 2_000;

export function createHintBus(options: HintBusOptions): HintBus {
  const { redisUrl, logger } = options;
  const publisher = openRedisConnection({
    url: redisUrl,
    role: 'hints-publisher',
    logger,
    commandTimeoutMs: 5_000,
  });
  const subscriber = openRedisConnection({
    url: redisUrl,
    role: 'hints-subscriber',
    logger,
    pingIntervalMs: SUBSCRIBER_PING_MS,
  });
  const publish = (channel: string, payload: string) => {
    publisher.publish(channel, payload).catch((error: unknown) => {
      logger.debug('publishing a hint failed', { channel, error });
    });
  };
  receiveHints(subscriber, options);

  return {
    notifier: {
      environmentsChanged: (ids) => {
        for (const id of ids) publish(ENVIRONMENT_UPDATES, environmentHint(id));
      },
      keysChanged: (projectId) => publish(PROJECT_KEYS_UPDATES, projectHint(projectId)),
    },
    close() {
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}

/** Subscribes to the channels whenever the connection is ready, and passes on each hint. */
function receiveHints(subscriber: Redis, { logger, listener, onSubscribed }: HintBusOptions): void {
  subscriber.on('message', (channel: string, payload: string) => {
    const hint = parseHint(channel, payload);
    if (hint === null) logger.debug('invalid hint ignored', { channel, length: payload.length });
    else if (hint.kind === 'environment') listener.environmentsChanged([hint.id]);
    else listener.keysChanged(hint.id);
  });
  let isRefused = false;
  subscriber.on('ready', () => {
    subscriber.subscribe(ENVIRONMENT_UPDATES, PROJECT_KEYS_UPDATES).then(
      () => {
        isRefused = false;
        onSubscribed();
      },
      (error: unknown) => {
        if (!isPermissionMissing(error)) {
          logger.debug('subscribing to hints failed, retried on reconnect', { error });
        } else if (!isRefused) {
          isRefused = true;
          logger.warn('Redis refuses the subscription to hints: the account has no rights on the channels', {
            error,
          });
        }
      },
    );
  });
}

function isPermissionMissing(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('NOPERM');
}
