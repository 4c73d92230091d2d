import type { TimerClock } from '../../shared/model/clock.ts';
import { MAX_TIMER_MS } from './hub-limits.ts';

/** A stream and the key that opened it. */
export interface KeyedStream {
  readonly keyId: string;
  /** The environment whose flags are streamed; `null` for the relay stream. */
  readonly environmentId: string | null;
  readonly end: () => void;
}

/** The open streams of one project, which end when their key expires or loses access. */
export interface KeyedStreams {
  readonly count: number;
  countOf(keyId: string): number;
  /** @param expiresAt when the key expires (RFC 3339), `null`: never. @returns removes the stream */
  add(stream: KeyedStream, expiresAt: string | null): () => void;
  /** Ends the streams whose key has no access. */
  endWithoutAccess(hasAccess: (keyId: string, environmentId: string | null) => boolean): void;
}

export function createKeyedStreams(clock: TimerClock): KeyedStreams {
  const byKey = new Map<string, Set<KeyedStream>>();
  return {
    get count() {
      let count = 0;
      for (const streams of byKey.values()) count += streams.size;
      return count;
    },
    countOf: (keyId) => byKey.get(keyId)?.size ?? 0,
    add(stream, expiresAt) {
      const streams = byKey.get(stream.keyId) ?? new Set();
      byKey.set(stream.keyId, streams.add(stream));
      const cancel = expiresAt === null ? () => {} : callAt(clock, Date.parse(expiresAt), stream.end);
      return () => {
        cancel();
        streams.delete(stream);
        if (streams.size === 0 && byKey.get(stream.keyId) === streams) byKey.delete(stream.keyId);
      };
    },
    endWithoutAccess(hasAccess) {
      for (const [keyId, streams] of byKey) {
        for (const stream of [...streams]) if (!hasAccess(keyId, stream.environmentId)) stream.end();
      }
    },
  };
}

/** Calls back at a time that may be further away than the longest timer. @returns cancels */
function callAt(clock: TimerClock, time: number, callback: () => void): () => void {
  let cancel = () => {};
  const wait = () => {
    const delayMs = time - clock.now();
    cancel =
      delayMs > MAX_TIMER_MS
        ? clock.setTimer(wait, MAX_TIMER_MS)
        : clock.setTimer(callback, Math.max(0, delayMs));
  };
  wait();
  return () => cancel();
}
