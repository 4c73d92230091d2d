import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import * as evaluator from '../index.ts';
import { answerVectors, type Evaluator, findFailures, runVectors, type VectorFile } from './run-vectors.ts';

const here = new URL('.', import.meta.url);
const names = readdirSync(here).filter((name) => name.endsWith('.json') && name !== 'vectors.schema.json');
const read = (name: string) => JSON.parse(readFileSync(new URL(name, here), 'utf8'));
const suite = names.map((name): { name: string; file: VectorFile } => ({ name, file: read(name) }));

describe('the vectors', () => {
  describe.each(suite)('$file.group', ({ file }) => {
    const failures = runVectors([file], evaluator);

    test.each(file.cases)('$description', ({ description }) => {
      const failure = failures.find((candidate) => candidate.description === description);
      expect(failure?.actual).toEqual(failure?.expected);
    });
  });
});

describe('the files of the suite', () => {
  const schema = z.fromJSONSchema(read('vectors.schema.json'));

  it.each(suite)('$name matches the schema', ({ file }) => {
    expect(schema.safeParse(file).error?.issues ?? []).toEqual([]);
  });

  it.each(suite)(
    '$name has no two cases with the same description, and no flag that no case needs',
    ({ file }) => {
      const descriptions = file.cases.map((item) => item.description);
      expect(descriptions.filter((text, index) => descriptions.indexOf(text) !== index)).toEqual([]);
      const asked = new Set(file.cases.map((item) => item.flagKey));
      const required = new Set(
        JSON.stringify(file.flagSet.flags.map((flag) => flag.prerequisites)).split('"'),
      );
      // A faulty flag may have no key, or a number as key.
      const keys = file.flagSet.flags.map((flag) => flag.key).filter((key) => typeof key === 'string');
      expect(keys.filter((key) => !asked.has(key) && !required.has(key))).toEqual([]);
    },
  );

  it('contain at least 500 cases', () => {
    expect(suite.flatMap(({ file }) => file.cases).length).toBeGreaterThanOrEqual(500);
  });
});

describe('the runner', () => {
  const file: VectorFile = {
    group: 'group',
    rule: 'rule',
    flagSet: { environment: { id: '', key: '' }, flags: [], segments: [] },
    cases: [
      {
        description: 'json',
        flagKey: 'f',
        context: {},
        expected: { value: { a: [1, { b: null }], c: 'x' }, variationKey: 'v', reason: 'STATIC' },
      },
      { description: 'error', flagKey: 'g', context: {}, expected: { errorCode: 'GENERAL' } },
    ],
  };
  const served = {
    flagKey: 'f',
    value: { c: 'x', a: [1, { b: null }] },
    variationKey: 'v',
    reason: 'STATIC',
  } as const;
  const failed = { flagKey: 'g', value: null, variationKey: null, reason: 'ERROR' } as const;
  const answering = (change: object, errorChange: object): Evaluator<null> => ({
    compileFlagSet: () => null,
    evaluate: (_, flagKey) =>
      flagKey === 'f'
        ? { ...served, errorCode: null, errorDetails: null, ...change }
        : { ...failed, errorCode: 'GENERAL', errorDetails: 'any words', ...errorChange },
  });

  it('finds nothing if all answers are as expected, in any order of members and with any text of an error', () => {
    expect(runVectors([file], answering({}, {}))).toEqual([]);
  });

  it.each([
    { value: { a: [1, { b: null }], c: 'y' } },
    { value: { a: [1, { b: null }] } },
    { value: { a: [1, {}], c: 'x' } },
    { value: { a: { 0: 1, 1: { b: null } }, c: 'x' } },
    { value: null },
    { variationKey: 'w' },
    { variationKey: null },
    { reason: 'DEFAULT' },
    { errorCode: 'GENERAL' },
    { flagKey: 'g' },
  ])('finds an answer that differs in %j', (change) => {
    expect(runVectors([file], answering(change, {})).map((failure) => failure.description)).toEqual(['json']);
  });

  it.each([{ errorCode: 'PARSE_ERROR' }, { value: false }, { variationKey: 'on' }, { reason: 'DEFAULT' }])(
    'finds an error that differs in %j',
    (change) => {
      expect(runVectors([file], answering({}, change)).map((failure) => failure.description)).toEqual([
        'error',
      ]);
    },
  );

  it('reports an evaluator that throws as a failure of that case', () => {
    const throwing: Evaluator<null> = {
      compileFlagSet: () => null,
      evaluate: () => {
        throw new Error('broken');
      },
    };
    expect(runVectors([file], throwing).map((failure) => failure.actual)).toEqual([
      'threw: broken',
      'threw: broken',
    ]);
  });

  it('returns complete answers, in the order of the cases', () => {
    const answers = answerVectors([file], answering({}, {}));
    expect(answers.map(({ description, resolution }) => [description, resolution?.errorDetails])).toEqual([
      ['json', null],
      ['error', 'any words'],
    ]);
  });

  it('reports a case without an answer', () => {
    const answers = answerVectors([file], answering({}, {}));
    expect(findFailures([file], answers.slice(0, 1)).map((failure) => failure.actual)).toEqual(['no answer']);
  });
});
