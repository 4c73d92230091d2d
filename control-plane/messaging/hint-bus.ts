import type { Logger } from '../../shared/logging/logger.ts';
import type { ChangeNotifier } from '../model/change-notifier.ts';
import { openConnection } from './event-stream-connection.ts';
import {
  ENVIRONMENT_UPDATES,
  environmentHint,
  PROJECT_KEYS_UPDATES,
  projectHint,
  readHint,
} from './hints.ts';

/** Carries hints between control planes over Redis pub/sub: what changed, never the change itself. */
export interface HintBus {
  /** Publishes what was changed here. Never throws, waits for nothing; a hint that is lost the sweep makes up for. */
  readonly notifier: ChangeNotifier;
  close(): void;
}

export interface HintBusOptions {
  readonly redisUrl: string;
  readonly logger: Logger;
  /** Told of what was changed anywhere, this process included. */
  readonly listener: ChangeNotifier;
  /** Hints may have been missed: called after each (re)subscription. */
  readonly onSubscribed: () => void;
}

export function createHintBus(options: HintBusOptions): HintBus {
  const { redisUrl, logger, listener, onSubscribed } = options;
  const publisher = openConnection(redisUrl, 'hints-publisher', logger, { commandTimeout: 5_000 });
  // No socket timeout: silence is what a subscriber mostly hears.
  const subscriber = openConnection(redisUrl, 'hints-subscriber', logger, {});
  const publish = (channel: string, payload: string) => {
    publisher.publish(channel, payload).catch((error: unknown) => {
      logger.debug('a hint was not published', { channel, error });
    });
  };

  subscriber.on('message', (channel: string, payload: string) => {
    const hint = readHint(channel, payload);
    if (hint === null) logger.debug('a hint was not understood', { channel, length: payload.length });
    else if (hint.kind === 'environment') listener.environmentsChanged([hint.id]);
    else listener.keysChanged(hint.id);
  });
  subscriber.on('ready', () => {
    subscriber.subscribe(ENVIRONMENT_UPDATES, PROJECT_KEYS_UPDATES).then(onSubscribed, (error: unknown) => {
      logger.debug('the subscription to hints failed; the reconnect tries again', { error });
    });
  });

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
