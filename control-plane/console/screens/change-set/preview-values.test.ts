import { expect, test } from 'vitest';
import {
  contextsFromText,
  outcomeWords,
  type PreviewForm,
  previewRequest,
  sampleWords,
} from './preview-values.ts';

const FORM: PreviewForm = {
  environmentKey: 'production',
  source: 'recorded',
  days: 7,
  sample: 1_000,
  hasExamples: false,
  text: '',
};

test('recorded users are asked for by days and number, with examples only if wanted', () => {
  expect(previewRequest(FORM)).toEqual({
    environmentKey: 'production',
    contexts: [],
    recorded: { days: 7, sample: 1_000, examples: 0 },
  });
  expect(previewRequest({ ...FORM, hasExamples: true })?.recorded?.examples).toBe(10);
});

test.each([
  { environmentKey: '' },
  { days: 31 },
  { sample: 0 },
  { sample: Number.NaN },
  { source: 'given' as const, text: '{' },
])('%j is not sent', (part) => {
  expect(previewRequest({ ...FORM, ...part })).toBeUndefined();
});

test('one context or a list of them is read', () => {
  expect(contextsFromText('{"targetingKey": "u-1"}').contexts).toEqual([{ targetingKey: 'u-1' }]);
  expect(contextsFromText('[1]').fault).toMatch(/object/);
  expect(contextsFromText(JSON.stringify(Array(101).fill({}))).fault).toMatch(/100/);
});

test('outcomes and samples are said in words', () => {
  const outcome = { variationKey: 'on', reason: 'TARGETING_MATCH', errorCode: null, value: true };
  expect(outcomeWords(outcome)).toBe('on (true)');
  expect(outcomeWords({ ...outcome, errorCode: 'GENERAL' })).toBe('error GENERAL');
  expect(outcomeWords({ ...outcome, variationKey: null, reason: 'DISABLED', value: null })).toBe(
    'default value (null), disabled',
  );
  const sample = {
    days: 7,
    from: '',
    to: '',
    events: 5_000,
    eventsWithoutUser: 0,
    users: 1_200,
    sampled: 1_000,
    evaluated: 1_000,
    changed: 100,
    leftOut: 0,
    caps: ['SAMPLE' as const],
  };
  expect(sampleWords(sample)).toBe(
    '100 of 1,000 evaluated users get something else. In the last 7 days 1,200 users were found in 5,000 events. Not all: the number of users that you asked for was reached.',
  );
});
