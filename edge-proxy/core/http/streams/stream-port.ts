import type { Context, Env } from 'hono';
import type { Answer } from '../../model/answer.ts';
import type { Failure } from '../../model/failure.ts';
import type { FlagStreamReader, NoticeStreamReader, RelayStreamReader } from '../../model/stream-readers.ts';

/** An open stream as a `Response`, or what refuses it. */
export type OpenedStream = Response | Failure | Promise<Response | Failure>;

/**
 * Serves streams on a runtime. The server refuses a stream with `flagsNotReady()` while the environment's flags have
 * not arrived. It also ends it: when its key is revoked or expires, and when its environment is removed.
 */
export interface StreamPort<E extends Env> {
  flags(context: Context<E>, reader: FlagStreamReader): OpenedStream;
  relay(context: Context<E>, reader: RelayStreamReader): OpenedStream;
  /** @param headers to be sent beside those that every stream has */
  notices(context: Context<E>, reader: NoticeStreamReader, headers: Answer['headers']): OpenedStream;
}
