import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSseDecoder, type IncomingEvent } from './sse-decode.ts';
import { encodeEvent, encodeFinalRetry, encodeHeartbeat, encodeRetry, heartbeatAge } from './sse-encode.ts';

function decode(chunks: readonly Uint8Array[], maxCharacters?: number) {
  const events: IncomingEvent[] = [];
  const comments: string[] = [];
  const retries: number[] = [];
  const faults: string[] = [];
  const decoder = createSseDecoder(
    {
      onEvent: (event) => events.push(event),
      onComment: (text) => comments.push(text),
      onRetry: (delayMs) => retries.push(delayMs),
      onFault: (reason) => faults.push(reason),
    },
    maxCharacters,
  );
  for (const chunk of chunks) decoder.feed(chunk);
  return { events, comments, retries, faults };
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

const event = { event: 'delta', id: '2-ab', data: JSON.stringify({ text: 'grüße 🎈\n', n: 1 }) };
const stream = concatenated([
  encodeRetry(1_000),
  encodeEvent(event),
  encodeHeartbeat(1_200),
  encodeEvent(event),
]);

describe('an encoded stream', () => {
  it('is decoded to the same events, wherever the network cuts it, even within a character', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: stream.byteLength - 1 })), (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), stream.byteLength];
        const chunks = edges.slice(1).map((end, index) => stream.slice(edges[index], end));
        expect(decode(chunks)).toEqual({
          events: [event, event],
          comments: ['heartbeat age=2'],
          retries: [1_000],
          faults: [],
        });
      }),
    );
  });

  it('has an empty line only after an event, because some clients make an empty event of every other one', () => {
    const text = new TextDecoder().decode(stream);
    const blocks = text.split('\n\n').slice(0, -1);
    expect(blocks).toHaveLength(2);
    for (const block of blocks) expect(block).toContain('\ndata: ');
    expect(text.startsWith('retry: 1000\nevent: delta\n')).toBe(true);
  });

  it('is read with an empty line after heartbeats and `retry`, too, as earlier releases send it', () => {
    const earlier = new TextEncoder().encode('retry: 1000\n\n: heartbeat age=2\n\n');
    expect(decode([earlier])).toMatchObject({ comments: ['heartbeat age=2'], retries: [1_000], faults: [] });
  });

  it('contains the age of a heartbeat, rounded up', () => {
    const comment = (ageMs: number | null) => decode([encodeHeartbeat(ageMs)]).comments[0] ?? '';
    expect(heartbeatAge(comment(0))).toBe(0);
    expect(heartbeatAge(comment(1))).toBe(1_000);
    expect(heartbeatAge(comment(2_000))).toBe(2_000);
    expect(comment(null)).toBe('heartbeat age=unknown');
    expect(heartbeatAge(comment(null))).toBeNull();
    expect(heartbeatAge('heartbeat of another kind')).toBeNull();
    // A clock that was set back.
    expect(heartbeatAge(comment(-5_000))).toBe(0);
    expect(heartbeatAge('heartbeat age=999999999')).toBe(999_999_999_000);
    expect(heartbeatAge('heartbeat age=1000000000')).toBeNull();
    expect(heartbeatAge('heartbeat dosage=3')).toBeNull();
  });

  it('has delays of whole milliseconds, none below 0', () => {
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    expect(text(encodeRetry(1_499.6))).toBe('retry: 1500\n');
    expect(text(encodeRetry(-1))).toBe('retry: 0\n');
    expect(text(encodeFinalRetry(2_000))).toBe('retry: 2000\n\n');
  });
});

describe('the decoder', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);

  it('fails once if an event grows past the limit, and reads nothing more', () => {
    for (const chunks of [
      [bytes('data: '), ...Array.from({ length: 20 }, () => bytes('x'.repeat(10)))],
      Array.from({ length: 20 }, () => bytes(`data: ${'x'.repeat(10)}\n`)),
      [bytes(`data: ${'x'.repeat(101)}\n\n`)],
    ]) {
      const { events, faults } = decode([...chunks, encodeEvent(event)], 100);
      expect(faults).toEqual(['an event is larger than 100 characters']);
      expect(events).toEqual([]);
    }
  });

  it('reports nothing that follows in the bytes with which it failed', () => {
    const rest = ': comment\n\nretry: 5\n\ndata: x\n\n';
    const { faults, ...others } = decode([bytes(`data: ${'x'.repeat(101)}\n\n${rest}`)], 100);
    expect(faults).toHaveLength(1);
    expect(others).toEqual({ events: [], comments: [], retries: [] });
  });

  it('reads an event of the limit', () => {
    const { events, faults } = decode([bytes(`data: ${'x'.repeat(100)}\n\n`)], 100);
    expect(faults).toEqual([]);
    expect(events).toEqual([{ event: 'message', id: null, data: 'x'.repeat(100) }]);
  });

  it('reads lines that end as old Macs ended them, and does not wait for more than a line', () => {
    const lines = ['event: delta\r', 'id: 2-ab\r', 'data: {"a"', ':1}\r', '\r', ': here\r', '\r', ':'];
    const { events, comments } = decode(lines.map(bytes));
    expect(events).toEqual([{ event: 'delta', id: '2-ab', data: '{"a":1}' }]);
    expect(comments).toEqual(['here']);
  });

  it('fails on a stream that is not UTF-8', () => {
    expect(decode([new Uint8Array([0x64, 0xff, 0xfe]), encodeEvent(event)])).toMatchObject({
      events: [],
      faults: ['the stream is not UTF-8'],
    });
  });

  it('ignores what the standard requires to ignore', () => {
    expect(decode([bytes('nonsense\nretry: soon\nfoo: bar\n\nid: 1-a\n\n')])).toMatchObject({
      events: [],
      faults: [],
    });
  });
});
