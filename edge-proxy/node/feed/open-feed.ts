import type { EdgeConfig } from '../config.ts';
import type { Feed, FeedDeps } from './feed.ts';
import { openOfflineFeed } from './offline-feed.ts';
import { openUpstreamFeed } from './upstream-feed.ts';

/**
 * Opens the source that the configuration names. Afterwards the state holds what a file or state files contain.
 *
 * @throws Error that says what is wrong with a file or a folder
 */
export function openFeed(config: EdgeConfig, deps: FeedDeps): Promise<Feed> {
  return config.offline === undefined
    ? openUpstreamFeed(config, deps)
    : openOfflineFeed(config.offline, deps);
}
