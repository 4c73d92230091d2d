import { describe, expect, it } from 'vitest';
import {
  MAX_CONTEXT_DEPTH,
  MAX_CONTEXT_ELEMENTS,
  MAX_CONTEXT_TEXT,
  MAX_CONTEXT_VALUES,
} from '../../../../shared/model/context-limits.ts';
import { MAX_FLAG_KEYS, parseEvaluateRequest } from './parse-request.ts';

function nested(depth: number): string {
  return `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
}

describe('the body of POST /evaluate', () => {
  it.each([
    ['{"flagKey":"a"}', { flags: { one: 'a' }, context: {} }],
    ['{"flagKey":"a","context":null}', { flags: { one: 'a' }, context: {} }],
    ['{"flagKeys":["a","b"],"context":{"x":1}}', { flags: { some: ['a', 'b'] }, context: { x: 1 } }],
    ['{}', { flags: 'all', context: {} }],
    [' {"context":{"targetingKey":"é😀"}} ', { flags: 'all', context: { targetingKey: 'é😀' } }],
  ])('takes %s', (text, expected) => {
    expect(parseEvaluateRequest(text)).toEqual(expected);
  });

  it.each([
    ['', /empty/],
    ['   ', /empty/],
    ['{"flagKey":', /not valid JSON/],
    ["{'flagKey':'a'}", /not valid JSON/],
    ['{"flagKey":NaN}', /not valid JSON/],
    ['null', /must be a JSON object, not null/],
    ['[]', /must be a JSON object, not an array/],
    ['"a"', /must be a JSON object, not a string/],
    ['{"flagKey":7}', /"flagKey" must be a string, not a number/],
    ['{"flagKey":null}', /"flagKey" must be a string, not null/],
    ['{"flagKey":""}', /"flagKey" is not a flag key: it must be 1 to 100/],
    [`{"flagKey":"${'k'.repeat(101)}"}`, /"flagKey" is not a flag key/],
    ['{"flagKeys":"a"}', /"flagKeys" must be an array of strings, not a string/],
    ['{"flagKeys":["a",{}]}', /"flagKeys"\[1\] is not a flag key/],
    ['{"flagKeys":["a","b c"]}', /"flagKeys"\[1\] is not a flag key/],
    ['{"flagKey":"a","flagKeys":["a"]}', /not both/],
    ['{"flagkey":"a"}', /Unknown member "flagkey": expected "flagKey", "flagKeys" and "context"/],
    ['{"__proto__":{"flagKey":"a"}}', /Unknown member "__proto__"/],
  ])('refuses %s as PARSE_ERROR, saying what is wrong', (text, details) => {
    expect(parseEvaluateRequest(text)).toEqual({
      errorCode: 'PARSE_ERROR',
      errorDetails: expect.stringMatching(details),
    });
  });

  it.each([
    ['{"context":[]}', /"context" must be an object, not an array/],
    ['{"context":"u"}', /"context" must be an object, not a string/],
    [`{"context":${nested(MAX_CONTEXT_DEPTH + 1)}}`, /nested deeper than 16 levels/],
    [`{"context":{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`, /nested deeper than 16 levels/],
    [
      `{"context":{"a":[${'1,'.repeat(MAX_CONTEXT_VALUES)}1]}}`,
      new RegExp(`more than ${MAX_CONTEXT_VALUES}`),
    ],
    [
      `{"context":{"user":{"roles":[${'1,'.repeat(MAX_CONTEXT_ELEMENTS)}1]}}}`,
      /^"context\.user\.roles" has 501 elements; an array may have at most 500\.$/,
    ],
    [
      `{"context":{"urls":["a","${'a'.repeat(MAX_CONTEXT_TEXT + 1)}"]}}`,
      /^"context\.urls\[1\]" has 8193 UTF-16 code units; a text may have at most 8192\.$/,
    ],
  ])('refuses a bad context as INVALID_CONTEXT', (text, details) => {
    expect(parseEvaluateRequest(text)).toEqual({
      errorCode: 'INVALID_CONTEXT',
      errorDetails: expect.stringMatching(details),
    });
  });

  it('takes a context at its limits', () => {
    expect(parseEvaluateRequest(`{"context":${nested(MAX_CONTEXT_DEPTH)}}`)).toMatchObject({ flags: 'all' });
    const names = Array.from({ length: MAX_CONTEXT_VALUES }, (_, index) => [`a${index}`, 1]);
    const wide = JSON.stringify({ context: Object.fromEntries(names) });
    expect(parseEvaluateRequest(wide)).toMatchObject({ flags: 'all' });
    const roles = new Array<string>(MAX_CONTEXT_ELEMENTS).fill('r');
    const long = JSON.stringify({ context: { roles, note: 'x'.repeat(MAX_CONTEXT_TEXT) } });
    expect(parseEvaluateRequest(long)).toMatchObject({ flags: 'all' });
  });

  it('limits how many flags are named', () => {
    const naming = (count: number) =>
      JSON.stringify({ flagKeys: Array.from({ length: count }, (_, i) => `f${i}`) });
    expect(parseEvaluateRequest(naming(MAX_FLAG_KEYS))).toMatchObject({ flags: { some: expect.any(Array) } });
    expect(parseEvaluateRequest(naming(MAX_FLAG_KEYS + 1))).toMatchObject({
      errorCode: 'PARSE_ERROR',
      errorDetails: expect.stringContaining(`has ${MAX_FLAG_KEYS + 1} entries; at most ${MAX_FLAG_KEYS}`),
    });
  });

  it('lets the last of two members of one name count, as JSON parsers do', () => {
    expect(parseEvaluateRequest('{"flagKey":"a","flagKey":"b"}')).toMatchObject({ flags: { one: 'b' } });
  });

  it('keeps __proto__ of a context an attribute like any other', () => {
    const parsed = parseEvaluateRequest('{"context":{"__proto__":{"admin":true}}}');
    expect(Object.hasOwn(Object(parsed).context, '__proto__')).toBe(true);
    expect(Object.getPrototypeOf(Object(parsed).context)).toBe(Object.prototype);
    expect(Object({}).admin).toBeUndefined();
  });
});
