import { type EventCounters, noDrops } from '../../core/state/events/event-counters.ts';
import { followFile, type OfflineConfig } from '../offline/follow-file.ts';
import type { Feed, FeedDeps } from './feed.ts';

const NO_COUNTERS: EventCounters = {
  recorded: 0,
  sent: 0,
  dropped: noDrops(),
  buffered: 0,
  inFlight: 0,
  delivered: 0,
  retries: 0,
  bytes: 0,
};

/** Flags and keys from a file. There is no upstream that could take events, so none are recorded. */
export async function openOfflineFeed(config: OfflineConfig, deps: FeedDeps): Promise<Feed> {
  const file = await followFile(config, deps);
  const { unused = [] } = config;
  if (unused.length > 0) {
    deps.runtime.logger.warn('variables have no effect with an offline file', { unused });
  }
  return {
    origin: config.file,
    authority: 'primary',
    recorder: { recorded() {}, delivered() {} },
    counters: () => NO_COUNTERS,
    begin() {},
    streams: () => [],
    halt: file.stop,
    async release() {
      file.stop();
    },
  };
}
