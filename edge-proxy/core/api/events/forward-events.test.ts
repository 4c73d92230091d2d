import { describe, expect, it } from 'vitest';
import type { EvaluationEvent } from '../../../../shared/events/evaluation-event.ts';
import type { EventBatch } from '../../../../shared/events/event-batch.ts';
import { createUuidV7Generator } from '../../../../shared/events/uuid-v7.ts';
import type { Answer } from '../../model/answer.ts';
import type { BodyText } from '../../model/edge-request.ts';
import type { SendResult } from '../../state/events/event-transport.ts';
import { renderFailure } from '../evaluate/render-failure.ts';
import { createForwardEvents } from './forward-events.ts';

const NOW = Date.UTC(2026, 10, 22);
const OWN = 'b3f1f0f0-1111-4222-8333-000000000001';
const OTHER = 'b3f1f0f0-1111-4222-8333-000000000002';
const GONE = 'b3f1f0f0-1111-4222-8333-000000000003';
const newId = createUuidV7Generator((bytes) => crypto.getRandomValues(bytes));

function event(overrides: Partial<EvaluationEvent> = {}): EvaluationEvent {
  return {
    id: newId(NOW),
    environmentId: OWN,
    flagKey: 'f',
    userId: 'u-1',
    variationKey: 'on',
    reason: 'SPLIT',
    context: { targetingKey: 'u-1' },
    evaluatedAt: new Date(NOW).toISOString(),
    ...overrides,
  };
}

interface Outcome {
  readonly answer: Answer;
  readonly sent: EvaluationEvent[];
  readonly batches: EventBatch[];
}

async function pass(body: BodyText, result?: SendResult, privateAttributes: string[] = []): Promise<Outcome> {
  const sent: EvaluationEvent[] = [];
  const batches: EventBatch[] = [];
  const forwardEvents = createForwardEvents({
    transport: {
      async send(batch) {
        batches.push(batch);
        sent.push(...JSON.parse(new TextDecoder().decode(batch.body)).events);
        return result ?? { kind: 'accepted', rejected: [] };
      },
    },
    privateAttributesOf: (id) => (id === GONE ? undefined : privateAttributes),
    now: () => NOW,
  });
  const reply = await forwardEvents(body, [OWN, GONE]);
  return { answer: 'code' in reply ? renderFailure(reply) : reply, sent, batches };
}

const batch = (...events: unknown[]) => JSON.stringify({ events });

describe('events posted to an edge', () => {
  it('travel on as they are, and are answered once they have been taken', async () => {
    const events = [event(), event({ userId: null, context: {} })];
    const { answer, sent } = await pass(batch(...events));
    expect(sent).toEqual(events);
    expect(answer.status).toBe(202);
    expect(JSON.parse(answer.body)).toEqual({ accepted: 2, rejected: [] });
  });

  it('are held to what the sender’s key opens, not to what this edge’s own key does', async () => {
    const own = event();
    const { answer, sent } = await pass(
      batch(event({ environmentId: OTHER }), own, event({ environmentId: GONE })),
    );
    expect(sent).toEqual([own]);
    expect(JSON.parse(answer.body)).toEqual({
      accepted: 1,
      rejected: [
        { index: 0, reason: 'environment_not_allowed' },
        { index: 2, reason: 'environment_not_allowed' },
      ],
    });
  });

  it('are refused one by one, by their place in what was sent, here or further on', async () => {
    const result: SendResult = { kind: 'accepted', rejected: [{ index: 1, reason: 'environment_unknown' }] };
    const { answer } = await pass(batch('no event', event(), event()), result);
    expect(JSON.parse(answer.body)).toEqual({
      accepted: 1,
      rejected: [
        { index: 0, reason: 'not_an_object' },
        { index: 2, reason: 'environment_unknown' },
      ],
    });
  });

  it('may come in a table, and travel on in as many batches as they need one by one', async () => {
    const user = 'u'.repeat(50);
    const rows = Array.from({ length: 5_000 }, (_, index) => [
      index === 1 ? 9 : 0,
      0,
      { targetingKey: `${user}${index}` },
    ]);
    const outcomes = [{ environmentId: OWN, flagKey: 'f', variationKey: 'on', reason: 'SPLIT' }];
    const rejected = [{ index: 1, reason: 'environment_unknown' }];
    const table = JSON.stringify({ events: { id: newId(NOW), outcomes, rows } });
    const { answer, sent, batches } = await pass(table, { kind: 'accepted', rejected });
    expect(sent).toHaveLength(4_999);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(4_999);
    expect(sent[1]).toMatchObject({ userId: `${user}2`, context: { targetingKey: `${user}2` } });
    expect(batches.length).toBeGreaterThan(1);
    expect(batches.every(({ body }) => body.length <= 1024 * 1024)).toBe(true);
    const [first = { count: 0 }] = batches;
    expect(JSON.parse(answer.body)).toEqual({
      accepted: 4_999 - batches.length,
      rejected: expect.arrayContaining([
        { index: 1, reason: 'invalid_environment' },
        { index: 2, reason: 'environment_unknown' },
        { index: first.count + 2, reason: 'environment_unknown' },
      ]),
    });
  });

  it('lose what is private, the user too', async () => {
    const { sent } = await pass(
      batch(
        event({ context: { targetingKey: 'u-1', email: 'a@b.c', plan: 'x' } }),
        event({ context: { plan: 'y' } }),
      ),
      undefined,
      ['email', 'userId'],
    );
    expect(sent.map(({ userId, context }) => ({ userId, context }))).toEqual([
      { userId: null, context: { plan: 'x' } },
      { userId: null, context: { plan: 'y' } },
    ]);
  });

  it('keep their user where something else is private', async () => {
    const { sent } = await pass(batch(event({ context: { email: 'a@b.c' } })), undefined, ['email']);
    expect(sent).toMatchObject([{ userId: 'u-1', context: {} }]);
  });

  it.each<[what: string, body: BodyText, status: number]>([
    ['no JSON', '{"events":[', 400],
    ['no batch', '{"event":[]}', 400],
    ['cut off', { fault: 'incomplete' }, 400],
    ['too heavy', { fault: 'too-large', maxBytes: 1 }, 413],
    ['too many', batch(...Array(5_001).fill(0)), 413],
  ])('are refused as a whole where the body is %s', async (_, body, status) => {
    const { answer, sent } = await pass(body);
    expect(answer.status).toBe(status);
    expect(sent).toEqual([]);
  });

  it.each<[result: SendResult, status: number, retryAfter: string | undefined]>([
    [{ kind: 'retry', cause: 'away' }, 503, '1'],
    [{ kind: 'retry', cause: 'HTTP 503', afterMs: 6_500 }, 503, '7'],
    [{ kind: 'refused', cause: 'HTTP 413' }, 413, undefined],
  ])('stay with their sender if no upstream accepts them: %j', async (result, status, retryAfter) => {
    const { answer } = await pass(batch(event()), result);
    expect(answer.status).toBe(status);
    expect(answer.headers['retry-after']).toBe(retryAfter);
  });
});
