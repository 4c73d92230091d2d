import type { ReaderStateName } from '../../../../shared/sync/reader/reader-states.ts';
import { environmentIdsOf } from '../edge-state.ts';
import { followEnvironment } from './follow-environment.ts';
import { followRelay } from './follow-relay.ts';
import type { StreamFollower } from './follow-stream.ts';
import { reportPositions } from './report-positions.ts';
import type { UpstreamDeps, UpstreamOptions } from './upstream.ts';

/** The state of one stream of the upstream. */
export interface UpstreamStream {
  /** `null`: the relay stream. */
  readonly environmentId: string | null;
  readonly state: ReaderStateName;
}

export interface Upstream {
  streams(): readonly UpstreamStream[];
  stop(): void;
}

/**
 * Keeps an edge's state equal to its upstream's: one relay stream for environments and keys, and one stream
 * for the flags of each environment that the relay stream names.
 */
export function followUpstream(deps: UpstreamDeps, options: UpstreamOptions): Upstream {
  const environments = new Map<string, StreamFollower>();
  const relay = followRelay(deps, options, {
    onConfirmed() {
      followExactly(environmentIdsOf(deps.state));
      // The upstream accepts the relay key, or has changed its scope. A rejected environment may be accepted now.
      for (const follower of environments.values()) follower.retryRejected();
    },
    onErased: () => followExactly([]),
  });
  const { reader, readers = () => [] } = options;
  const endReports =
    reader?.instance === undefined
      ? () => {}
      : reportPositions(deps, { ...options, instance: reader.instance, readers });
  // What is held already, from files for example, is not sent again.
  followExactly(environmentIdsOf(deps.state));

  function followExactly(ids: readonly string[]): void {
    for (const [id, follower] of environments) {
      if (ids.includes(id)) continue;
      environments.delete(id);
      follower.stop();
    }
    for (const id of ids) {
      if (!environments.has(id)) environments.set(id, followEnvironment(deps, options, id));
    }
  }

  return {
    streams: () => [
      { environmentId: null, state: relay.state.name },
      ...Array.from(environments, ([environmentId, { state }]) => ({ environmentId, state: state.name })),
    ],
    stop() {
      endReports();
      relay.stop();
      followExactly([]);
    },
  };
}
