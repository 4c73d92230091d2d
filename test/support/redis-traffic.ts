import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { createHintBus, type HintBus } from '../../control-plane/messaging/hint-bus.ts';
import { createRedisEventTransport } from '../../edge-proxy/node/events/redis-event-transport.ts';
import type { RedisSettings } from '../../shared/config/redis-variables.ts';
import { batchOfTable } from '../../shared/events/event-batch.ts';
import type { EventTable } from '../../shared/events/event-table.ts';
import { type Logger, silentLogger } from '../../shared/logging/logger.ts';
import type { EventFixture } from './control-plane/event-fixture.ts';
import { startEventStorage } from './control-plane/event-storage.ts';
import { eventually } from './eventually.ts';

/** All that an edge and two control planes send over one Redis. */
export interface RedisTraffic {
  readonly hints: readonly [HintBus, HintBus];
  /**
   * Sends events of an edge and of a control plane and waits until they are stored, and a hint of each control plane until the
   * other one hears it. Sends again until that has succeeded, as the product does.
   */
  flowsWithin(timeoutMs: number): Promise<void>;
  /** Sends a table of the edge once. @returns whether Redis acknowledged it */
  sendOnce(table: EventTable): Promise<boolean>;
}

/** Starts everything of the product that uses Redis, until the test has finished. */
export function startRedisTraffic(
  redis: RedisSettings,
  fixture: EventFixture,
  logger: Logger = silentLogger,
): RedisTraffic {
  const append = startEventStorage(redis, fixture.sql);
  const transport = createRedisEventTransport({ redis, logger });
  const heard: [string[], string[]] = [[], []];
  const openBus = (index: 0 | 1) =>
    createHintBus({
      redis,
      logger,
      listener: { environmentsChanged: (ids) => heard[index].push(...ids), keysChanged: () => {} },
      onSubscribed: () => {},
    });
  const hints = [openBus(0), openBus(1)] as const;
  onTestFinished(() => {
    transport.close();
    for (const bus of hints) bus.close();
  });
  const { signal } = new AbortController();
  const sendOnce = async (table: EventTable) =>
    (await transport.send(batchOfTable(table), signal)).kind === 'accepted';
  const travels = (from: 0 | 1, to: 0 | 1, timeoutMs: number) => {
    const id = randomUUID();
    return eventually(
      'a hint arrives',
      () => {
        hints[from].notifier.environmentsChanged([id]);
        return heard[to].includes(id);
      },
      timeoutMs,
    );
  };
  const store = async (timeoutMs: number) => {
    const beganMs = performance.now();
    const { stored: before } = await fixture.counts();
    const table = fixture.table(3);
    await Promise.all([
      append(fixture.events(2), timeoutMs),
      eventually('the edge sends its events', () => sendOnce(table), timeoutMs),
    ]);
    await eventually(
      'the events are stored',
      async () => (await fixture.counts()).stored >= before + 5,
      timeoutMs - (performance.now() - beganMs),
    );
  };
  return {
    hints,
    sendOnce,
    async flowsWithin(timeoutMs) {
      await Promise.all([store(timeoutMs), travels(0, 1, timeoutMs), travels(1, 0, timeoutMs)]);
    },
  };
}
