import { beforeAll, describe, expect, it } from 'vitest';
import { postEvaluate } from '../support/edge-client.ts';
import { condition } from '../support/flags.ts';
import { bulkAt, singleAt } from './ofrep-client.ts';
import type { Setting } from './setting.ts';

/** Contexts are texts here: in JavaScript, 9007199254740993 is 9007199254740992. */
const contextOf = (account: string): string => `"context":{"account":${account}}`;

/** Numbers of a context beyond the safe integers, over every route that takes a context. */
export function describeLargeNumbers(setting: () => Setting): void {
  describe('a context with a number beyond the safe integers', () => {
    beforeAll(async () => {
      const { api, projectId, flagIsOn } = setting();
      const rules = [
        ruleOf(1, condition('account', 'gte', 9007199254740992)),
        ruleOf(2, condition('account', 'neq', 5, 7)),
      ];
      await api.createFlag(projectId, { key: 'large-account' });
      await api.configure(projectId, 'large-account', 'production', { enabled: true, rules });
      await flagIsOn({ key: 'after-large-account' }); // changes arrive in order
    });

    it.each([
      ['9007199254740992', false],
      ['9007199254740993', false],
      ['[1,9007199254740993]', true], // neq: no element matches
      ['9007199254740994', true],
      ['12345678901234567890', true],
      ['5', false],
      ['6', true],
    ])('of %s is answered alike on every route', async (account, value) => {
      const { edge, keys } = setting();
      const context = contextOf(account);
      const one = await postEvaluate(edge.url, keys.server, `{"flagKey":"large-account",${context}}`);
      expect(one).toMatchObject({ status: 200, body: { value } });
      const some = await postEvaluate(edge.url, keys.server, `{"flagKeys":["large-account"],${context}}`);
      expect(some.body.flags?.['large-account']).toMatchObject({ value });
      const request = { key: keys.server, body: `{${context}}` };
      const single = await singleAt(edge.url, 'large-account', request);
      expect(single).toMatchObject({ status: 200, body: { value } });
      const bulk = await bulkAt(edge.url, request);
      expect(bulk.body.flags?.find(({ key }) => key === 'large-account')).toMatchObject({ value });
    });
  });
}

function ruleOf(priority: number, ...conditions: readonly ReturnType<typeof condition>[]) {
  return { priority, description: '', conditions, serve: { variation: 'on' } };
}
