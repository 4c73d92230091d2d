import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EdgeUnderTest, type Setting, useSetting } from '../contract/setting.ts';
import { eventually } from '../support/eventually.ts';
import { createGate, type Gate } from '../support/gate.ts';
import { type RunningServer, startNodeEdge } from '../support/system.ts';
import { createFlags, METADATA } from './client-flags.ts';
import { type EvaluationCall, type ProviderProcess, startProviderProcess } from './provider-process.ts';
import { DOWNLOAD_TIMEOUT_MS, isInstalled, OTHER_LANGUAGES, type OtherLanguage } from './toolchains.ts';

type ErrorCode =
  | 'FLAG_NOT_FOUND'
  | 'GENERAL'
  | 'INVALID_CONTEXT'
  | 'PARSE_ERROR'
  | 'TARGETING_KEY_MISSING'
  | 'TYPE_MISMATCH';

/** What the provider of a language makes of the same responses. `null` as an error code: no error. */
interface Reading {
  readonly withoutTargetingKey: ErrorCode;
  readonly offWithoutValue: ErrorCode | null;
  readonly onWithoutValue: ErrorCode | null;
  readonly otherType: ErrorCode;
  /** 20, where the application asks for a floating-point number. */
  readonly integerAsFloat: ErrorCode | null;
  /** 503 */
  readonly notReady: ErrorCode;
  /** Whether the application gets reason and metadata as they were sent. */
  readonly passesReasonAndMetadata: boolean;
  /** Whether a 429 of one edge stops the evaluations at all edges until `Retry-After` has passed. */
  readonly waitsEverywhere: boolean;
}

const READINGS: { readonly [Name in OtherLanguage['name']]: Reading } = {
  Go: {
    withoutTargetingKey: 'TARGETING_KEY_MISSING',
    offWithoutValue: null,
    onWithoutValue: 'TYPE_MISMATCH',
    otherType: 'TYPE_MISMATCH',
    integerAsFloat: null,
    notReady: 'GENERAL',
    passesReasonAndMetadata: true,
    waitsEverywhere: false,
  },
  Java: {
    withoutTargetingKey: 'INVALID_CONTEXT',
    offWithoutValue: 'FLAG_NOT_FOUND',
    onWithoutValue: 'FLAG_NOT_FOUND',
    otherType: 'TYPE_MISMATCH',
    integerAsFloat: 'TYPE_MISMATCH',
    notReady: 'GENERAL',
    passesReasonAndMetadata: true,
    waitsEverywhere: false,
  },
  Python: {
    withoutTargetingKey: 'TARGETING_KEY_MISSING',
    offWithoutValue: null,
    onWithoutValue: null,
    otherType: 'TYPE_MISMATCH',
    integerAsFloat: 'TYPE_MISMATCH',
    notReady: 'GENERAL',
    passesReasonAndMetadata: true,
    waitsEverywhere: false,
  },
  Rust: {
    withoutTargetingKey: 'INVALID_CONTEXT',
    offWithoutValue: 'PARSE_ERROR',
    onWithoutValue: 'PARSE_ERROR',
    otherType: 'PARSE_ERROR',
    integerAsFloat: null,
    notReady: 'PARSE_ERROR',
    passesReasonAndMetadata: false,
    waitsEverywhere: true,
  },
};

const under: EdgeUnderTest = { startEdge: startNodeEdge, changeWithin: 1_000, revocationWithin: 1_000 };
const setting = useSetting(under);
const programs = new Map<string, ProviderProcess>();
let limited: RunningServer;
let cold: RunningServer;
let gate: Gate;

beforeAll(async () => {
  await createFlags(setting());
  limited = await setting().startAnother({ RATE_LIMIT_PER_KEY: '1', RATE_LIMIT_BURST: '1' });
  gate = await createGate(setting().controlPlane.url);
});
afterAll(async () => {
  for (const program of programs.values()) program.stop();
  await gate?.close();
});

describe.each(OTHER_LANGUAGES)("OpenFeature's OFREP provider for $name", (language) => {
  const installed = isInstalled(language);
  const reading = READINGS[language.name];
  const asSent = (reason: string) => (reading.passesReasonAndMetadata ? reason : 'STATIC');

  beforeAll(() => {
    if (installed) programs.set(language.name, startProviderProcess(language.prepare()));
  }, DOWNLOAD_TIMEOUT_MS);

  function evaluate(flagKey: string, call: Partial<EvaluationCall> = {}) {
    const program = programs.get(language.name);
    if (program === undefined) throw new Error(`The program of ${language.name} is not there.`);
    return program.evaluate({ ...callOf(setting(), flagKey), ...call });
  }

  describe.runIf(installed)('evaluates', () => {
    it.each([
      ['a boolean', 'banner', 'boolean', false, true],
      ['a text', 'greeting', 'string', 'code default', 'Hi'],
      ['an integer', 'count', 'integer', 1, 20],
      ['a number with a fraction', 'price', 'float', 0.5, 19.5],
      ['an object', 'theme', 'object', {}, { mode: 'dark', colours: ['#000', '#eee'] }],
    ] as const)('%s', async (_, flagKey, type, codeDefault, value) => {
      const details = await evaluate(flagKey, { type, codeDefault });
      expect(details).toMatchObject({ value, errorCode: null });
      if (reading.passesReasonAndMetadata) expect(details.metadata.flagVersion).toBeGreaterThan(0);
    });

    it('an integer as a floating-point number, if it does not distinguish them', async () => {
      const details = await evaluate('count', { type: 'float', codeDefault: 0.5 });
      const value = reading.integerAsFloat === null ? 20 : 0.5;
      expect(details).toMatchObject({ value, errorCode: reading.integerAsFloat });
    });

    it('a rule with its variant and reason', async () => {
      const details = await evaluate('greeting', { type: 'string', codeDefault: '' });
      expect(details).toMatchObject({ variant: 'casual', reason: asSent('TARGETING_MATCH') });
      const metadata = { ...METADATA, flagVersion: expect.any(Number) };
      expect(details.metadata).toEqual(reading.passesReasonAndMetadata ? metadata : {});
    });

    it('a flag that is off with its value, not with the code default', async () => {
      const details = await evaluate('switched-off', { codeDefault: true });
      expect(details).toMatchObject({
        value: false,
        variant: 'off',
        reason: asSent('DEFAULT'),
        errorCode: null,
      });
      if (reading.passesReasonAndMetadata) expect(details.metadata).toMatchObject({ enabled: false });
    });

    it('a default value that equals no variation', async () => {
      const details = await evaluate('unlisted', { type: 'string', codeDefault: 'code default' });
      expect(details).toMatchObject({ value: 'closed', variant: '$default', errorCode: null });
    });

    it.each([
      ['off', 'undecided', reading.offWithoutValue],
      ['on', 'undecided-on', reading.onWithoutValue],
    ])('a flag without value that is %s with the code default', async (_, flagKey, errorCode) => {
      const details = await evaluate(flagKey, { codeDefault: true });
      expect(details).toMatchObject({ value: true, errorCode });
    });

    it('without a targeting key, if no rollout needs one', async () => {
      expect(await evaluate('banner', { context: {} })).toMatchObject({ value: true, errorCode: null });
      const details = await evaluate('gradual', { context: {}, codeDefault: true });
      expect(details).toMatchObject({ value: true, errorCode: reading.withoutTargetingKey });
    });
  });

  describe.runIf(installed)('gives the code default', () => {
    it('for a flag that does not exist', async () => {
      const details = await evaluate('no-such-flag', { codeDefault: true });
      expect(details).toMatchObject({ value: true, reason: 'ERROR', errorCode: 'FLAG_NOT_FOUND' });
    });

    it('for a flag of another type', async () => {
      const details = await evaluate('greeting', { codeDefault: true });
      expect(details).toMatchObject({ value: true, reason: 'ERROR', errorCode: reading.otherType });
    });

    it('for a fraction, if it asks for an integer', async () => {
      const details = await evaluate('price', { type: 'integer', codeDefault: 1 });
      expect(details).toMatchObject({ value: 1, reason: 'ERROR', errorCode: reading.otherType });
    });

    it('to an unknown key', async () => {
      const details = await evaluate('banner', { key: `sf_srv_${'A'.repeat(43)}`, codeDefault: false });
      expect(details).toMatchObject({ value: false, reason: 'ERROR', errorCode: 'GENERAL' });
    });

    it('over the rate of its key, until the limit allows a request', async () => {
      const ask = () => evaluate('banner', { url: limited.url });
      await eventually('a refusal', async () => (await ask()).errorCode === 'GENERAL');
      const elsewhere = await evaluate('banner');
      expect(elsewhere.errorCode).toBe(reading.waitsEverywhere ? 'GENERAL' : null);
      await eventually('an answer', async () => (await ask()).value === true);
    });

    it('while the edge has no flags yet', async () => {
      await gate.close();
      cold = await setting().startAnother({ UPSTREAM_URL: gate.url }, '/health/live');
      const ask = () => evaluate('banner', { url: cold.url });
      const { notReady } = reading;
      expect(await ask()).toMatchObject({ value: false, reason: 'ERROR', errorCode: notReady });
      await gate.open();
      await eventually('the flags', async () => (await ask()).value === true);
    });

    it('while the edge restarts, and its value afterwards', async () => {
      const { edge } = setting();
      await edge.process.stop();
      expect(await evaluate('banner')).toMatchObject({ value: false, errorCode: 'GENERAL' });
      await edge.process.start();
      await eventually('the value', async () => (await evaluate('banner')).value === true);
    });
  });
});

function callOf({ edge, keys }: Setting, flagKey: string): EvaluationCall {
  const context = { targetingKey: 'u-1', plan: 'premium' };
  return { url: edge.url, key: keys.server, flagKey, type: 'boolean', codeDefault: false, context };
}
