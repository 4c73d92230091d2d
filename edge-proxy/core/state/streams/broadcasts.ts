import type { Broadcaster } from '../../../../shared/streaming/broadcaster.ts';
import type { StreamSink } from '../../../../shared/streaming/sink.ts';
import type { StreamSource } from '../../../../shared/streaming/stream-source.ts';
import { comparePositions } from '../../../../shared/sync/position.ts';
import type { FlagStreamReader, RelayStreamReader } from '../../model/stream-readers.ts';

/** Begins one stream for many readers. `verifiedAt` is when what it serves was last known to be current. */
export type Broadcast = (first: StreamSource, verifiedAt: () => number | null) => Broadcaster;

/** Connects a reader to a stream. */
export type Join = (joining: Joining) => void;

export interface Joining {
  readonly stream: Broadcaster;
  readonly sink: StreamSink;
  readonly reader: RelayStreamReader & Pick<FlagStreamReader, 'claims'>;
  /** `null` for the relay stream. */
  readonly environmentId: string | null;
}

/** Broadcasters by the name of what they serve. */
export interface Broadcasts {
  get(name: string): Broadcaster | undefined;
  getOrAdd(name: string, make: () => Broadcaster): Broadcaster;
  entries(): Iterable<readonly [string, Broadcaster]>;
  /** Drops those without readers. */
  dropIdle(): void;
  end(name: string): void;
  endAll(): void;
}

export function createBroadcasts(): Broadcasts {
  const broadcasters = new Map<string, Broadcaster>();

  function end(name: string): void {
    broadcasters.get(name)?.close();
    broadcasters.delete(name);
  }

  return {
    get: (name) => broadcasters.get(name),
    getOrAdd(name, make) {
      const known = broadcasters.get(name) ?? make();
      broadcasters.set(name, known);
      return known;
    },
    entries: () => broadcasters,
    dropIdle() {
      for (const [name, { readers }] of broadcasters) if (readers === 0) broadcasters.delete(name);
    },
    end,
    endAll() {
      for (const name of [...broadcasters.keys()]) end(name);
    },
  };
}

/** Whether a position is not newer than the one before it, which only a restored backup leads to. */
export function isTakenBack(before: string, next: string): boolean {
  const order = comparePositions(next, before);
  return order === 'older' || order === 'forked';
}
