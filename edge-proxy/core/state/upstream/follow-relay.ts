import { relayChannel } from '../../../../shared/sync/reader/channel.ts';
import { subscribe } from '../../../../shared/sync/reader/subscription.ts';
import { followStream, type OnReaderState, type StreamFollower } from './follow-stream.ts';
import { logTransition } from './log-transition.ts';
import { EDGE_READER, readerSettings, type UpstreamDeps, type UpstreamOptions } from './upstream.ts';

export interface RelayObserver {
  /** The upstream has sent environments and keys, or has confirmed the ones held. */
  readonly onConfirmed?: () => void;
  /** The upstream has rejected the relay key, and everything has been erased. */
  readonly onErased?: () => void;
  readonly onState?: OnReaderState;
}

/** Keeps environments and keys equal to the upstream's: reads `GET /relay/stream` into the state. */
export function followRelay(
  deps: UpstreamDeps,
  options: UpstreamOptions,
  { onConfirmed, onErased, onState }: RelayObserver,
): StreamFollower {
  const { state, logger, now } = deps;
  return followStream(deps, {
    subscribe: (onReaderState) =>
      subscribe(
        deps,
        {
          url: `${options.url}/relay/stream`,
          key: options.key,
          channel: relayChannel,
          reader: options.reader ?? EDGE_READER,
          position: state.relay()?.position ?? null,
          settings: readerSettings(options),
        },
        {
          onSnapshot(position, snapshot) {
            state.setRelay(position, snapshot);
            onConfirmed?.();
          },
          onDelta() {},
          onHeartbeat(ageMs) {
            if (ageMs !== null) state.confirmRelay(now() - ageMs);
          },
          onState: onReaderState,
        },
      ),
    onState(entered) {
      logTransition(logger, 'relay', entered);
      onState?.(entered);
      if (entered.name === 'live') onConfirmed?.();
    },
    erase() {
      state.eraseAll();
      onErased?.();
    },
  });
}
