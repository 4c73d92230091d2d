import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EdgeUnderTest, type Setting, useSetting } from '../contract/setting.ts';
import { eventually } from '../support/eventually.ts';
import { createGate, type Gate } from '../support/gate.ts';
import { type RunningServer, startNodeEdge } from '../support/system.ts';
import { createFlags, METADATA } from './client-flags.ts';
import { type EvaluationCall, type ProviderProcess, startProviderProcess } from './provider-process.ts';
import { DOWNLOAD_TIMEOUT_MS, isInstalled, OTHER_LANGUAGES } from './toolchains.ts';

/** What the providers of the languages make of the same responses. */
const ERROR_CODES = {
  Python: { withoutTargetingKey: 'TARGETING_KEY_MISSING', withoutValue: null },
  Java: { withoutTargetingKey: 'INVALID_CONTEXT', withoutValue: 'FLAG_NOT_FOUND' },
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
  const errorCodes = language.name === 'Java' ? ERROR_CODES.Java : ERROR_CODES.Python;

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
      expect(details.metadata.flagVersion).toBeGreaterThan(0);
    });

    it('a rule with its variant and reason', async () => {
      const details = await evaluate('greeting', { type: 'string', codeDefault: '' });
      expect(details).toMatchObject({ variant: 'casual', reason: 'TARGETING_MATCH' });
      expect(details.metadata).toEqual({ ...METADATA, flagVersion: expect.any(Number) });
    });

    it('a flag that is off with its value, not with the code default', async () => {
      const details = await evaluate('switched-off', { codeDefault: true });
      expect(details).toMatchObject({ value: false, variant: 'off', reason: 'DEFAULT', errorCode: null });
      expect(details.metadata).toMatchObject({ enabled: false });
    });

    it('a default value that equals no variation', async () => {
      const details = await evaluate('unlisted', { type: 'string', codeDefault: 'code default' });
      expect(details).toMatchObject({ value: 'closed', variant: '$default', errorCode: null });
    });

    it('a flag without value with the code default', async () => {
      const details = await evaluate('undecided', { codeDefault: true });
      expect(details).toMatchObject({ value: true, errorCode: errorCodes.withoutValue });
    });

    it('without a targeting key, if no rollout needs one', async () => {
      expect(await evaluate('banner', { context: {} })).toMatchObject({ value: true, errorCode: null });
      const details = await evaluate('gradual', { context: {}, codeDefault: true });
      expect(details).toMatchObject({ value: true, errorCode: errorCodes.withoutTargetingKey });
    });
  });

  describe.runIf(installed)('gives the code default', () => {
    it('for a flag that does not exist', async () => {
      const details = await evaluate('no-such-flag', { codeDefault: true });
      expect(details).toMatchObject({ value: true, reason: 'ERROR', errorCode: 'FLAG_NOT_FOUND' });
    });

    it('for a flag of another type', async () => {
      const details = await evaluate('greeting', { codeDefault: true });
      expect(details).toMatchObject({ value: true, reason: 'ERROR', errorCode: 'TYPE_MISMATCH' });
    });

    it('to an unknown key', async () => {
      const details = await evaluate('banner', { key: `sf_srv_${'A'.repeat(43)}`, codeDefault: false });
      expect(details).toMatchObject({ value: false, reason: 'ERROR', errorCode: 'GENERAL' });
    });

    it('over the rate of its key, until it may ask again', async () => {
      const ask = () => evaluate('banner', { url: limited.url });
      await eventually('a refusal', async () => (await ask()).errorCode === 'GENERAL');
      await eventually('an answer', async () => (await ask()).value === true);
    });

    it('while the edge has no flags yet', async () => {
      await gate.close();
      cold = await setting().startAnother({ UPSTREAM_URL: gate.url }, '/health/live');
      const ask = () => evaluate('banner', { url: cold.url });
      expect(await ask()).toMatchObject({ value: false, reason: 'ERROR', errorCode: 'GENERAL' });
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
