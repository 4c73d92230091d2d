import { openPubSubConnection } from '../../node-process/redis-connection.ts';
import { parseRedisUrl } from '../../shared/config/redis-url.ts';
import { nameInRedis, type RedisSettings } from '../../shared/config/redis-variables.ts';
import type { Logger } from '../../shared/logging/logger.ts';
import type { ChangeNotifier } from '../model/change-notifier.ts';
import { createNamedCounts, type NamedCounts } from '../model/named-counts.ts';
import { createHintPublisher } from './hint-publisher.ts';
import { subscribeToHints } from './hint-subscription.ts';
import {
  ENVIRONMENT_UPDATES,
  environmentHint,
  PROJECT_KEYS_UPDATES,
  parseHint,
  projectHint,
} from './hints.ts';
import { createOwnHints, type OwnHints } from './own-hints.ts';

/** Sends hints between control planes over Redis pub/sub: what changed, never the change itself. */
export interface HintBus {
  /** Publishes a hint. Never throws and never waits: the sweep finds the change if the hint is lost. */
  readonly notifier: ChangeNotifier;
  /** Why hints do not arrive; `null` if there is no known reason. */
  problem(): HintProblem | null;
  readonly counts: HintCounts;
  close(): void;
}

/**
 * `received`: from other control planes; `own`: sent back by Redis; `failed`: perhaps not published, which the sweep makes
 * up for.
 */
export type HintCounts = NamedCounts<'sent' | 'failed' | 'received' | 'own' | 'invalid'>;

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

export function createHintBus(options: HintBusOptions): HintBus {
  const { redis, logger, onSubscribed } = options;
  const environments = nameInRedis(redis, ENVIRONMENT_UPDATES);
  const projects = nameInRedis(redis, PROJECT_KEYS_UPDATES);
  const ownHints = createOwnHints();
  const counts: HintCounts = createNamedCounts(['sent', 'failed', 'received', 'own', 'invalid']);
  const publisher = createHintPublisher(
    openPubSubConnection({ redis, role: 'hints-publisher', logger, commandTimeoutMs: 5_000 }),
    {
      logger,
      isCluster: parseRedisUrl(redis.url).kind === 'cluster',
      onSent: (hints) => counts.add('sent', hints),
      onFailed(payload) {
        counts.add('failed');
        ownHints.take(payload);
      },
    },
  );
  const subscription = subscribeToHints(openPubSubConnection({ redis, role: 'hints-subscriber', logger }), {
    channels: [environments, projects],
    logger,
    onSubscribed() {
      ownHints.clear();
      onSubscribed();
    },
    onMessage: createReceiver(environments, { ...options, ownHints, counts }),
  });

  function publish(channel: string, payloads: readonly string[]): void {
    if (subscription.stands()) for (const payload of payloads) ownHints.add(payload);
    publisher.publish(channel, payloads);
  }

  return {
    counts,
    notifier: {
      environmentsChanged: (ids) => publish(environments, ids.map(environmentHint)),
      keysChanged: (projectId) => publish(projects, [projectHint(projectId)]),
    },
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

interface ReceiverDeps extends Pick<HintBusOptions, 'listener' | 'logger'> {
  readonly ownHints: OwnHints;
  readonly counts: HintCounts;
}

/** Passes on the hints of other control planes. @param environments the channel of changed environments */
function createReceiver(environments: string, { ownHints, counts, listener, logger }: ReceiverDeps) {
  return (channel: string, payload: string): void => {
    if (ownHints.take(payload)) {
      counts.add('own');
      return;
    }
    const hint = parseHint(channel === environments ? ENVIRONMENT_UPDATES : PROJECT_KEYS_UPDATES, payload);
    counts.add(hint === null ? 'invalid' : 'received');
    if (hint === null) logger.debug('invalid hint ignored', { channel, length: payload.length });
    else if (hint.kind === 'environment') listener.environmentsChanged([hint.id]);
    else listener.keysChanged(hint.id);
  };
}
