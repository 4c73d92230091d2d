import type { ReaderIdentity } from '../../shared/sync/reader-identity.ts';

/** What a reader of streams says that it holds. */
export interface PositionReport {
  /** As in `Flags-Reader` of its streams. */
  readonly instance: string;
  /** Positions by the id of their environment. */
  readonly positions: Readonly<Record<string, string>>;
  /** Who reads flags from it. */
  readonly readers: readonly ReaderBehindEdge[];
}

/** Readers of an edge that say the same about themselves. */
interface ReaderBehindEdge {
  readonly environmentId: string;
  readonly identity: { readonly [Member in keyof ReaderIdentity]: ReaderIdentity[Member] | undefined };
  readonly features: readonly string[];
  readonly streams: number;
}
