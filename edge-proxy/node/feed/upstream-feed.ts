import { randomUUID } from 'node:crypto';
import { followUpstream, type Upstream } from '../../core/state/upstream/follow-upstream.ts';
import { EDGE_READER } from '../../core/state/upstream/upstream.ts';
import type { EdgeSettings, WithUpstream } from '../config.ts';
import { startEventRecording } from '../events/event-recording.ts';
import { openStateFiles } from '../state/state-files.ts';
import type { Feed, FeedDeps } from './feed.ts';
import { createUpstreamClient } from './upstream-client.ts';

/** Flags and keys from an upstream and from state files. Events go to the upstream, or to Redis. */
export async function openUpstreamFeed(
  config: EdgeSettings & WithUpstream,
  { runtime, state }: FeedDeps,
): Promise<Feed> {
  const { upstreamUrl, relayKey, redis, stateDir } = config;
  const client = createUpstreamClient(config.connection);
  const stateFiles =
    stateDir === undefined ? undefined : await openStateFiles(stateDir, relayKey, { runtime, state });
  const events = await startEventRecording({
    runtime,
    privateAttributesOf: state.privateAttributes,
    fetch: client.fetch,
    upstreamUrl,
    relayKey,
    ...(redis === undefined ? {} : { redis }),
  });
  const { region } = config;
  const reader = { ...EDGE_READER, ...(region === undefined ? {} : { region }), instance: randomUUID() };
  let upstream: Upstream | undefined;
  return {
    origin: upstreamUrl,
    authority: 'follower',
    recorder: events.recorder,
    counters: events.recorder.counters,
    forwardEvents: events.forwardEvents,
    ...(stateFiles === undefined ? {} : { stateWrites: stateFiles.counts }),
    begin(readers) {
      const { onUpstreamRejected: onRejected } = config;
      upstream = followUpstream(
        { ...runtime, fetch: client.fetch, state },
        { url: upstreamUrl, key: relayKey, onRejected, reader, readers },
      );
    },
    streams: () => upstream?.streams() ?? [],
    halt: () => upstream?.stop(),
    async release(timeoutMs) {
      await Promise.all([events.stop(timeoutMs), stateFiles?.close()]);
      await client.close();
    },
  };
}
