import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../../shared/model/json.ts';
import { createCanonicalWriter } from './canonical-context.ts';
import { CodeUnitBuffer } from './code-unit-buffer.ts';

const writeCanonical = createCanonicalWriter();
const written = new CodeUnitBuffer();

function canonicalText(context: JsonObject): string {
  written.clear();
  writeCanonical(written, context);
  return String.fromCharCode(...written.padded(1).subarray(0, written.length));
}

/** The same value with its members the other way round, at every level. */
function reversed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return reversedObject(Object.fromEntries(Object.entries(value)));
}

function reversedObject(object: JsonObject): JsonObject {
  const entries = Object.entries(object).reverse();
  return Object.fromEntries(entries.map(([name, member]) => [name, reversed(member)]));
}

const contexts = fc.dictionary(fc.string(), fc.jsonValue()).map((object): JsonObject => {
  const parsed: JsonObject = JSON.parse(JSON.stringify(object));
  return parsed;
});

describe('the canonical text of a context', () => {
  it('does not depend on the order of members', () => {
    fc.assert(
      fc.property(contexts, (context) => {
        expect(canonicalText(reversedObject(context))).toBe(canonicalText(context));
      }),
    );
  });

  it('differs where contexts differ', () => {
    fc.assert(
      fc.property(contexts, contexts, (one, other) => {
        const areAlike = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
        expect(canonicalText(one) === canonicalText(other)).toBe(areAlike);
      }),
    );
  });

  it('is what it is whatever context came before', () => {
    const text = canonicalText({ b: 1, a: 2 });
    for (const before of [{}, { b: 1 }, { a: 1, b: 2 }, { b: 1, a: 2, c: 3 }]) {
      canonicalText(before);
      expect(canonicalText({ b: 1, a: 2 })).toBe(text);
      expect(canonicalText({ a: 2, b: 1 })).toBe(text);
    }
  });

  it.each([
    ['{"a":"1"}', '{"a":1}'],
    ['{"a":null}', '{}'],
    ['{"a":"null"}', '{"a":null}'],
    ['{"a":[1,2]}', '{"a":[2,1]}'],
    ['{"a":["1,2"]}', '{"a":["1","2"]}'],
    ['{"a":[[1],2]}', '{"a":[[1,2]]}'],
    ['{"a":{"b":1}}', '{"a":{},"b":1}'],
    ['{"a":1e400}', '{"a":null}'],
    ['{"a\\":\\"b":1}', '{"a":"b"}'],
    ['{"__proto__":1}', '{}'],
  ])('differs for %s and %s', (one, other) => {
    expect(canonicalText(JSON.parse(one))).not.toBe(canonicalText(JSON.parse(other)));
  });

  it('is the same for -0 and 0, which every condition treats alike', () => {
    expect(canonicalText({ a: -0 })).toBe(canonicalText({ a: 0 }));
  });
});

function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([name, member]) => [name, sorted(member)]);
}
