import { relayChannel } from '../../../../shared/sync/reader/channel.ts';
import {
  DEFAULT_READER_SETTINGS,
  type ReaderSettings,
  type ReaderState,
  type ReaderStateName,
} from '../../../../shared/sync/reader/reader-states.ts';
import { type Subscription, subscribe } from '../../../../shared/sync/reader/subscription.ts';
import type { EdgeRuntime, Fetch } from '../../model/ports.ts';
import type { EdgeState } from '../edge-state.ts';
import { followEnvironment } from './follow-environment.ts';
import { logTransition } from './log-transition.ts';

export interface UpstreamDeps extends EdgeRuntime {
  readonly fetch: Fetch;
  readonly state: EdgeState;
}

export interface UpstreamOptions {
  /** The control plane or another edge; without a slash at the end. */
  readonly url: string;
  /** A secret: the relay key. */
  readonly key: string;
  /** What a 401 or 403 does: keep the last good state, or erase it. Either way the upstream is asked again. */
  readonly onRejected: 'keep' | 'close';
  readonly settings?: ReaderSettings;
}

/** How one stream of the upstream fares. */
export interface UpstreamStream {
  /** `null`: the relay stream. */
  readonly environmentId: string | null;
  readonly state: ReaderStateName;
}

export interface Upstream {
  streams(): readonly UpstreamStream[];
  stop(): void;
}

/** After a rejection that erased what was held, the upstream is asked again this much later, at most. */
const AFTER_ERASURE_MS = 60_000;

/**
 * Keeps an edge's state what its upstream says: one relay stream for environments and keys, and one stream
 * for the flags of each environment the relay stream names.
 */
export function followUpstream(deps: UpstreamDeps, options: UpstreamOptions): Upstream {
  const { state, logger } = deps;
  const onRejected = options.onRejected === 'close' ? 'close' : 'retry';
  const settings: ReaderSettings = { ...(options.settings ?? DEFAULT_READER_SETTINGS), onRejected };
  const environments = new Map<string, Subscription>();
  let relay = followRelay();
  let cancelRetry = () => {};
  // What is held already, from files for example, is not told again.
  followExactly(state.relay()?.snapshot.environments.map(({ id }) => id) ?? []);

  function followRelay(): Subscription {
    return subscribe(
      deps,
      {
        url: `${options.url}/relay/stream`,
        key: options.key,
        channel: relayChannel,
        position: state.relay()?.position ?? null,
        settings,
      },
      {
        onSnapshot(position, snapshot) {
          state.setRelay(position, snapshot);
          followExactly(snapshot.environments.map(({ id }) => id));
        },
        onDelta() {},
        onHeartbeat(ageMs) {
          if (ageMs !== null) state.confirmRelay(deps.now() - ageMs);
        },
        onState(entered) {
          logTransition(logger, 'relay', entered);
          if (entered.name === 'live') hurryRejected();
          if (wasRejectedForGood(entered)) leaveEverything();
        },
      },
    );
  }

  function followExactly(ids: readonly string[]): void {
    for (const [id, subscription] of environments) {
      if (ids.includes(id)) continue;
      environments.delete(id);
      subscription.stop();
    }
    for (const id of ids) {
      if (environments.has(id)) continue;
      environments.set(
        id,
        followEnvironment(deps, options, settings, id, (entered) => {
          if (wasRejectedForGood(entered)) leaveFlags(id);
        }),
      );
    }
  }

  /** The upstream takes our key again, or tells that it goes further now: no need to wait any longer. */
  function hurryRejected(): void {
    for (const subscription of environments.values()) {
      if (subscription.state.name === 'rejected') subscription.reconnect();
    }
  }

  /** Only this environment's: it may just have been deleted, and the relay stream be about to say so. */
  function leaveFlags(id: string): void {
    state.eraseFlags(id);
    deps.setTimer(() => {
      if (environments.get(id)?.state.name !== 'stopped') return;
      environments.delete(id);
      followExactly([...environments.keys(), id]);
    }, retryDelay());
  }

  function leaveEverything(): void {
    relay.stop();
    followExactly([]);
    state.eraseAll();
    cancelRetry();
    cancelRetry = deps.setTimer(() => {
      relay = followRelay();
    }, retryDelay());
  }

  function retryDelay(): number {
    return AFTER_ERASURE_MS * (0.5 + deps.random() / 2);
  }

  return {
    streams: () => [
      { environmentId: null, state: relay.state.name },
      ...Array.from(
        environments,
        ([
          environmentId,
          {
            state: { name },
          },
        ]) => ({ environmentId, state: name }),
      ),
    ],
    stop() {
      cancelRetry();
      relay.stop();
      followExactly([]);
    },
  };
}

function wasRejectedForGood(state: ReaderState): boolean {
  return state.name === 'stopped' && state.reason === 'rejected';
}
