import { flagChannel } from '../../../../shared/sync/reader/channel.ts';
import { subscribe } from '../../../../shared/sync/reader/subscription.ts';
import { applyDelta, replicaFromSnapshot } from '../../../../shared/sync/replica.ts';
import { followStream, type OnReaderState, type StreamFollower } from './follow-stream.ts';
import { logTransition } from './log-transition.ts';
import { EDGE_READER, readerSettings, type UpstreamDeps, type UpstreamOptions } from './upstream.ts';

/**
 * The relay stream has just named this environment. A replica of the upstream that has not received it yet rejects the
 * stream, so the first retries come soon; later ones are slow.
 */
const REJECTED_BACKOFF = { baseMs: 1_000, capMs: 60_000 };

/** Keeps the flags of one environment equal to the upstream's: reads its `GET /stream` into the state. */
export function followEnvironment(
  deps: UpstreamDeps,
  options: UpstreamOptions,
  environmentId: string,
  onState?: OnReaderState,
): StreamFollower {
  const { state, logger, now } = deps;
  return followStream(deps, {
    subscribe: (onReaderState) =>
      subscribe(
        deps,
        {
          url: `${options.url}/stream?environment=${environmentId}`,
          key: options.key,
          channel: flagChannel,
          reader: options.reader ?? EDGE_READER,
          position: state.environment(environmentId)?.position ?? null,
          settings: { ...readerSettings(options), rejectedBackoff: REJECTED_BACKOFF },
        },
        {
          onSnapshot(position, snapshot) {
            state.setFlags(environmentId, replicaFromSnapshot(position, snapshot), undefined);
          },
          onDelta(delta) {
            const held = state.environment(environmentId);
            const replica = held === undefined ? null : applyDelta(held.replica, delta);
            if (replica !== null) state.setFlags(environmentId, replica, delta);
          },
          onHeartbeat(ageMs) {
            if (ageMs !== null) state.confirmFlags(environmentId, now() - ageMs);
          },
          onState: onReaderState,
        },
      ),
    onState(entered) {
      logTransition(logger, environmentId, entered);
      onState?.(entered);
    },
    // Only this environment's flags: it may have been deleted, and the relay stream may be about to say so.
    erase: () => state.eraseFlags(environmentId),
  });
}
