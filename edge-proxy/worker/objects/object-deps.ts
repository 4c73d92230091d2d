import type { ReaderIdentity } from '../../../shared/sync/reader-identity.ts';
import type { EdgeRuntime, Fetch } from '../../core/model/ports.ts';
import type { ObjectStorage } from './object-storage.ts';

/** What the work of an object needs of its runtime and of the configuration. */
export interface ObjectDeps extends EdgeRuntime {
  readonly storage: ObjectStorage;
  readonly fetch: Fetch;
  readonly upstreamUrl: string;
  readonly relayKey: string;
  readonly maxStreamsPerKey: number;
  /** What the object says about itself to the upstream. */
  readonly reader: ReaderIdentity & { readonly instance: string };
}
