import type { Logger } from '../../shared/logging/logger.ts';
import type { ChangeNotifier } from '../model/change-notifier.ts';
import type { HintCounts } from './hint-counts.ts';
import { ENVIRONMENT_UPDATES, type HintChannels, PROJECT_KEYS_UPDATES, parseHint } from './hints.ts';
import type { OwnHints } from './own-hints.ts';

export interface HintReceiverOptions {
  readonly channels: HintChannels;
  readonly logger: Logger;
  readonly counts: HintCounts;
  readonly ownHints: OwnHints;
  /** Receives the hints of other control planes. */
  readonly listener: ChangeNotifier;
}

/** Receives each message of the hints' channels, and passes on the hints of other control planes. */
export function createHintReceiver({ channels, logger, counts, ownHints, listener }: HintReceiverOptions) {
  return (channel: string, payload: string): void => {
    if (ownHints.take(payload)) {
      counts.add('own');
      return;
    }
    const name = channel === channels.environments ? ENVIRONMENT_UPDATES : PROJECT_KEYS_UPDATES;
    const hint = parseHint(name, payload);
    counts.add(hint === null ? 'invalid' : 'received');
    if (hint === null) logger.debug('invalid hint ignored', { channel, length: payload.length });
    else if (hint.kind === 'environment') listener.environmentsChanged([hint.id]);
    else listener.keysChanged(hint.id);
  };
}
