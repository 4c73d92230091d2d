import type { Logger } from '../../shared/logging/logger.ts';
import type { TimerClock } from '../../shared/model/clock.ts';
import type { Position } from '../../shared/sync/wire.ts';
import { HUB_GRACE_MS } from './hub-limits.ts';
import type { HubKind, StreamingCounters } from './streaming-counters.ts';

/** The part of a hub that the registry uses. */
export interface Hub {
  readonly position: Position | null;
  refresh(): Promise<void>;
  confirm(position: Position, at: number): boolean;
  close(): void;
}

/** The hubs of one kind. A hub is created on demand and dropped some time after its last reader has left. */
export interface HubRegistry<H extends Hub> {
  readonly ids: readonly string[];
  readonly hubs: readonly H[];
  find(id: string): H | undefined;
  /** The hub with this id, created if it is missing. It is kept at least for the grace period. */
  getOrCreate(id: string): H;
  /** Refreshes a hub, if it exists, because something may have changed. Never rejects. */
  refresh(id: string): void;
  refreshAll(): void;
  /**
   * Drops hubs without readers after the grace period, and refreshes hubs whose position differs from the database's.
   *
   * @param positions by id, the positions that the database had at time `at`
   */
  sweep(positions: ReadonlyMap<string, Position>, at: number): void;
  close(): void;
}

interface Entry<H extends Hub> {
  readonly hub: H;
  lastUsedAt: number;
  isFailing: boolean;
}

export interface HubRegistryDeps<H extends Hub> {
  readonly clock: TimerClock;
  readonly logger: Logger;
  /** For log lines. */
  readonly kind: HubKind;
  readonly counters: StreamingCounters;
  readonly create: (id: string, onDeleted: () => void) => H;
  readonly isInUse: (hub: H) => boolean;
}

export function createHubRegistry<H extends Hub>(deps: HubRegistryDeps<H>): HubRegistry<H> {
  const { clock, create } = deps;
  const entries = new Map<string, Entry<H>>();

  return {
    get ids() {
      return [...entries.keys()];
    },
    get hubs() {
      return [...entries.values()].map(({ hub }) => hub);
    },
    find: (id) => entries.get(id)?.hub,
    getOrCreate(id) {
      const existing = entries.get(id);
      if (existing) {
        existing.lastUsedAt = clock.now();
        return existing.hub;
      }
      const hub = create(id, () => {
        if (entries.get(id)?.hub === hub) entries.delete(id);
      });
      entries.set(id, { hub, lastUsedAt: clock.now(), isFailing: false });
      return hub;
    },
    refresh(id) {
      const entry = entries.get(id);
      if (entry) refreshEntry(id, entry, deps);
    },
    refreshAll() {
      for (const [id, entry] of entries) refreshEntry(id, entry, deps);
    },
    sweep(positions, at) {
      for (const [id, entry] of entries) {
        if (isExpired(entry, deps)) {
          entries.delete(id);
          entry.hub.close();
        } else verifyEntry(id, entry, { position: positions.get(id), at }, deps);
      }
    },
    close() {
      const hubs = [...entries.values()];
      entries.clear();
      for (const { hub } of hubs) hub.close();
    },
  };
}

/** Whether a hub was without readers for longer than the grace period. */
function isExpired<H extends Hub>(entry: Entry<H>, { clock, isInUse }: HubRegistryDeps<H>): boolean {
  if (isInUse(entry.hub)) entry.lastUsedAt = clock.now();
  return clock.now() - entry.lastUsedAt > HUB_GRACE_MS;
}

/** Refreshes a hub whose position differs from that of the database. */
function verifyEntry<H extends Hub>(
  id: string,
  entry: Entry<H>,
  head: { readonly position: Position | undefined; readonly at: number },
  deps: HubRegistryDeps<H>,
): void {
  if (head.position !== undefined && entry.hub.confirm(head.position, head.at)) {
    entry.isFailing = false;
    return;
  }
  if (entry.hub.position !== null) deps.counters.foundBySweep.add(deps.kind);
  refreshEntry(id, entry, deps);
}

/** Logs the first failure only: the sweep retries every two seconds. */
function refreshEntry<H extends Hub>(
  id: string,
  entry: Entry<H>,
  { logger, kind }: Pick<HubRegistryDeps<H>, 'logger' | 'kind'>,
): void {
  entry.hub.refresh().then(
    () => {
      entry.isFailing = false;
    },
    (error: unknown) => {
      if (!entry.isFailing) logger.warn('refreshing a hub failed', { kind, id, error });
      entry.isFailing = true;
    },
  );
}
