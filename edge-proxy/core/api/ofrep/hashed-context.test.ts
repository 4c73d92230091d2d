import { describe, expect, it } from 'vitest';
import { createHashedContextReader } from './hashed-context.ts';

const text = (context: object) => JSON.stringify({ context });

function hashOf(read: ReturnType<ReturnType<typeof createHashedContextReader>>): string {
  if ('errorCode' in read) throw new Error(read.errorDetails);
  return read.hash;
}

describe('reading the context of a bulk evaluation', () => {
  const reader = createHashedContextReader();

  it('gives the same hash and the same context, however often the body comes', () => {
    const body = text({ targetingKey: 'u-1', plan: 'free', tags: ['a', 'b'] });
    const first = reader(body);
    // It is remembered from the second time on.
    const second = reader(body);
    const third = reader(body);
    for (const read of [first, second, third]) {
      expect(hashOf(read)).toBe(hashOf(first));
      expect('parse' in read && read.parse()).toEqual({
        targetingKey: 'u-1',
        plan: 'free',
        tags: ['a', 'b'],
      });
    }
  });

  it('hashes what the context means, and not how it is written', () => {
    const hash = hashOf(reader('{"context":{"targetingKey":"u","plan":"free"}}'));
    expect(hashOf(reader('{ "context": {"plan":"free", "targetingKey":"\\u0075"}, "more": 1 }'))).toBe(hash);
    expect(hashOf(reader('{"context":{"targetingKey":"u","plan":"paid"}}'))).not.toBe(hash);
    expect(hashOf(reader(''))).toBe(hashOf(reader('{"context":null}')));
  });

  it.each(['{"context":', '[]', '{"context":1}'])('reports each time what is wrong with %s', (body) => {
    expect(reader(body)).toMatchObject({ errorCode: expect.any(String) });
    expect(reader(body)).toEqual(reader(body));
  });

  it('reads bodies that are too long to be remembered', () => {
    const body = text({ targetingKey: 'u', a: 'x'.repeat(8_000), b: 'x'.repeat(8_000) });
    expect(hashOf(reader(body))).toBe(hashOf(reader(body)));
  });
});
