import { PRODUCT_VERSION } from '../../../../shared/model/product-version.ts';
import {
  DEFAULT_READER_SETTINGS,
  type ReaderSettings,
} from '../../../../shared/sync/reader/reader-states.ts';
import type { ReaderIdentity } from '../../../../shared/sync/reader-identity.ts';
import type { EdgeRuntime, Fetch } from '../../model/ports.ts';
import type { ReportedReaders } from '../../model/stream-readers.ts';
import type { EdgeState } from '../edge-state.ts';

export interface UpstreamDeps extends EdgeRuntime {
  readonly fetch: Fetch;
  /** Holds what the streams bring. */
  readonly state: EdgeState;
}

export interface UpstreamOptions {
  /** The control plane or another edge; without a slash at the end. */
  readonly url: string;
  /** A secret: the relay key. */
  readonly key: string;
  /** What a 401 or 403 does: keep the last good state, or erase it. The edge retries in both cases. */
  readonly onRejected: 'keep' | 'close';
  readonly settings?: ReaderSettings;
  /** What the edge says about itself; absent: {@link EDGE_READER}. With an `instance` it also reports its positions. */
  readonly reader?: ReaderIdentity;
  /** Who reads flags from this edge, for its reports; absent: none are reported. */
  readonly readers?: () => readonly ReportedReaders[];
}

/** What every edge says about itself. */
export const EDGE_READER = {
  name: 'solid-fortnight-edge',
  version: PRODUCT_VERSION,
  kind: 'edge',
} as const satisfies ReaderIdentity;

/** The settings of each stream's reader. */
export function readerSettings({ settings, onRejected }: UpstreamOptions): ReaderSettings {
  return {
    ...(settings ?? DEFAULT_READER_SETTINGS),
    onRejected: onRejected === 'close' ? 'close' : 'retry',
  };
}
