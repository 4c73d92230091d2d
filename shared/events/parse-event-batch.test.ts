import { describe, expect, it } from 'vitest';
import { EVENT_LIMITS, POSTED_BATCH } from './limits.ts';
import { parseEventBatch } from './parse-event-batch.ts';

const FIRST = '019aa8e8-2400-7abc-9def-0123456789ab';
const repeated = (count: number, element: string) =>
  `[${Array.from({ length: count }, () => element).join(',')}]`;
const tableOf = (rows: number) => `{"id":"${FIRST}","outcomes":[],"rows":${repeated(rows, '[0,0,{}]')}}`;
const most = EVENT_LIMITS.batchEvents;

describe('a batch of events as text', () => {
  it('may have as many events as the limit, as a list and as a table', () => {
    for (const text of [repeated(most, '{}'), tableOf(most)]) {
      const parsed = parseEventBatch(text, POSTED_BATCH);
      const events = 'events' in parsed ? parsed.events : [];
      expect(events).toHaveLength(most);
      expect(events.at(-1)).toBeTypeOf('object');
      expect(Array.isArray(events.at(-1))).toBe(false);
    }
  });

  it('has a fault with one event more', () => {
    for (const text of [repeated(most + 1, '{}'), tableOf(most + 1)]) {
      expect(parseEventBatch(text, POSTED_BATCH)).toEqual({ fault: 'too_many_events' });
    }
  });

  it('may have as many bytes in UTF-8 as the limit', () => {
    const limits = { ...POSTED_BATCH, bytes: 100 };
    expect(parseEventBatch(`["${'é'.repeat(48)}"]`, limits)).toMatchObject({ events: [expect.any(String)] });
    expect(parseEventBatch(`["${'é'.repeat(48)}x"]`, limits)).toEqual({ fault: 'too_large' });
  });

  it('may be a member of the text', () => {
    const member = (parsed: unknown) => Object(parsed).events;
    expect(parseEventBatch('{"events":[{}]}', POSTED_BATCH, member)).toEqual({ events: [{}] });
    expect(parseEventBatch('[{}]', POSTED_BATCH, member)).toEqual({ fault: 'not_a_batch' });
  });

  it.each([
    ['[', 'not_json'],
    ['{"events":[]}', 'not_a_batch'],
    [`${'['.repeat(1_001)}${']'.repeat(1_001)}`, 'too_deep'],
    [repeated(150_000, '[]'), 'too_many_values'],
    [repeated(400_000, '1'), 'too_many_values'],
  ])('has a fault: %.20s', (text, fault) => {
    expect(parseEventBatch(text, POSTED_BATCH)).toEqual({ fault });
  });
});
