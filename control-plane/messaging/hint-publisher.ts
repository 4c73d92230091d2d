import type { Logger } from '../../shared/logging/logger.ts';
import type { ChangeNotifier } from '../model/change-notifier.ts';
import type { HintCounts } from './hint-counts.ts';
import { environmentHint, type HintChannels, projectHint } from './hints.ts';
import type { OwnHints } from './own-hints.ts';
import { type PublishTarget, publishToPrimary } from './publish-to-primary.ts';
import { isPermissionMissing } from './redis-errors.ts';

export interface HintPublisher {
  /** Publishes a hint. Never throws and never waits: the sweep finds the change if the hint is lost. */
  readonly notifier: ChangeNotifier;
  /** Whether Redis refused the last attempt because the account may not publish. */
  isRefused(): boolean;
  close(): void;
}

export interface HintPublisherOptions extends PublishTarget {
  readonly channels: HintChannels;
  readonly logger: Logger;
  readonly counts: HintCounts;
  readonly ownHints: OwnHints;
  /** Whether this process receives what it publishes. */
  readonly isSubscribed: () => boolean;
}

/** Publishes over the connection of the options, which it closes. */
export function createHintPublisher(options: HintPublisherOptions): HintPublisher {
  const { redis, channels, logger, counts, ownHints, isSubscribed } = options;
  let isRefused = false;

  function publish(channel: string, payloads: readonly string[]): void {
    if (isSubscribed()) for (const payload of payloads) ownHints.add(payload);
    publishToPrimary(options, channel, payloads).then(
      () => {
        isRefused = false;
        counts.add('sent', payloads.length);
      },
      (error: unknown) => {
        counts.add('failed', payloads.length);
        for (const payload of payloads) ownHints.take(payload);
        logger.debug('publishing a hint failed', { channel, error });
        if (!isPermissionMissing(error) || isRefused) return;
        isRefused = true;
        logger.warn('Redis refuses to publish hints: the account has no rights on the channels', { error });
      },
    );
  }

  return {
    notifier: {
      environmentsChanged: (ids) => publish(channels.environments, ids.map(environmentHint)),
      keysChanged: (projectId) => publish(channels.projects, [projectHint(projectId)]),
    },
    isRefused: () => isRefused,
    close: () => redis.disconnect(),
  };
}
