import type { StreamSource } from '../../../../shared/streaming/stream-source.ts';
import { comparePositions } from '../../../../shared/sync/position.ts';
import { encodeEvent } from '../../../../shared/sync/sse-encode.ts';
import type { Position } from '../../../../shared/sync/wire.ts';
import type { ServedEnvironment } from '../../model/flag-source.ts';

/**
 * The id of the last event of a stream whose token has expired: a reader that reconnects with it has received the
 * notice.
 */
export const EXPIRED_EVENT_ID = 'expired';

const encoder = new TextEncoder();

/**
 * What a notice stream sends for one state: no values, only that there are new ones to fetch. A reader
 * either holds the position, is ahead of it, or is sent the notice.
 */
export function noticeSource(environment: ServedEnvironment): StreamSource {
  const { position } = environment;
  let notice: Uint8Array | undefined;
  return {
    position,
    snapshot: () => {
      notice ??= noticeOf(environment, position);
      return notice;
    },
    resume(held) {
      const order = comparePositions(held, position);
      if (order === 'same') return { standing: 'current' };
      return { standing: order === 'older' ? 'unknown' : 'ahead' };
    },
  };
}

/**
 * The last event of a stream whose token has expired. Its reader evaluates again, and gets a new URL with the answer.
 */
export function expiryNotice(environment: ServedEnvironment): Uint8Array {
  return noticeOf(environment, EXPIRED_EVENT_ID);
}

/** An id without data: by the SSE standard the reader notes the position and dispatches no event. */
export function silentMove(position: Position): Uint8Array {
  return encoder.encode(`id: ${position}\n\n`);
}

function noticeOf({ position, committedAt }: ServedEnvironment, id: string): Uint8Array {
  const data = { type: 'refetchEvaluation', etag: position, lastModified: lastModifiedOf(committedAt) };
  return encodeEvent({ event: 'message', id, data: JSON.stringify(data) });
}

/** A time of commit, in milliseconds, as notices and hints have it: in whole seconds. */
export function lastModifiedOf(committedAt: number): number {
  return Math.floor(committedAt / 1000);
}
