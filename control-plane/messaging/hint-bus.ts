import { openPubSubConnection } from '../../node-process/redis-connection.ts';
import { parseRedisUrl } from '../../shared/config/redis-url.ts';
import { nameInRedis, type RedisSettings } from '../../shared/config/redis-variables.ts';
import type { Logger } from '../../shared/logging/logger.ts';
import type { ChangeNotifier } from '../model/change-notifier.ts';
import { createHintCounts, type HintCounts } from './hint-counts.ts';
import { createHintPublisher } from './hint-publisher.ts';
import { createHintReceiver } from './hint-receiver.ts';
import { subscribeToHints } from './hint-subscription.ts';
import { ENVIRONMENT_UPDATES, type HintChannels, PROJECT_KEYS_UPDATES } from './hints.ts';
import { createOwnHints } from './own-hints.ts';

/**
 * Hints between control planes over Redis pub/sub: what changed, never the change itself. Joins the publisher, the subscription
 * and the receiver.
 */
export interface HintBus {
  /** Publishes hints. */
  readonly notifier: ChangeNotifier;
  /** Why hints do not arrive; `null` if there is no known reason. */
  problem(): HintProblem | null;
  readonly counts: HintCounts;
  close(): void;
}

/** `refused`: the account has no rights on the channels. */
export type HintProblem = 'unreachable' | 'refused';

export interface HintBusOptions {
  readonly redis: RedisSettings;
  readonly logger: Logger;
  /** Receives the hints of other control planes. */
  readonly listener: ChangeNotifier;
  /** Called after each subscription: hints may have been missed before it. */
  readonly onSubscribed: () => void;
}

export function createHintBus({ redis, logger, listener, onSubscribed }: HintBusOptions): HintBus {
  const channels: HintChannels = {
    environments: nameInRedis(redis, ENVIRONMENT_UPDATES),
    projects: nameInRedis(redis, PROJECT_KEYS_UPDATES),
  };
  const ownHints = createOwnHints();
  const counts = createHintCounts();
  const subscription = subscribeToHints(openPubSubConnection({ redis, role: 'hints-subscriber', logger }), {
    channels: [channels.environments, channels.projects],
    logger,
    onSubscribed() {
      ownHints.clear();
      onSubscribed();
    },
    onMessage: createHintReceiver({ channels, logger, counts, ownHints, listener }),
  });
  const publisher = createHintPublisher({
    redis: openPubSubConnection({ redis, role: 'hints-publisher', logger, commandTimeoutMs: 5_000 }),
    isCluster: parseRedisUrl(redis.url).kind === 'cluster',
    channels,
    logger,
    counts,
    ownHints,
    isSubscribed: subscription.stands,
  });

  return {
    counts,
    notifier: publisher.notifier,
    problem() {
      if (publisher.isRefused() || subscription.isRefused()) return 'refused';
      return subscription.stands() ? null : 'unreachable';
    },
    close() {
      publisher.close();
      subscription.close();
    },
  };
}
