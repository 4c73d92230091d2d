import type { RelaySnapshot } from '../../../shared/keys/sdk-key.ts';
import type { Logger } from '../../../shared/logging/logger.ts';
import type { Position } from '../../../shared/sync/wire.ts';
import type { HeldRelay } from '../../core/state/edge-state.ts';
import type { SqlDatabase } from './object-storage.ts';

/** An environment's object, as far as the object `relay` calls it. */
export interface EnvironmentReceiver {
  serve(position: Position, data: string): Promise<void>;
  erase(): Promise<void>;
}

/** Delivers keys and environments from the object `relay` to the objects of the environments. */
export interface Deliveries {
  /** Delivers to every object what it has not confirmed yet. What fails is tried again at the next call. Never rejects. */
  deliver(): Promise<void>;
}

/** The environments delivered to, each with the last confirmed position, `null` before the first. Stored. */
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
 * An environment stays on the list until its object has confirmed its erasure: an environment that is deleted while
 * its object cannot be reached is erased later.
 */
export function createDeliveries({ list, current, receiverOf, logger }: DeliveriesDeps): Deliveries {
  let running: Promise<void> | undefined;
  let again = false;

  async function serve(relay: HeldRelay, id: string, confirmed: Position | null | undefined): Promise<void> {
    if (confirmed === relay.position) return;
    // Listed before the call: a call that fails may have reached the object.
    if (confirmed === undefined) list.put(id, null);
    await receiverOf(id).serve(relay.position, JSON.stringify(shareOf(relay.snapshot, id)));
    list.put(id, relay.position);
  }

  async function erase(id: string): Promise<void> {
    await receiverOf(id).erase();
    list.remove(id);
    logger.info('environment erased', { environmentId: id });
  }

  async function deliverOnce(): Promise<void> {
    const relay = current();
    const wanted = new Set(relay?.snapshot.environments.map(({ id }) => id));
    const listed = list.entries();
    const outcomes = await Promise.allSettled([
      ...(relay ? Array.from(wanted, (id) => serve(relay, id, listed.get(id))) : []),
      ...[...listed.keys()].filter((id) => !wanted.has(id)).map(erase),
    ]);
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') continue;
      logger.warn('environment object is unreachable', { error: outcome.reason });
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

/** The list in the object's own database. */
export function createDeliveryList(sql: SqlDatabase): DeliveryList {
  sql.exec('create table if not exists deliveries (id text primary key, confirmed text) without rowid');
  return {
    entries() {
      const rows = sql.exec('select id, confirmed from deliveries').toArray();
      return new Map(
        rows.map(({ id, confirmed }) => [String(id), typeof confirmed === 'string' ? confirmed : null]),
      );
    },
    put: (id, confirmed) => {
      sql.exec('insert or replace into deliveries (id, confirmed) values (?, ?)', id, confirmed);
    },
    remove: (id) => {
      sql.exec('delete from deliveries where id = ?', id);
    },
  };
}

/** The part of a relay snapshot for one environment: the environment, and its keys without their other environments. */
export function shareOf(snapshot: RelaySnapshot, environmentId: string): RelaySnapshot {
  return {
    ...snapshot,
    environments: snapshot.environments.filter(({ id }) => id === environmentId),
    keys: snapshot.keys
      .filter(({ environmentIds }) => environmentIds.includes(environmentId))
      .map((key) => ({ ...key, environmentIds: [environmentId] })),
  };
}
