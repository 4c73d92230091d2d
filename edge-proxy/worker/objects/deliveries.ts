import type { RelaySnapshot } from '../../../shared/keys/sdk-key.ts';
import type { Logger } from '../../../shared/logging/logger.ts';
import type { Position } from '../../../shared/sync/wire.ts';
import type { HeldRelay } from '../../core/state/edge-state.ts';

/** An environment's object, as far as it is told what it serves. */
export interface EnvironmentReceiver {
  serve(position: Position, data: string): Promise<void>;
  erase(): Promise<void>;
}

/** Which environment's object has been told what. */
export interface Deliveries {
  /** Tells every object what it has not been told yet. What fails is tried again at the next call. Never rejects. */
  deliver(): Promise<void>;
}

/** The environments that were told of, each with the position last confirmed, `null` before the first. Stored. */
export interface DeliveryList {
  entries(): ReadonlyMap<string, Position | null>;
  put(environmentId: string, confirmed: Position | null): void;
  remove(environmentId: string): void;
}

export interface DeliveriesDeps {
  readonly list: DeliveryList;
  readonly current: () => HeldRelay | undefined;
  readonly receiverOf: (environmentId: string) => EnvironmentReceiver;
  readonly logger: Logger;
}

/**
 * Environments that were told of stay on the list until their object has confirmed that it forgot them: an
 * environment that is deleted while its object is out of reach is erased later, not never.
 */
export function createDeliveries({ list, current, receiverOf, logger }: DeliveriesDeps): Deliveries {
  let running: Promise<void> | undefined;
  let again = false;

  async function tell(relay: HeldRelay, id: string, confirmed: Position | null | undefined): Promise<void> {
    if (confirmed === relay.position) return;
    // On the list before it is told, whatever becomes of the telling.
    if (confirmed === undefined) list.put(id, null);
    await receiverOf(id).serve(relay.position, JSON.stringify(shareOf(relay.snapshot, id)));
    list.put(id, relay.position);
  }

  async function forget(id: string): Promise<void> {
    await receiverOf(id).erase();
    list.remove(id);
    logger.info('an environment is gone and has been erased', { environmentId: id });
  }

  async function deliverOnce(): Promise<void> {
    const relay = current();
    const wanted = new Set(relay?.snapshot.environments.map(({ id }) => id));
    const listed = list.entries();
    const outcomes = await Promise.allSettled([
      ...(relay ? Array.from(wanted, (id) => tell(relay, id, listed.get(id))) : []),
      ...[...listed.keys()].filter((id) => !wanted.has(id)).map(forget),
    ]);
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') continue;
      logger.warn('an environment could not be told what it serves', { error: outcome.reason });
    }
  }

  async function run(): Promise<void> {
    do {
      again = false;
      await deliverOnce();
    } while (again);
  }

  return {
    deliver() {
      again = true;
      running ??= run().finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}

/** The list in an object's own storage. */
export function createDeliveryList(sql: SqlStorage): DeliveryList {
  sql.exec('create table if not exists deliveries (id text primary key, confirmed text) without rowid');
  return {
    entries: () => {
      const rows = sql.exec<{ id: string; confirmed: string | null }>('select id, confirmed from deliveries');
      return new Map(rows.toArray().map(({ id, confirmed }) => [id, confirmed]));
    },
    put: (id, confirmed) => {
      sql.exec('insert or replace into deliveries (id, confirmed) values (?, ?)', id, confirmed);
    },
    remove: (id) => {
      sql.exec('delete from deliveries where id = ?', id);
    },
  };
}

/** What an environment's object is told: its environment, and every key that opens it, as far as it opens it. */
export function shareOf(snapshot: RelaySnapshot, environmentId: string): RelaySnapshot {
  return {
    ...snapshot,
    environments: snapshot.environments.filter(({ id }) => id === environmentId),
    keys: snapshot.keys
      .filter(({ environmentIds }) => environmentIds.includes(environmentId))
      .map((key) => ({ ...key, environmentIds: [environmentId] })),
  };
}
