import { flagChannel } from '../../../../shared/sync/reader/channel.ts';
import type { ReaderSettings, ReaderState } from '../../../../shared/sync/reader/reader-states.ts';
import { type Subscription, subscribe } from '../../../../shared/sync/reader/subscription.ts';
import { applyDelta, replicaFromSnapshot } from '../../../../shared/sync/replica.ts';
import type { UpstreamDeps, UpstreamOptions } from './follow-upstream.ts';
import { logTransition } from './log-transition.ts';

/**
 * The relay stream has just told of this environment, so a refusal may only mean that the upstream (one of
 * several replicas) has not heard of it yet: asked again soon at first, and slowly in the long run.
 */
const REJECTED_BACKOFF = { baseMs: 1_000, capMs: 60_000 };

/** Keeps the flags of one environment what the upstream says. */
export function followEnvironment(
  deps: UpstreamDeps,
  { url, key }: UpstreamOptions,
  settings: ReaderSettings,
  environmentId: string,
  onState: (state: ReaderState) => void,
): Subscription {
  const { state, logger } = deps;
  const held = state.environment(environmentId);
  return subscribe(
    deps,
    {
      url: `${url}/stream?environment=${environmentId}`,
      key,
      channel: flagChannel,
      position: held?.position ?? null,
      settings: { ...settings, rejectedBackoff: REJECTED_BACKOFF },
    },
    {
      onSnapshot(position, snapshot) {
        state.setFlags(environmentId, replicaFromSnapshot(position, snapshot), undefined);
      },
      onDelta(delta) {
        const environment = state.environment(environmentId);
        const replica = environment === undefined ? null : applyDelta(environment.replica, delta);
        if (replica !== null) state.setFlags(environmentId, replica, delta);
      },
      onHeartbeat(ageMs) {
        if (ageMs !== null) state.confirmFlags(environmentId, deps.now() - ageMs);
      },
      onState(entered) {
        logTransition(logger, environmentId, entered);
        onState(entered);
      },
    },
  );
}
