import { describe, expect, it } from 'vitest';
import type { EvaluationEvent } from '../../shared/events/evaluation-event.ts';
import { createUuidV7Generator } from '../../shared/events/uuid-v7.ts';
import type { Setting } from './setting.ts';

/** `POST /events`: events that an SDK with local evaluation, or a chained edge, sends to this edge. */
export function describeEvents(setting: () => Setting): void {
  describe('POST /events', () => {
    it('takes what belongs to the environment of the key, and names what does not', async () => {
      const { edge, keys, environmentId, otherEnvironmentId } = setting();
      const events = [newEvent(environmentId), newEvent(otherEnvironmentId), newEvent(environmentId)];
      const response = await post(edge.url, keys.server, JSON.stringify({ events }));
      expect(response.status).toBe(202);
      expect(await response.json()).toEqual({
        accepted: 2,
        rejected: [{ index: 1, reason: 'environment_not_allowed' }],
      });
    });

    it.each([
      ['a client key', 'client', '{"events":[]}', 403],
      ['a body that is no JSON', 'server', '{"events":', 400],
      ['a body without events', 'server', '{}', 400],
    ] as const)('refuses %s', async (_, kind, body, status) => {
      const { edge, keys } = setting();
      expect((await post(edge.url, keys[kind], body)).status).toBe(status);
    });
  });
}

const newId = createUuidV7Generator((bytes) => crypto.getRandomValues(bytes));

function newEvent(environmentId: string): EvaluationEvent {
  const now = Date.now();
  return {
    id: newId(now),
    environmentId,
    flagKey: 'new-checkout',
    userId: 'u-1',
    variationKey: 'on',
    reason: 'STATIC',
    context: { targetingKey: 'u-1' },
    evaluatedAt: new Date(now).toISOString(),
  };
}

function post(edgeUrl: string, key: string, body: string): Promise<Response> {
  return fetch(`${edgeUrl}/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body,
  });
}
