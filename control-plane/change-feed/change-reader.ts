import type { StreamSink } from '../../shared/streaming/sink.ts';
import { encodeEvent, encodeHeartbeat } from '../../shared/sync/sse-encode.ts';
import type { ProjectEvent } from '../model/project-event.ts';
import type { RequestCredential } from '../model/session.ts';

const HEARTBEAT_MS = 15_000;
/** A reader with more bytes waiting gets nothing more. Beside them at most one batch waits. */
const MAX_WAITING_BYTES = 65_536;
/** How long that may last. */
const MAX_STALL_MS = 30_000;

/** Who reads the changes of a project. */
export interface ChangeSubscription {
  readonly projectId: string;
  readonly userId: string;
  readonly credential: RequestCredential;
}

/** One open stream of changes. */
export interface ChangeReader {
  readonly subscription: ChangeSubscription;
  /** Of the last event that was sent. */
  readonly position: number;
  /** Sends events that follow the position. */
  send(events: readonly ProjectEvent[]): void;
  /** Whether it reads; one that has read nothing for too long is closed. */
  isReady(now: number): boolean;
  /** Sends a heartbeat if one is due. @param verifiedAt when the database was last asked */
  beat(now: number, verifiedAt: number): void;
  close(): void;
}

/**
 * @param head the position of the last entry
 * @param resumed the position that the reader holds; `null`: it wants what comes from now on
 */
export function createChangeReader(
  subscription: ChangeSubscription,
  sink: StreamSink,
  { head, resumed, now }: { readonly head: number; readonly resumed: number | null; readonly now: number },
): ChangeReader {
  const isKnown = resumed === null || resumed <= head;
  let position = resumed !== null && isKnown ? resumed : head;
  let writtenAt = now;
  let stalledAt: number | undefined;
  sink.write(
    encodeEvent({
      event: 'ready',
      id: String(position),
      data: JSON.stringify({ position, isComplete: isKnown }),
    }),
  );
  return {
    subscription,
    get position() {
      return position;
    },
    send(events) {
      for (const event of events) {
        sink.write(encodeEvent({ event: 'change', id: String(event.position), data: JSON.stringify(event) }));
        position = event.position;
      }
    },
    isReady(at) {
      if (sink.bufferedBytes <= MAX_WAITING_BYTES) {
        stalledAt = undefined;
        return true;
      }
      stalledAt ??= at;
      if (at - stalledAt >= MAX_STALL_MS) sink.close();
      return false;
    },
    beat(at, verifiedAt) {
      if (at - writtenAt < HEARTBEAT_MS || sink.bufferedBytes > MAX_WAITING_BYTES) return;
      writtenAt = at;
      sink.write(encodeHeartbeat(at - verifiedAt));
    },
    close: () => sink.close(),
  };
}
