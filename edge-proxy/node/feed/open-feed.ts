import type { EdgeConfig } from '../config.ts';
import type { Feed, FeedDeps } from './feed.ts';
import { openOfflineFeed } from './offline-feed.ts';
import { openUpstreamFeed } from './upstream-feed.ts';

/**
 * Opens what the configuration names; whatever can be served without asking anybody is in the state afterwards.
 *
 * @throws Error that says what is wrong with a file or a folder
 */
export function openFeed(config: EdgeConfig, deps: FeedDeps): Promise<Feed> {
  return config.offline === undefined
    ? openUpstreamFeed(config, deps)
    : openOfflineFeed(config.offline, deps);
}
