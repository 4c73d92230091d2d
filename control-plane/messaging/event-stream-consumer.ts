import {
  connectionAttemptEnded,
  openRedisConnection,
  type RedisConnection,
} from '../../node-process/redis-connection.ts';
import { nameInRedis, type RedisSettings } from '../../shared/config/redis-variables.ts';
import { EVALUATION_EVENTS_STREAM } from '../../shared/events/evaluation-event.ts';
import type { Logger } from '../../shared/logging/logger.ts';
import type { DeadLetter, EventConsumer } from '../model/event-consumer.ts';
import { backlogOf, entriesOfClaim, entriesOfRead } from './event-stream-replies.ts';

export const EVENT_CONSUMER_GROUP = 'evaluation_events_store';
export const DEAD_LETTER_STREAM = 'evaluation_events_dead';

const COMMAND_TIMEOUT_MS = 5_000;
/** The dead-letter stream is trimmed to about this many entries. They are for inspection; the counters count them all. */
const MAX_DEAD_LETTERS = 10_000;
/**
 * A consumer without unacknowledged entries that was idle for this long has ended. A running one reads every second.
 */
const CONSUMER_EXPIRES_AFTER_MS = 10 * 60_000;

/**
 * Removes idle consumers without unacknowledged entries. One script, because a consumer that received entries between
 * the check and the removal would lose them.
 */
const REMOVE_IDLE_CONSUMERS_SCRIPT = `
for _, reply in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local consumer = {}
  for index = 1, #reply, 2 do consumer[reply[index]] = reply[index + 1] end
  if consumer.pending == 0 and consumer.name ~= ARGV[3]
    and (consumer.idle >= tonumber(ARGV[2]) or consumer.name == ARGV[4]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer.name)
  end
end`;

export interface EventStreamConsumerOptions {
  readonly redis: RedisSettings;
  /** Must be unique for each process and start. */
  readonly consumer: string;
  readonly logger: Logger;
  /** How long an entry must be pending before another consumer may claim it. */
  readonly claimIdleMs?: number;
  /** How long a read waits for the first entry. Also the longest time that a stop takes. */
  readonly blockMs?: number;
  /** The largest number of entries of one read. Their events are stored together. */
  readonly count?: number;
}

/** Joins the consumer group of the event stream. Creates the stream and the group if they are missing. */
export function createEventStreamConsumer(options: EventStreamConsumerOptions): EventConsumer {
  const { consumer, claimIdleMs = 30_000, blockMs = 1_000, count = 10 } = options;
  const { reader, redis } = openConnections(options, blockMs);
  const names: StreamNames = {
    stream: nameInRedis(options.redis, EVALUATION_EVENTS_STREAM),
    deadLetters: nameInRedis(options.redis, DEAD_LETTER_STREAM),
  };
  let claimCursor = '0-0';

  return {
    read: () =>
      withGroup(redis, names, async () => {
        await connectionAttemptEnded(reader);
        const limits = ['COUNT', String(count), 'BLOCK', String(blockMs)];
        const stream = ['STREAMS', names.stream, '>'];
        return entriesOfRead(
          await reader.call('XREADGROUP', 'GROUP', EVENT_CONSUMER_GROUP, consumer, ...limits, ...stream),
        );
      }),
    claim: () =>
      withGroup(redis, names, async () => {
        if (claimCursor === '0-0') await removeIdleConsumers(redis, names, { except: consumer });
        for (;;) {
          const range = [String(claimIdleMs), claimCursor, 'COUNT', String(count)];
          const { next, entries } = entriesOfClaim(
            await redis.call('XAUTOCLAIM', names.stream, EVENT_CONSUMER_GROUP, consumer, ...range),
          );
          claimCursor = next;
          if (entries.length > 0 || next === '0-0') return entries;
        }
      }),
    backlog: async () => backlogOf(await redis.call('XINFO', 'GROUPS', names.stream), EVENT_CONSUMER_GROUP),
    acknowledge: (entryIds, deadLetters) => acknowledge(redis, names, entryIds, deadLetters),
    async close() {
      reader.disconnect();
      await removeIdleConsumers(redis, names, { leaving: consumer }).catch(() => {});
      redis.disconnect();
    },
  };
}

interface StreamNames {
  readonly stream: string;
  readonly deadLetters: string;
}

/** A blocking read blocks its connection, so every other command uses a second one. */
function openConnections({ redis, logger }: EventStreamConsumerOptions, blockMs: number) {
  return {
    reader: openRedisConnection({
      redis,
      role: 'events-reader',
      logger,
      socketTimeoutMs: blockMs + 3_000,
    }),
    redis: openRedisConnection({
      redis,
      role: 'events-settler',
      logger,
      commandTimeoutMs: COMMAND_TIMEOUT_MS,
    }),
  };
}

async function removeIdleConsumers(
  redis: RedisConnection,
  { stream }: StreamNames,
  { except = '', leaving = '' },
): Promise<void> {
  const group = [stream, EVENT_CONSUMER_GROUP];
  const idleMs = String(CONSUMER_EXPIRES_AFTER_MS);
  await redis.call('EVAL', REMOVE_IDLE_CONSUMERS_SCRIPT, '1', ...group, idleMs, except, leaving);
}

async function withGroup<T>(
  redis: RedisConnection,
  { stream }: StreamNames,
  run: () => Promise<T>,
): Promise<T> {
  await connectionAttemptEnded(redis);
  try {
    return await run();
  } catch (error) {
    if (!isGroupMissing(error)) throw error;
    // The first start, or a Redis that lost its data: the group starts at the first entry.
    await redis
      .call('XGROUP', 'CREATE', stream, EVENT_CONSUMER_GROUP, '0', 'MKSTREAM')
      .catch((reason: unknown) => {
        if (!(reason instanceof Error) || !reason.message.startsWith('BUSYGROUP')) throw reason;
      });
    return run();
  }
}

/** A script reports `no such key` if the stream is missing as well. */
function isGroupMissing(error: unknown): boolean {
  return error instanceof Error && /^NOGROUP|^ERR no such key/.test(error.message);
}

/**
 * The dead letters first, by themselves: a Redis Cluster refuses a transaction over the keys of two slots. If the
 * acknowledgement fails, they are written again with the next try, so a dead letter may occur twice and is never lost.
 */
async function acknowledge(
  redis: RedisConnection,
  { stream, deadLetters: deadLetterStream }: StreamNames,
  entryIds: readonly string[],
  deadLetters: readonly DeadLetter[],
): Promise<void> {
  for (const { reason, entryId, events } of deadLetters) {
    const trim = ['MAXLEN', '~', String(MAX_DEAD_LETTERS)];
    const fields = ['reason', reason, 'entry_id', entryId, 'events', events];
    await redis.call('XADD', deadLetterStream, ...trim, '*', ...fields);
  }
  const transaction = redis.multi();
  transaction.call('XACK', stream, EVENT_CONSUMER_GROUP, ...entryIds);
  transaction.call('XDEL', stream, ...entryIds);
  const replies = await transaction.exec();
  const failed = replies?.find(([error]) => error !== null)?.[0];
  if (failed) throw failed;
}
