import type { Logger } from '../../shared/logging/logger.ts';
import type { TimerClock } from '../../shared/model/clock.ts';
import type { Position } from '../../shared/sync/wire.ts';
import { HUB_GRACE_MS } from './hub-limits.ts';

/** As much of a hub as its keeper must know. */
export interface Hub {
  readonly position: Position | null;
  refresh(): Promise<void>;
  confirm(position: Position, at: number): boolean;
  close(): void;
}

/** The hubs of one kind: made on demand, dropped some time after their last reader. */
export interface HubRegistry<H extends Hub> {
  readonly ids: readonly string[];
  /** The hub of this id, made where it is missing; it stays at least for the grace period. */
  use(id: string): H;
  /** Something may have changed: refreshes the hub, if there is one. Never rejects. */
  nudge(id: string): void;
  nudgeAll(): void;
  /** Compares with what the database had at `at`: refreshes what differs, drops what nobody needs. */
  sweep(positions: ReadonlyMap<string, Position>, at: number): void;
  close(): void;
}

interface Kept<H extends Hub> {
  readonly hub: H;
  usedAt: number;
  failing: boolean;
}

export interface HubRegistryDeps<H extends Hub> {
  readonly clock: TimerClock;
  readonly logger: Logger;
  /** For log lines: "flags" or "keys". */
  readonly what: string;
  readonly create: (id: string, onGone: () => void) => H;
  readonly isInUse: (hub: H) => boolean;
}

export function createHubRegistry<H extends Hub>(deps: HubRegistryDeps<H>): HubRegistry<H> {
  const { clock, logger, what, create, isInUse } = deps;
  const kept = new Map<string, Kept<H>>();

  const refresh = (id: string, entry: Kept<H>) => {
    entry.hub.refresh().then(
      () => {
        entry.failing = false;
      },
      (error: unknown) => {
        // Once an outage: the sweep tries again and again.
        if (!entry.failing) logger.warn('a stream could not be refreshed', { what, id, error });
        entry.failing = true;
      },
    );
  };

  return {
    get ids() {
      return [...kept.keys()];
    },
    use(id) {
      const known = kept.get(id);
      if (known) {
        known.usedAt = clock.now();
        return known.hub;
      }
      const hub = create(id, () => {
        if (kept.get(id)?.hub === hub) kept.delete(id);
      });
      kept.set(id, { hub, usedAt: clock.now(), failing: false });
      return hub;
    },
    nudge(id) {
      const entry = kept.get(id);
      if (entry) refresh(id, entry);
    },
    nudgeAll() {
      for (const [id, entry] of kept) refresh(id, entry);
    },
    sweep(positions, at) {
      const now = clock.now();
      for (const [id, entry] of kept) {
        if (isInUse(entry.hub)) entry.usedAt = now;
        else if (now - entry.usedAt > HUB_GRACE_MS) {
          kept.delete(id);
          entry.hub.close();
          continue;
        }
        const position = positions.get(id);
        if (position === undefined || !entry.hub.confirm(position, at)) refresh(id, entry);
        else entry.failing = false;
      }
    },
    close() {
      const hubs = [...kept.values()];
      kept.clear();
      for (const { hub } of hubs) hub.close();
    },
  };
}
