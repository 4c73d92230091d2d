import fc from 'fast-check';
import { expect, it } from 'vitest';
import { processEntries } from '../../control-plane/events/process-entries.ts';
import { createStorageCounters } from '../../control-plane/events/storage-counters.ts';
import type { StreamEntry } from '../../control-plane/model/event-consumer.ts';
import { createEventQueue } from '../../edge-proxy/core/state/events/event-queue.ts';
import type { EvaluationEvent } from '../../shared/events/evaluation-event.ts';
import { eventsIn } from '../../shared/events/event-batch.ts';
import { createUuidV7Generator } from '../../shared/events/uuid-v7.ts';

/**
 * The way of events from the edge's queue over a stream into a store, with everything that can go wrong on it.
 * Queue, processing and counters are the real ones; the stream and the store are as little as they can be.
 */

const NOW = Date.UTC(2026, 10, 22);
const LIVE = 'b3f1f0f0-1111-4222-8333-000000000001';
const DELETED = 'b3f1f0f0-1111-4222-8333-000000000002';
const GONE_FROM_EDGE = 'b3f1f0f0-1111-4222-8333-000000000003';

type Step =
  | { readonly do: 'record'; readonly kind: 'good' | 'poison' | 'deleted' | 'gone' | 'invalid' }
  | { readonly do: 'send'; readonly how: 'taken' | 'taken-unheard' | 'lost' | 'refused' }
  | {
      readonly do: 'work';
      readonly entries: number;
      readonly dies: 'no' | 'before-store' | 'in-between' | 'before-settle';
    };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('record'),
      kind: fc.constantFrom('good', 'good', 'good', 'poison', 'deleted', 'gone', 'invalid'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('send'),
      how: fc.constantFrom('taken', 'taken-unheard', 'lost', 'refused'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('work'),
      entries: fc.integer({ min: 1, max: 3 }),
      dies: fc.constantFrom('no', 'before-store', 'in-between', 'before-settle'),
    }),
  },
);

class EventFault extends Error {}
class Killed extends Error {}

function createWorld() {
  const queue = createEventQueue(
    { maxEvents: 12, maxBytes: 1_000_000, batchEvents: 4, batchBytes: 100_000 },
    createUuidV7Generator((bytes) => crypto.getRandomValues(bytes)),
    (id) => (id === GONE_FROM_EDGE ? undefined : []),
  );
  const stored = new Set<string>();
  const stream: StreamEntry[] = [];
  const deadLetters: string[] = [];
  let [rollups, appended, settledCopies, entries] = [0, 0, 0, 0];
  /** Of every process there ever was. */
  const allCounters: ReturnType<typeof createStorageCounters>[] = [];

  const store = async (events: readonly EvaluationEvent[]) => {
    if (events.some(({ userId }) => userId === 'poison')) throw new EventFault();
    const known = events.filter(({ environmentId }) => environmentId === LIVE);
    const before = stored.size;
    for (const { id } of known) stored.add(id);
    const fresh = stored.size - before;
    rollups += fresh;
    return {
      stored: fresh,
      deduplicated: known.length - fresh,
      environmentUnknown: events.length - known.length,
    };
  };
  const record = (kind: string) => {
    const environmentId = kind === 'deleted' ? DELETED : kind === 'gone' ? GONE_FROM_EDGE : LIVE;
    const targetingKey = kind === 'poison' ? 'poison' : kind === 'invalid' ? 'a\u0000' : 'u-1';
    const resolution = {
      flagKey: 'f',
      value: 1,
      variationKey: 'on',
      reason: 'STATIC',
      errorCode: null,
      errorDetails: null,
    } as const;
    queue.add({ environmentId, resolution, context: { targetingKey }, timeMs: NOW });
  };
  const send = (how: string) => {
    const batch = queue.first() ?? queue.seal();
    if (batch === undefined || how === 'lost') return;
    if (how === 'refused') {
      queue.refused();
      return;
    }
    entries += 1;
    appended += batch.count;
    stream.push({ id: `${NOW}-${entries}`, events: new TextDecoder().decode(eventsIn(batch)) });
    if (how === 'taken') queue.accepted([]);
  };
  /** A worker that is killed leaves its entries in the stream: another one gets them again. */
  const work = async (count: number, dies: string) => {
    const counters = createStorageCounters();
    allCounters.push(counters);
    const taken = stream.slice(0, count);
    let attempts = 0;
    const persist = async <T>(attempt: () => Promise<T>): Promise<T> => {
      attempts += 1;
      if (dies === 'before-store' || (dies === 'in-between' && attempts > 2)) throw new Killed();
      return attempt();
    };
    const isEventFault = (error: unknown) => error instanceof EventFault;
    try {
      const dead = await processEntries(taken, { store, isEventFault, persist, counters });
      const { received, inFlight } = counters.counts();
      expect(inFlight).toBe(0);
      if (dies === 'before-settle') return;
      stream.splice(0, taken.length);
      settledCopies += received;
      deadLetters.push(...dead.map(({ reason }) => reason));
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      counters.returned(counters.counts().inFlight);
    }
  };
  return {
    run(next: Step): void | Promise<void> {
      if (next.do === 'record') return record(next.kind);
      return next.do === 'send' ? send(next.how) : work(next.entries, next.dies);
    },
    check() {
      const edge = queue.counters();
      expect(edge.recorded).toBe(edge.sent + sum(edge.dropped) + edge.buffered + edge.inFlight);
      for (const counters of allCounters) {
        const { received, deduplicated, dropped, returned, inFlight, ...rest } = counters.counts();
        expect(received).toBe(rest.stored + deduplicated + sum(dropped) + returned + inFlight);
      }
      expect(allCounters.reduce((total, counters) => total + counters.counts().stored, 0)).toBe(stored.size);
      expect(rollups).toBe(stored.size);
      const waiting = stream.reduce(
        (total, { events = '{"rows":[]}' }) => total + JSON.parse(events).rows.length,
        0,
      );
      expect(appended).toBe(settledCopies + waiting);
    },
    queue,
    stream,
    stored,
    deadLetters,
  };
}

it('counts right at every point, and stores every event once that was not dropped by reason', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const world = createWorld();
      for (const next of steps) {
        await world.run(next);
        world.check();
      }
      const kinds = steps.flatMap((next) => (next.do === 'record' ? [next.kind] : []));
      // The end: what waits is sent, and one worker empties the stream.
      while (world.queue.buffered + world.queue.inFlight > 0) await world.run({ do: 'send', how: 'taken' });
      while (world.stream.length > 0) await world.run({ do: 'work', entries: 3, dies: 'no' });
      world.check();

      const edge = world.queue.counters();
      expect(edge.recorded).toBe(kinds.length);
      expect(edge.recorded).toBe(edge.sent + sum(edge.dropped));
      const lost = edge.dropped.buffer_full + edge.dropped.rejected;
      const good = kinds.filter((kind) => kind === 'good').length;
      expect(world.stored.size).toBeLessThanOrEqual(good);
      if (lost === 0) expect(world.stored.size).toBe(good);
      expect(world.deadLetters.every((reason) => reason === 'refused_by_database')).toBe(true);
    }),
    { numRuns: 300 },
  );
});

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
