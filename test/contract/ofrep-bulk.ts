import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../shared/model/json.ts';
import { eventually } from '../support/eventually.ts';
import { bulkAt } from './ofrep-client.ts';
import type { Setting } from './setting.ts';

/** `POST /ofrep/v1/evaluate/flags` */
export function describeOfrepBulk(setting: () => Setting): void {
  describe('evaluating all flags', () => {
    describeItems(setting);
    describeEntityTags(setting);
    describeHints(setting);
  });
}

function describeItems(setting: () => Setting): void {
  it('answers an item for every flag, and one that errs spoils no other', async () => {
    const { edge, keys } = setting();
    const { status, body } = await bulkAt(edge.url, { key: keys.server, context: { hour: 21 } });
    expect(status).toBe(200);
    const item = (key: string) => body.flags?.find((each) => each.key === key);
    expect(item('ofrep-theme')).toMatchObject({ value: 'black', variant: 'dark', reason: 'TARGETING_MATCH' });
    expect(item('ofrep-gradual')).toMatchObject({ errorCode: 'TARGETING_KEY_MISSING' });
    expect(item('ofrep-no-value')).not.toHaveProperty('value');
    expect(body.metadata).toMatchObject({ version: expect.stringMatching(/^\d+-/) });
  });

  it('answers a client key with the flags for clients, and no others', async () => {
    const { edge, keys } = setting();
    const { body } = await bulkAt(edge.url, { key: keys.client, context: { targetingKey: 'u' } });
    const shown = body.flags?.map(({ key }) => key);
    expect(shown).toContain('ofrep-banner');
    expect(shown).not.toContain('ofrep-hidden');
    expect(shown).not.toContain('ofrep-gradual');
  });

  it.each([
    ['a body that is no JSON', '{"context":', 400, 'PARSE_ERROR'],
    ['a context that is no object', '{"context":[]}', 400, 'INVALID_CONTEXT'],
    ['a body over the limit', `{"a":"${'x'.repeat(70_000)}"}`, 413, 'GENERAL'],
  ])('refuses %s', async (_, body, status, errorCode) => {
    const { edge, keys } = setting();
    const answer = await bulkAt(edge.url, { key: keys.server, body });
    expect(answer).toMatchObject({ status, body: { errorCode } });
  });

  it.each([
    [undefined, 401],
    ['relay', 403],
  ] as const)('refuses the key %s with %i', async (kind, status) => {
    const { edge, keys } = setting();
    expect((await bulkAt(edge.url, { key: kind && keys[kind] })).status).toBe(status);
  });
}

function describeEntityTags(setting: () => Setting): void {
  const ask = async (context: JsonObject, ifNoneMatch?: string, query = '') => {
    const { edge, keys } = setting();
    const headers = ifNoneMatch === undefined ? {} : { 'if-none-match': ifNoneMatch };
    const {
      status,
      headers: answered,
      text,
    } = await bulkAt(edge.url, {
      key: keys.server,
      context,
      headers,
      query,
    });
    return { status, etag: answered.get('etag') ?? '', text };
  };

  it('answers 304, without a body, to who names the tag of what it would get', async () => {
    const { etag } = await ask({ targetingKey: 'u-1', plan: 'free' });
    const strong = etag.replace('W/', '');
    for (const ifNoneMatch of [etag, strong, `"other", ${etag}`, `W/"a,b" , ${strong},"z"`, '*']) {
      const again = await ask({ targetingKey: 'u-1', plan: 'free' }, ifNoneMatch);
      expect(again).toEqual({ status: 304, etag, text: '' });
    }
    expect((await ask({ targetingKey: 'u-1', plan: 'free' }, '"other", W/"another"')).status).toBe(200);
  });

  it('has one tag for the same context, in whatever order its members come', async () => {
    const one = await ask({ targetingKey: 'u-1', company: { name: 'Acme', size: 3 }, tags: ['a', 'b'] });
    const same = await ask({ tags: ['a', 'b'], company: { size: 3, name: 'Acme' }, targetingKey: 'u-1' });
    const other = await ask({ tags: ['b', 'a'], company: { size: 3, name: 'Acme' }, targetingKey: 'u-1' });
    expect(same.etag).toBe(one.etag);
    expect(other.etag).not.toBe(one.etag);
  });

  it('has another tag for another attribute of the same user, and for another kind of key', async () => {
    const { edge, keys } = setting();
    const free = await ask({ targetingKey: 'u-1', plan: 'free' });
    const paid = await ask({ targetingKey: 'u-1', plan: 'paid' }, free.etag);
    expect(paid.status).toBe(200);
    expect(paid.etag).not.toBe(free.etag);
    const client = await bulkAt(edge.url, {
      key: keys.client,
      context: { targetingKey: 'u-1', plan: 'free' },
      headers: { 'if-none-match': free.etag },
    });
    expect(client.status).toBe(200);
  });

  it('has another tag once a flag has changed', async () => {
    const { api, projectId } = setting();
    const context = { targetingKey: 'u-tag' };
    const before = await ask(context);
    await api.configure(projectId, 'ofrep-hidden', 'production', { defaultValue: true });
    const after = await eventually('the tag changes', async () => {
      const answer = await ask(context, before.etag);
      return answer.status === 200 && answer;
    });
    expect(after.etag).not.toBe(before.etag);
    expect((await ask(context, after.etag)).status).toBe(304);
  });
}

const LATER_STATE = '?flagConfigEtag=2000000000-0000000000000000';

function describeHints(setting: () => Setting): void {
  const ask = async (query: string, ifNoneMatch?: string) => {
    const { edge, keys } = setting();
    const began = Date.now();
    const headers = ifNoneMatch === undefined ? {} : { 'if-none-match': ifNoneMatch };
    const answer = await bulkAt(edge.url, {
      key: keys.server,
      context: { targetingKey: 'u-hint' },
      headers,
      query,
    });
    return { ...answer, took: Date.now() - began };
  };

  it('answers 304 to a client that repeats the notice of the state it has', async () => {
    const { headers } = await ask('');
    const query = `?flagConfigEtag=${headers.get('flags-version')}&flagConfigLastModified=1`;
    expect((await ask(query, headers.get('etag') ?? '')).status).toBe(304);
  });

  it.each([
    ['an older state', '?flagConfigEtag=1-0000000000000000'],
    ['a state that it cannot read', '?flagConfigEtag=%22550e8400%22'],
    ['an older time', '?flagConfigLastModified=1700000000'],
    ['a time that is a date', '?flagConfigLastModified=2024-01-01T00:00:00Z'],
    ['a time that it cannot read', '?flagConfigLastModified=yesterday'],
  ])('never answers 304 to a client that repeats a notice of %s, and does not wait', async (_, query) => {
    const { headers } = await ask('');
    // A request that waits is sent first. One that does not wait is answered before it, however slow the machine is.
    let waited = false;
    const waiting = ask(LATER_STATE).then(() => {
      waited = true;
    });
    const answers = await Promise.all([ask(query, headers.get('etag') ?? ''), ask(query, '*')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(waited).toBe(false);
    await waiting;
  });

  it.each([
    ['a later state', LATER_STATE],
    ['a later time', '?flagConfigLastModified=9999999999'],
  ])('waits up to half a second for %s, then answers with what it has', async (_, query) => {
    const { headers } = await ask('');
    const answer = await ask(query, headers.get('etag') ?? '');
    expect(answer.status).toBe(200);
    expect(answer.took).toBeGreaterThanOrEqual(450);
    expect(answer.took).toBeLessThan(3_000);
  });
}
