import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../shared/model/json.ts';
import { LIMITS } from '../../model/limits.ts';
import { checkJsonSchema } from './check-json-schema.ts';
import { createJsonSchemaValidator } from './json-schema-validator.ts';
import { createPatternCache } from './pattern-cache.ts';
import { createStepMeter, StepsExceeded } from './step-meter.ts';

const patterns = () => createPatternCache(createStepMeter(LIMITS.changeSetJsonSchemaSteps));
const check = (schema: JsonObject) => checkJsonSchema(schema, patterns());
const validatorOf = (schema: JsonObject) => createJsonSchemaValidator(schema, patterns());

const faultsOf = (schema: JsonObject, value: JsonValue) => {
  expect(check(schema)).toEqual([]);
  return validatorOf(schema)(value, createStepMeter(LIMITS.jsonSchemaSteps));
};

const key = fc.constantFrom('a', 'b', 'c', 'constructor', 'a/b~c');
const scalar = fc.constantFrom<JsonValue>(null, true, false, 0, 1, 2, 1.5, '', 'a', 'ab', '😀');
const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    { weight: 2, arbitrary: scalar },
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map(Object.fromEntries),
  ),
}));
const count = fc.nat(3);
const keys = fc.uniqueArray(key, { maxLength: 3 });
const pattern = fc.constantFrom('^a', 'b$', 'a|c');
const types = fc.constantFrom('null', 'boolean', 'object', 'array', 'number', 'string', 'integer');

/** Schemas with few keywords each: with many, nearly every value is wrong. */
const { schema } = fc.letrec<{ schema: JsonObject; sub: JsonValue }>((tie) => {
  const sub = tie('sub');
  const list = fc.array(sub, { minLength: 1, maxLength: 3 });
  const byKey = fc.array(fc.tuple(key, sub), { maxLength: 3 }).map(Object.fromEntries);
  const byPattern = fc.array(fc.tuple(pattern, sub), { maxLength: 2 }).map(Object.fromEntries);
  const keyword = fc.oneof<fc.Arbitrary<readonly [string, unknown]>[]>(
    fc.tuple(fc.constant('type'), fc.oneof(types, fc.uniqueArray(types, { minLength: 1, maxLength: 3 }))),
    fc.tuple(
      fc.constant('enum'),
      fc.uniqueArray(value, { minLength: 1, maxLength: 4, selector: JSON.stringify }),
    ),
    fc.tuple(fc.constant('const'), value),
    fc.tuple(fc.constant('multipleOf'), fc.constantFrom(1, 0.5, 2)),
    fc.tuple(fc.constantFrom('maximum', 'minimum', 'exclusiveMaximum', 'exclusiveMinimum'), fc.nat(2)),
    fc.tuple(
      fc.constantFrom('maxLength', 'minLength', 'maxItems', 'minItems', 'maxProperties', 'minProperties'),
      count,
    ),
    fc.tuple(fc.constant('pattern'), pattern),
    fc.tuple(fc.constant('uniqueItems'), fc.boolean()),
    fc.tuple(fc.constant('required'), keys),
    fc.tuple(
      fc.constant('dependentRequired'),
      fc.array(fc.tuple(key, keys), { maxLength: 2 }).map(Object.fromEntries),
    ),
    fc.tuple(fc.constantFrom('allOf', 'anyOf', 'oneOf', 'prefixItems'), list),
    fc.tuple(fc.constantFrom('not', 'if', 'items', 'contains', 'additionalProperties', 'propertyNames'), sub),
    fc.tuple(fc.constantFrom('then', 'else'), sub),
    fc.tuple(fc.constantFrom('minContains', 'maxContains'), count),
    fc.tuple(fc.constantFrom('properties', 'dependentSchemas'), byKey),
    fc.tuple(fc.constant('patternProperties'), byPattern),
    fc.constant(['properties', { a: { $ref: '#' }, b: { $ref: '#/$defs/x' } }] as const),
  );
  const object = fc
    .array(keyword, { minLength: 1, maxLength: 4 })
    .map((keywords): JsonObject => Object.fromEntries(keywords) as JsonObject)
    // Ajv skips `contains` beside `prefixItems` if the array is shorter than `prefixItems`: a test below.
    .filter((given) => given.contains === undefined || given.prefixItems === undefined);
  return {
    sub: fc.oneof({ depthSize: 'small', maxDepth: 3 }, { weight: 2, arbitrary: fc.boolean() }, object),
    schema: object.map((given) => ({ ...given, $defs: { x: { type: ['number', 'object', 'string'] } } })),
  };
});

/** `undefined`: Ajv throws a TypeError, as it does for some schemas with `patternProperties` beside `oneOf`. */
function answerOf(validate: (value: JsonValue) => boolean, each: JsonValue): boolean | undefined {
  try {
    return validate(each);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

describe('a value against a JSON Schema', () => {
  it('is valid exactly if Ajv finds it valid', () => {
    const seen = { valid: 0, invalid: 0 };
    fc.assert(
      fc.property(schema, fc.array(value, { minLength: 3, maxLength: 3 }), (given, values) => {
        fc.pre(check(given).length === 0);
        const validate = new Ajv2020({
          strict: false,
          validateFormats: false,
          logger: false,
          validateSchema: false,
          ownProperties: true,
        }).compile(given);
        for (const each of values) {
          const faults = faultsOf(given, each);
          seen[faults.length === 0 ? 'valid' : 'invalid'] += 1;
          const valid = faults.length === 0;
          expect(answerOf(validate, each) ?? valid, JSON.stringify({ given, each, faults })).toBe(valid);
        }
      }),
      { numRuns: 120 },
    );
    expect(Math.min(seen.valid, seen.invalid)).toBeGreaterThan(30);
  });

  it('is reported with every fault, by pointer', () => {
    const steps: JsonObject = {
      type: 'object',
      required: ['steps'],
      additionalProperties: false,
      properties: {
        steps: {
          type: 'array',
          maxItems: 2,
          items: {
            type: 'object',
            properties: { 'a/b': { type: 'string', minLength: 2 } },
            required: ['to'],
          },
        },
      },
    };
    expect(faultsOf(steps, { steps: [{ to: 1, 'a/b': '😀' }, 7, { to: 1 }], other: 1 })).toEqual([
      { pointer: '/other', message: 'is not allowed' },
      { pointer: '/steps', message: 'must have at most 2 items' },
      { pointer: '/steps/0/a~1b', message: 'must have at least 2 characters' },
      { pointer: '/steps/1', message: 'must be of type object' },
    ]);
    expect(faultsOf(steps, {})).toEqual([{ pointer: '', message: 'must have the member "steps"' }]);
  });
});

it.each<[JsonValue, boolean]>([
  [[], false],
  [['a'], false],
  [['a', 'b', 'c'], false],
  [['a', 1], true],
])('must contain what is demanded, also if it is shorter than `prefixItems`: %j', (list, isValid) => {
  const given: JsonObject = {
    prefixItems: [{ type: 'string' }, { type: ['string', 'number'] }, { type: 'string' }],
    contains: { type: 'number' },
  };
  expect(faultsOf(given, list).length === 0).toBe(isValid);
  expect(faultsOf({ not: given }, list).length === 0).toBe(!isValid);
  expect(faultsOf({ ...given, contains: false }, list)).toMatchObject([{ pointer: '' }]);
  expect(faultsOf({ ...given, minContains: 0 }, list)).toEqual([]);
});

const nest = (levels: number, keyword: string): JsonObject => ({
  $defs: Object.fromEntries(
    Array.from({ length: levels }, (_, level) => [
      `d${level}`,
      level === levels - 1
        ? { type: 'object' }
        : { [keyword]: [{ $ref: `#/$defs/d${level + 1}` }, { $ref: `#/$defs/d${level + 1}` }] },
    ]),
  ),
  $ref: '#/$defs/d0',
});
const deep = (levels: number): JsonValue => (levels === 0 ? {} : { a: deep(levels - 1) });
const twice = { $ref: '#' };

it('an own member of the name __proto__ is a member like any other', () => {
  const given: JsonObject = JSON.parse('{"properties": {"__proto__": false}, "required": ["__proto__"]}');
  expect(faultsOf(given, JSON.parse('{"__proto__": 1}'))).toMatchObject([{ pointer: '/__proto__' }]);
  expect(faultsOf(given, {})).toMatchObject([{ pointer: '' }]);
});

describe('the cost of a validation', () => {
  it.each<[string, JsonObject, JsonValue]>([
    ['references that double 40 times', nest(40, 'allOf'), {}],
    [
      'a member that is validated twice at each of 30 levels',
      { allOf: [{ properties: { a: twice } }, { properties: { a: twice } }] },
      deep(30),
    ],
    [
      'a list against a large enumeration',
      { items: { enum: Array.from({ length: 1_500 }, (_, i) => i + 0.5) } },
      Array.from({ length: 30_000 }, () => 1),
    ],
    [
      'many texts against large patterns',
      { items: { allOf: Array.from({ length: 4 }, () => ({ pattern: '(a|b|ab)*c{1,200}' })) } },
      Array.from({ length: 8 }, () => 'ab'.repeat(4_000)),
    ],
    [
      'many names against many patterns',
      { patternProperties: Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`x${i}$`, true])) },
      Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`name-${i}`, 1])),
    ],
    ['many faults', { items: { type: 'string' } }, Array.from({ length: 30_000 }, () => 1)],
    [
      'equal lists, many times',
      { allOf: Array.from({ length: 80 }, () => ({ uniqueItems: true })) },
      Array.from({ length: 6_000 }, (_, i) => [i]),
    ],
  ])('is refused beyond its bound: %s', (_, given, hostile) => {
    expect(check(given)).toEqual([]);
    const validate = validatorOf(given);
    const start = process.cpuUsage();
    expect(() => validate(hostile, createStepMeter(LIMITS.jsonSchemaSteps))).toThrow(StepsExceeded);
    // Processor time: others use the machine, too.
    expect(process.cpuUsage(start).user / 1_000).toBeLessThan(2_000);
  });

  it('is small for what people write', () => {
    const people: JsonObject = {
      items: {
        type: 'object',
        required: ['id'],
        properties: {
          id: { type: 'integer' },
          name: { type: 'string', maxLength: 100, pattern: '^[a-z ]+$' },
          tags: { type: 'array', uniqueItems: true, items: { type: 'string' } },
        },
      },
    };
    const large = Array.from({ length: 900 }, (_, id) => ({
      id,
      name: 'a name of some length',
      tags: ['a', 'b'],
    }));
    expect(JSON.stringify(large).length).toBeGreaterThan(48_000);
    expect(faultsOf(people, large)).toEqual([]);
  });
});

describe('a JSON Schema is refused', () => {
  it.each<[string, JsonObject, string, RegExp]>([
    ['an unknown keyword', { propertys: {} }, '/propertys', /no keyword/],
    [
      'a keyword of another form',
      { properties: { a: { minLength: '3' } } },
      '/properties/a/minLength',
      /integer from 0/,
    ],
    ['a type that does not exist', { type: 'int' }, '/type', /one of null, boolean/],
    ['another dialect', { $schema: 'http://json-schema.org/draft-07/schema#' }, '/$schema', /2020-12/],
    [
      'a reference to another document',
      { $ref: 'https://example.org/schema' },
      '/$ref',
      /schema of this document/,
    ],
    ['a reference to nothing', { items: { $ref: '#/$defs/x' } }, '/items/$ref', /where there is no schema/],
    [
      'a reference into an annotation',
      { default: { a: {} }, $ref: '#/default/a' },
      '/$ref',
      /where there is no schema/,
    ],
    ['a reference to itself', { allOf: [{ $ref: '#' }] }, '', /has no end/],
    [
      'references in a circle',
      { $defs: { a: { $ref: '#/$defs/b' }, b: { not: { $ref: '#/$defs/a' } } } },
      '/$defs/a',
      /has no end/,
    ],
    ['a pattern that backtracks by a reference', { pattern: '(a)\\1' }, '/pattern', /RE2/],
    [
      'a pattern that looks ahead',
      { patternProperties: { '(?=a)b': true } },
      '/patternProperties/(?=a)b',
      /RE2/,
    ],
    [
      'an unsupported keyword',
      { unevaluatedProperties: false },
      '/unevaluatedProperties',
      /additionalProperties/,
    ],
    ['an id below the root', { $defs: { a: { $id: 'x' } } }, '/$defs/a/$id', /outermost/],
    ['a schema that is no schema', { items: 7 }, '/items', /must be a schema/],
    [
      'too many schemas',
      { properties: Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`p${i}`, true])) },
      '',
      /at most 500/,
    ],
    ['too long', { description: 'x'.repeat(17_000) }, '', /16384 characters/],
    [
      'patterns that are too large together',
      { allOf: Array.from({ length: 20 }, () => ({ pattern: 'a{150}' })) },
      '',
      /size of at most 1000/,
    ],
  ])('%s', (_, given, pointer, message) => {
    expect(check(given)).toContainEqual({ pointer, message: expect.stringMatching(message) });
  });

  it('but not for its patterns: they take linear time', () => {
    expect(faultsOf({ pattern: '^(a+)+$' }, `${'a'.repeat(20_000)}!`)).toHaveLength(1);
  });

  it('nor for ids, annotations and formats, which are not checked on values', () => {
    const annotated: JsonObject = {
      $id: 'https://example.org/x',
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'T',
      format: 'date',
      default: 1,
      examples: [2],
    };
    expect(faultsOf(annotated, 'no date')).toEqual([]);
  });
});
