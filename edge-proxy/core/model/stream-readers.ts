import type { Credential } from './key-ring.ts';

/** An authorized reader of one environment's flags. */
export interface FlagStreamReader {
  readonly credential: Credential;
  readonly environmentId: string;
  /** The position it resumes from, as it sent it. */
  readonly lastEventId: string | undefined;
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
