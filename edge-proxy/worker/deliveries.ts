import type { RelaySnapshot } from '../../shared/keys/sdk-key.ts';
import type { Logger } from '../../shared/logging/logger.ts';
import type { Position } from '../../shared/sync/wire.ts';
import type { HeldRelay } from '../core/state/edge-state.ts';

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

export interface DeliveriesDeps {
  readonly sql: SqlStorage;
  readonly current: () => HeldRelay | undefined;
  readonly receiverOf: (environmentId: string) => EnvironmentReceiver;
  readonly logger: Logger;
}

/**
 * Environments that were told of stay on the list until their object has confirmed that it forgot them: an
 * environment that is deleted while its object is out of reach is erased later, not never.
 */
export function createDeliveries({ sql, current, receiverOf, logger }: DeliveriesDeps): Deliveries {
  sql.exec(
    'create table if not exists deliveries (environment_id text primary key, position text) without rowid',
  );
  let running: Promise<void> | undefined;
  let again = false;

  async function tell(relay: HeldRelay, environmentId: string): Promise<void> {
    const [{ position } = { position: null }] = sql
      .exec<{ position: string | null }>(
        'select position from deliveries where environment_id = ?',
        environmentId,
      )
      .toArray();
    if (position === relay.position) return;
    // On the list before it is told, whatever becomes of the telling.
    sql.exec('insert into deliveries (environment_id) values (?) on conflict do nothing', environmentId);
    const data = JSON.stringify(shareOf(relay.snapshot, environmentId));
    await receiverOf(environmentId).serve(relay.position, data);
    sql.exec('update deliveries set position = ? where environment_id = ?', relay.position, environmentId);
  }

  async function forget(environmentId: string): Promise<void> {
    await receiverOf(environmentId).erase();
    sql.exec('delete from deliveries where environment_id = ?', environmentId);
    logger.info('an environment is gone and has been erased', { environmentId });
  }

  async function deliverOnce(): Promise<void> {
    const relay = current();
    const wanted = new Set(relay?.snapshot.environments.map(({ id }) => id));
    const listed = sql.exec<{ environment_id: string }>('select environment_id from deliveries').toArray();
    const gone = listed.map(({ environment_id }) => environment_id).filter((id) => !wanted.has(id));
    const outcomes = await Promise.allSettled([
      ...(relay ? Array.from(wanted, (id) => tell(relay, id)) : []),
      ...gone.map(forget),
    ]);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') {
        logger.warn('an environment could not be told what it serves', { error: outcome.reason });
      }
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
