import { beforeAll, describe, expect, it } from 'vitest';
import { evaluateAt, postEvaluate } from '../support/edge-client.ts';
import { HALF_AND_HALF } from './rules.ts';
import type { Setting } from './setting.ts';

/** `POST /evaluate`: answers, errors, isolation of client keys. */
export function describeEvaluation(setting: () => Setting): void {
  describe('POST /evaluate', () => {
    beforeAll(async () => {
      const { api, projectId, flagIsOn } = setting();
      await api.createFlag(projectId, { key: 'greeting', type: 'string', ...GREETING });
      await api.configure(projectId, 'greeting', 'production', { enabled: true, rules: GREETING_RULES });
      await flagIsOn({ key: 'new-checkout' });
      await flagIsOn({ key: 'banner', clientSide: true });
      await api.createFlag(projectId, { key: 'gradual' });
      await api.configure(projectId, 'gradual', 'production', { enabled: true, rules: [HALF_AND_HALF] });
      await api.createFlag(projectId, { key: 'switched-off' });
      await flagIsOn({ key: 'last-one' }); // changes arrive in order: with this one, all are there
    });

    describeAnswers(setting);
    describeRefusals(setting);
    describeClientKeys(setting);
  });
}

const GREETING = {
  variations: [
    { key: 'formal', value: 'Good day' },
    { key: 'casual', value: 'Hi' },
  ],
  defaultValue: 'Good day',
};

const GREETING_RULES = [
  {
    priority: 1,
    description: 'premium customers',
    conditions: [{ conditionType: 'user', attribute: 'plan', operator: 'eq', values: ['premium'] }],
    serve: { variation: 'casual' },
  },
] as const;

function describeAnswers(setting: () => Setting): void {
  it('answers one flag with value, variation and reason, and with position and age', async () => {
    const { edge, keys } = setting();
    const answer = await evaluateAt(edge.url, keys.server, {
      flagKey: 'greeting',
      context: { targetingKey: 'u-1', plan: 'premium' },
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      flagKey: 'greeting',
      value: 'Hi',
      variationKey: 'casual',
      reason: 'TARGETING_MATCH',
    });
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.headers.get('flags-version')).toMatch(/^\d+-[0-9a-f]+$/);
    expect(Number(answer.headers.get('flags-age'))).toBeLessThan(30);
    expect(answer.headers.get('flags-age')).toMatch(/^\d+$/);
  });

  it.each([
    ['new-checkout', {}, { value: true, variationKey: 'on', reason: 'STATIC' }],
    ['switched-off', {}, { value: false, variationKey: 'off', reason: 'DISABLED' }],
    ['greeting', { plan: 'free' }, { value: 'Good day', variationKey: 'formal', reason: 'DEFAULT' }],
  ])('answers %s for %j', async (flagKey, context, expected) => {
    const { edge, keys } = setting();
    const answer = await evaluateAt(edge.url, keys.server, { flagKey, context });
    expect(answer.body).toEqual({ flagKey, ...expected });
  });

  it('splits users by targeting key, the same user always alike', async () => {
    const { edge, keys } = setting();
    const ask = async (user: number) => {
      const request = { flagKey: 'gradual', context: { targetingKey: `user-${user}` } };
      return (await evaluateAt(edge.url, keys.server, request)).body;
    };
    const answers = await Promise.all(Array.from({ length: 40 }, (_, user) => ask(user)));
    expect(new Set(answers.map(({ value }) => value))).toEqual(new Set([true, false]));
    expect(answers.every(({ reason }) => reason === 'SPLIT')).toBe(true);
    expect(await ask(7)).toEqual(answers[7]);
  });

  it('answers some flags, and one it does not have does not spoil the others', async () => {
    const { edge, keys } = setting();
    const flagKeys = ['new-checkout', 'no-such-flag', 'gradual'];
    const { status, body } = await evaluateAt(edge.url, keys.server, { flagKeys });
    expect(status).toBe(200);
    expect(Object.keys(body.flags ?? {})).toEqual(flagKeys);
    expect(body.flags?.['new-checkout']).toMatchObject({ value: true, reason: 'STATIC' });
    expect(body.flags?.['no-such-flag']).toMatchObject({ errorCode: 'FLAG_NOT_FOUND' });
    expect(body.flags?.gradual).toMatchObject({ errorCode: 'TARGETING_KEY_MISSING' });
  });

  it('answers all flags of the environment of the key', async () => {
    const { edge, keys } = setting();
    const { status, body, headers } = await evaluateAt(edge.url, keys.server, {
      context: { targetingKey: 'u' },
    });
    expect(status).toBe(200);
    expect(Object.keys(body.flags ?? {})).toEqual(
      expect.arrayContaining(['greeting', 'new-checkout', 'banner', 'gradual', 'switched-off']),
    );
    expect(headers.get('flags-version')).toMatch(/^\d+-/);

    const other = await evaluateAt(edge.url, keys.otherServer, { flagKey: 'new-checkout' });
    expect(other.body).toMatchObject({ value: false, reason: 'DISABLED' });
  });
}

function describeRefusals(setting: () => Setting): void {
  it.each([
    ['an unknown flag', '{"flagKey":"no-such-flag"}', 404, 'FLAG_NOT_FOUND'],
    ['a rollout without targeting key', '{"flagKey":"gradual"}', 400, 'TARGETING_KEY_MISSING'],
    ['a body that is no JSON', '{"flagKey":', 400, 'PARSE_ERROR'],
    ['an empty body', '', 400, 'PARSE_ERROR'],
    ['a body that is no object', '[]', 400, 'PARSE_ERROR'],
    ['a flag key that is no text', '{"flagKey":7}', 400, 'PARSE_ERROR'],
    ['both ways to name flags', '{"flagKey":"a","flagKeys":["b"]}', 400, 'PARSE_ERROR'],
    ['an unknown member', '{"flagkey":"a"}', 400, 'PARSE_ERROR'],
    ['a context that is no object', '{"flagKey":"new-checkout","context":"u"}', 400, 'INVALID_CONTEXT'],
    ['a body over the limit', `{"context":{"a":"${'x'.repeat(70_000)}"}}`, 413, 'PAYLOAD_TOO_LARGE'],
  ])('refuses %s', async (_, body, status, errorCode) => {
    const { edge, keys } = setting();
    const answer = await postEvaluate(edge.url, keys.server, body);
    expect(answer).toMatchObject({ status, body: { errorCode } });
    expect(answer.body.errorDetails).toBeTypeOf('string');
  });

  it.each([
    ['no key', undefined, 401],
    ['an unknown key', `sf_srv_${'A'.repeat(43)}`, 401],
    ['a text that is no key', 'hello', 401],
  ])('refuses %s', async (_, key, status) => {
    const answer = await evaluateAt(setting().edge.url, key, { flagKey: 'new-checkout' });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(answer.headers.has('flags-version')).toBe(false);
  });

  it('refuses a relay key: it reads rules, it evaluates nothing', async () => {
    const { edge, keys } = setting();
    expect((await evaluateAt(edge.url, keys.relay, { flagKey: 'new-checkout' })).status).toBe(403);
  });

  it('answers 405 with the methods of a path, and 404 for unknown paths', async () => {
    const { edge, keys } = setting();
    const headers = { authorization: `Bearer ${keys.server}` };
    const wrongMethod = await fetch(`${edge.url}/evaluate`, { headers });
    expect(wrongMethod.status).toBe(405);
    expect(wrongMethod.headers.get('allow')).toContain('POST');
    const wrongPath = await fetch(`${edge.url}/evaluate/more`, { method: 'POST', headers, body: '{}' });
    expect(wrongPath.status).toBe(404);
  });
}

function describeClientKeys(setting: () => Setting): void {
  it('shows a client key the flags for clients, and not that there are others', async () => {
    const { edge, keys } = setting();
    const all = await evaluateAt(edge.url, keys.client, { context: { targetingKey: 'u' } });
    expect(Object.keys(all.body.flags ?? {})).toEqual(['banner']);
    expect((await evaluateAt(edge.url, keys.client, { flagKey: 'banner' })).body.value).toBe(true);

    const hidden = await evaluateAt(edge.url, keys.client, { flagKey: 'new-checkout' });
    const missing = await evaluateAt(edge.url, keys.client, { flagKey: 'not-checkout' });
    expect(hidden.status).toBe(404);
    expect(hidden.status).toBe(missing.status);
    expect(JSON.stringify(hidden.body).replaceAll('new-checkout', 'not-checkout')).toBe(
      JSON.stringify(missing.body),
    );
    const named = await evaluateAt(edge.url, keys.client, { flagKeys: ['banner', 'greeting'] });
    expect(named.body.flags).toMatchObject({
      banner: { value: true },
      greeting: { errorCode: 'FLAG_NOT_FOUND' },
    });
  });
}
