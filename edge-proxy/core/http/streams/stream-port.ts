import type { Context, Env } from 'hono';
import type { Credential } from '../../model/key-ring.ts';

/** A reader of one environment's flags that has been let in. */
export interface FlagReader {
  readonly credential: Credential;
  readonly environmentId: string;
  /** The position it resumes from, as it sent it. */
  readonly lastEventId: string | undefined;
}

/** An edge that asks for environments and key hashes, and has been let in. */
export interface RelayReader {
  readonly credential: Credential;
  readonly lastEventId: string | undefined;
}

/** A reader of change notices that has been let in by a token. */
export interface NoticeReader extends FlagReader {
  /** When the token expires; milliseconds since 1970, perhaps in the past. */
  readonly expiresAt: number;
  /** Of the page that reads, where one does; it was allowed when it was let in. */
  readonly origin: string | undefined;
}

/**
 * Where a runtime's own way of streaming plugs in. Whoever serves a stream also ends it: when its key is
 * revoked or expires, and when its environment is gone.
 */
export interface StreamPort<E extends Env> {
  flags(context: Context<E>, reader: FlagReader): Response | Promise<Response>;
  relay(context: Context<E>, reader: RelayReader): Response | Promise<Response>;
  notices(context: Context<E>, reader: NoticeReader): Response | Promise<Response>;
}
