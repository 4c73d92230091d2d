import type { ReaderIdentity } from '../../../shared/sync/reader-identity.ts';
import type { Credential } from './key-ring.ts';

/** What a reader says about itself when it connects. */
export interface ReaderClaims {
  readonly identity: ReaderIdentity;
  /** Of `Flags-Features`. */
  readonly features: readonly string[];
}

/** Readers of this edge that say the same about themselves, as the edge reports them to its upstream. */
export interface ReportedReaders extends ReaderClaims {
  readonly environmentId: string;
  /** The number of their open streams. */
  readonly streams: number;
}

/** An authorized reader of one environment's flags. */
export interface FlagStreamReader {
  readonly credential: Credential;
  readonly environmentId: string;
  /** The position it resumes from, as it sent it. */
  readonly lastEventId: string | undefined;
  /** Absent for a reader of change notices, and if an isolate of an earlier release has authorized it. */
  readonly claims?: ReaderClaims | undefined;
}

/** An authorized edge that reads environments and key hashes. */
export interface RelayStreamReader {
  readonly credential: Credential;
  readonly lastEventId: string | undefined;
}

/** A reader of change notices, authorized by a token. */
export interface NoticeStreamReader extends FlagStreamReader {
  /** When the token expires; milliseconds since 1970, perhaps in the past. */
  readonly expiresAt: number;
  /** Of the page that reads, if one does; it was allowed when the reader was authorized. */
  readonly origin: string | undefined;
}
