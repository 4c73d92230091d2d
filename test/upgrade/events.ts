import { expect } from 'vitest';
import type { EvaluationEvent } from '../../shared/events/evaluation-event.ts';
import { createUuidV7Generator } from '../../shared/events/uuid-v7.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { evaluateAt } from '../support/edge-client.ts';
import type { Content } from './content.ts';
import type { StoredEvent } from './event-store.ts';
import { CONTEXTS, FLAG_CASES } from './flag-cases.ts';

const newId = createUuidV7Generator((bytes) => crypto.getRandomValues(bytes));

/** Events as an SDK makes them that evaluates for itself, at this moment. */
export function newEvents(environmentId: string, flagKey: string, count: number): readonly EvaluationEvent[] {
  const now = Date.now();
  return Array.from({ length: count }, () => ({
    id: newId(now),
    environmentId,
    flagKey,
    userId: 'ada',
    variationKey: 'on',
    reason: 'STATIC',
    context: { targetingKey: 'ada', plan: 'premium' },
    evaluatedAt: new Date(now).toISOString(),
  }));
}

/** Sends a list of events to an edge or a control plane, which must accept all of them. */
export async function postEvents(
  url: string,
  key: string,
  events: readonly EvaluationEvent[],
): Promise<void> {
  const response = await fetch(`${url}/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ events }),
    signal: AbortSignal.timeout(15_000),
  });
  expect(await response.json()).toEqual({ accepted: events.length, rejected: [] });
  expect(response.status).toBe(202);
}

/** Makes single evaluations that differ in flag, user, variation, reason and context: each makes one event. */
export async function evaluateSingly(edgeUrl: string, { server }: Content['keys']): Promise<void> {
  for (const { flagKey, context } of SINGLE_EVALUATIONS) {
    const { status } = await evaluateAt(edgeUrl, server, { flagKey, context: CONTEXTS[context] });
    expect(status).toBe(flagKey === 'unknown' ? 404 : 200);
  }
}

/** By flag, then by user, an event without a user first: as {@link EventStore.stored} sorts them. */
const SINGLE_EVALUATIONS = ['by-company', 'new-checkout', 'unknown'].flatMap((flagKey) =>
  (['anonymous', 'ada', 'bob', 'eve'] as const).map((context) => ({ flagKey, context })),
);
export const SINGLE_EVALUATIONS_COUNT = SINGLE_EVALUATIONS.length;

/** What is stored after {@link evaluateSingly} was called so many times. */
export function storedEvaluations(times: number): readonly StoredEvent[] {
  return SINGLE_EVALUATIONS.flatMap(({ flagKey, context }) => {
    const served = FLAG_CASES.find(({ flag }) => flag.key === flagKey)?.served[context];
    const [variation = null, reason = 'ERROR'] = served?.split(' ') ?? [];
    const event = {
      flag_key: flagKey,
      user_id: context === 'anonymous' ? null : context,
      variation_key: variation,
      reason,
      context: withoutPrivate(CONTEXTS[context]),
    };
    return Array.from({ length: times }, () => event);
  });
}

/** Without what {@link createContent} declares private. */
function withoutPrivate({ email: _, address, ...rest }: JsonObject): JsonObject {
  return address === undefined ? rest : { ...rest, address: {} };
}
