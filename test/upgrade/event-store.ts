import { Redis } from 'ioredis';
import postgres from 'postgres';
import { expect } from 'vitest';
import { eventually } from '../support/eventually.ts';

/** The names of the base release, written out: no release may rename them. */
const STREAM = 'evaluation_events_stream';
const GROUP = 'evaluation_events_store';
const DEAD_LETTERS = 'evaluation_events_dead';

/** A stored event, without what differs from run to run. */
export interface StoredEvent {
  readonly flag_key: string;
  readonly user_id: string | null;
  readonly variation_key: string | null;
  readonly reason: string;
  readonly context: unknown;
}

/** Events as an operator sees them: entries of the Redis stream, rows of Postgres. */
export interface EventStore {
  /** Entries that no control plane has settled, oldest first. */
  entries(): Promise<readonly Entry[]>;
  /** Appends an entry with these fields, and nothing of what a release would check. */
  append(fields: Readonly<Record<string, string>>): Promise<void>;
  /** Entries that a consumer was given and has not settled. */
  pending(): Promise<number>;
  /** Sets back the clock of every pending entry by a minute: it counts as left by a consumer that was killed. */
  agePending(): Promise<void>;
  deadLetters(): Promise<readonly Entry[]>;
  /** Keeps every control plane from storing events until the function it resolves with is called. */
  holdBack(): Promise<() => Promise<void>>;
  /** Waits until all of these events are stored, each once, each counted, and the stream is empty. */
  untilStored(events: number): Promise<void>;
  /** Every stored event, sorted. */
  stored(): Promise<readonly StoredEvent[]>;
  /** Ids of events of this flag. */
  idsOf(flagKey: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** An entry of a Redis stream: its id, then its fields and values. */
export type Entry = readonly [id: string, fields: readonly string[]];

export function openEventStore(databaseUrl: string, redisUrl: string): EventStore {
  const redis = new Redis(redisUrl);
  const sql = postgres(databaseUrl, { max: 3, onnotice: () => {} });
  const entries = () => redis.xrange(STREAM, '-', '+');
  const pendingOf = async () => {
    const rows = await redis.xpending(STREAM, GROUP, '-', '+', 1_000);
    return rows.map((row) => {
      const [id, consumer] = Array.isArray(row) ? row : [];
      return { id: String(id), consumer: String(consumer) };
    });
  };
  return {
    entries,
    append: async (fields) => void (await redis.xadd(STREAM, '*', ...Object.entries(fields).flat())),
    pending: async () => (await pendingOf()).length,
    agePending: async () => {
      for (const { id, consumer } of await pendingOf()) {
        await redis.xclaim(STREAM, GROUP, consumer, 0, id, 'IDLE', 60_000, 'JUSTID');
      }
    },
    deadLetters: () => redis.xrange(DEAD_LETTERS, '-', '+'),
    holdBack: async () => {
      const held = await sql.reserve();
      await held`begin`;
      await held`lock table evaluation_events in access exclusive mode`;
      return async () => {
        await held`rollback`;
        held.release();
      };
    },
    untilStored: async (events) => {
      await eventually(
        `${events} events are stored`,
        async () => {
          const [row] = await sql<{ events: number; distinct: number; counted: number }[]>`
            select count(*)::int as events, count(distinct event_id)::int as distinct,
              (select coalesce(sum(evaluations), 0)::int from evaluation_rollups) as counted
            from evaluation_events`;
          expect(row).toEqual({ events, distinct: events, counted: events });
          expect(await entries()).toEqual([]);
          return true;
        },
        20_000,
      );
    },
    stored: async () => sql<StoredEvent[]>`
      select flag_key, user_id, variation_key, reason, context from evaluation_events
      order by flag_key, user_id nulls first, event_id`,
    idsOf: async (flagKey) => {
      const rows = await sql<{ event_id: string }[]>`
        select event_id from evaluation_events where flag_key = ${flagKey} order by event_id`;
      return rows.map(({ event_id }) => event_id);
    },
    close: async () => {
      redis.disconnect();
      await sql.end();
    },
  };
}
