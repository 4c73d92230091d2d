import type { Redis } from 'ioredis';
import { EVALUATION_EVENTS_STREAM } from '../../shared/events/evaluation-event.ts';
import type { Logger } from '../../shared/logging/logger.ts';
import type { DeadLetter, EventLog } from '../model/event-log.ts';
import { openConnection, settled } from './event-stream-connection.ts';
import { entriesOfClaim, entriesOfRead } from './event-stream-replies.ts';

export const EVENT_CONSUMER_GROUP = 'evaluation_events_store';
export const DEAD_LETTER_STREAM = 'evaluation_events_dead';

const COMMAND_TIMEOUT_MS = 5_000;
/** Dead letters kept; beyond that the oldest go. They are copies for people, counted elsewhere. */
const DEAD_LETTERS_KEPT = 10_000;
/** A consumer unheard of for so long, and owing nothing, is gone. Live ones ask every second. */
const CONSUMER_GONE_MS = 10 * 60_000;

/**
 * Removes consumers that owe nothing and were not heard of for a while. In one step, because removing one that
 * has just been given entries would lose them.
 */
const FORGET_CONSUMERS_SCRIPT = `
for _, reply in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local consumer = {}
  for index = 1, #reply, 2 do consumer[reply[index]] = reply[index + 1] end
  if consumer.pending == 0 and consumer.name ~= ARGV[3]
    and (consumer.idle >= tonumber(ARGV[2]) or consumer.name == ARGV[4]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer.name)
  end
end`;

export interface EventStreamConsumerOptions {
  readonly redisUrl: string;
  /** Unique: a name of its own for each process and start. */
  readonly consumer: string;
  readonly logger: Logger;
  /** How long an entry must have been with a consumer before another one may take it over. */
  readonly claimIdleMs?: number;
  /** How long a read waits for the first entry; also how long a stop may take. */
  readonly blockMs?: number;
  /** Entries taken at once: as many batches go into one transaction. */
  readonly count?: number;
}

/** Joins the consumer group of the event stream; both are made where they are missing. */
export function createEventStreamConsumer(options: EventStreamConsumerOptions): EventLog {
  const { redisUrl, consumer, logger, claimIdleMs = 30_000, blockMs = 1_000, count = 10 } = options;
  // Reading blocks its connection: nothing else may wait behind it.
  const reader = openConnection(redisUrl, 'events-reader', logger, { socketTimeout: blockMs + 10_000 });
  const redis = openConnection(redisUrl, 'events-settler', logger, { commandTimeout: COMMAND_TIMEOUT_MS });
  const group = [EVALUATION_EVENTS_STREAM, EVENT_CONSUMER_GROUP] as const;
  const forget = (me: string, leaving: string) =>
    redis.call('EVAL', FORGET_CONSUMERS_SCRIPT, '1', ...group, String(CONSUMER_GONE_MS), me, leaving);
  let claimFrom = '0-0';

  return {
    read: () =>
      withGroup(redis, async () => {
        await settled(reader);
        const limits = ['COUNT', String(count), 'BLOCK', String(blockMs)];
        const stream = ['STREAMS', EVALUATION_EVENTS_STREAM, '>'];
        return entriesOfRead(
          await reader.call('XREADGROUP', 'GROUP', EVENT_CONSUMER_GROUP, consumer, ...limits, ...stream),
        );
      }),
    claim: () =>
      withGroup(redis, async () => {
        if (claimFrom === '0-0') await forget(consumer, '');
        for (;;) {
          const range = [String(claimIdleMs), claimFrom, 'COUNT', String(count)];
          const { next, entries } = entriesOfClaim(
            await redis.call('XAUTOCLAIM', ...group, consumer, ...range),
          );
          claimFrom = next;
          if (entries.length > 0 || next === '0-0') return entries;
        }
      }),
    settle: (entryIds, deadLetters) => settle(redis, entryIds, deadLetters),
    async close() {
      reader.disconnect();
      await forget('', consumer).catch(() => {});
      redis.disconnect();
    },
  };
}

async function withGroup<T>(redis: Redis, run: () => Promise<T>): Promise<T> {
  await settled(redis);
  try {
    return await run();
  } catch (error) {
    if (!isGroupMissing(error)) throw error;
    // The first start, or a Redis that came back empty: from its first entry on.
    await redis
      .call('XGROUP', 'CREATE', EVALUATION_EVENTS_STREAM, EVENT_CONSUMER_GROUP, '0', 'MKSTREAM')
      .catch((reason: unknown) => {
        if (!(reason instanceof Error) || !reason.message.startsWith('BUSYGROUP')) throw reason;
      });
    return run();
  }
}

/** A script words it in its own way where not even the stream is there. */
function isGroupMissing(error: unknown): boolean {
  return error instanceof Error && /^NOGROUP|^ERR no such key/.test(error.message);
}

async function settle(
  redis: Redis,
  entryIds: readonly string[],
  deadLetters: readonly DeadLetter[],
): Promise<void> {
  const transaction = redis.multi();
  for (const { reason, entryId, events } of deadLetters) {
    const kept = ['MAXLEN', '~', String(DEAD_LETTERS_KEPT)];
    const fields = ['reason', reason, 'entry_id', entryId, 'events', events];
    transaction.call('XADD', DEAD_LETTER_STREAM, ...kept, '*', ...fields);
  }
  transaction.call('XACK', EVALUATION_EVENTS_STREAM, EVENT_CONSUMER_GROUP, ...entryIds);
  transaction.call('XDEL', EVALUATION_EVENTS_STREAM, ...entryIds);
  const replies = await transaction.exec();
  const failed = replies?.find(([error]) => error !== null)?.[0];
  if (failed) throw failed;
}
