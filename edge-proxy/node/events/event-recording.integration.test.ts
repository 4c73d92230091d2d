import { once } from 'node:events';
import { createServer } from 'node:http';
import { Redis } from 'ioredis';
import { expect, it, onTestFinished } from 'vitest';
import { EVALUATION_EVENTS_STREAM } from '../../../shared/events/evaluation-event.ts';
import { silentLogger } from '../../../shared/logging/logger.ts';
import { systemClock } from '../../../shared/model/clock.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { startRedisServer } from '../../../test/support/redis-server.ts';
import type { EventRecorder } from '../../core/state/events/event-recorder.ts';
import { createUpstreamClient } from '../feed/upstream-client.ts';
import { startEventRecording } from './event-recording.ts';

const ENVIRONMENT = 'b3f1f0f0-1111-4222-8333-000000000000';
const base = {
  runtime: { ...systemClock, random: Math.random, logger: silentLogger },
  privateAttributesOf: () => [],
  relayKey: 'sf_rly_0123456789abcdef',
};

function record(recorder: EventRecorder, count: number): void {
  const resolution = {
    flagKey: 'f',
    value: 1,
    variationKey: 'on',
    reason: 'STATIC',
    errorCode: null,
    errorDetails: null,
  } as const;
  for (let index = 0; index < count; index += 1) {
    const context = { targetingKey: `u-${index}` };
    recorder.recorded({ environmentId: ENVIRONMENT, resolution, context, timeMs: Date.now() });
  }
}

it('sends full batches at once, the rest within a second, and the remaining events when it stops', async () => {
  const server = await startRedisServer();
  const redis = new Redis(server.url);
  const client = createUpstreamClient();
  onTestFinished(async () => {
    redis.disconnect();
    await client.close();
    await server.stop();
  });
  const recording = await startEventRecording({
    ...base,
    fetch: client.fetch,
    upstreamUrl: 'http://127.0.0.1:1',
    redis: { url: server.url },
  });
  const { recorder } = recording;
  const sizes = async () => {
    const entries = await redis.xrange(EVALUATION_EVENTS_STREAM, '-', '+');
    return entries.map(([, fields]) => JSON.parse(fields[1] ?? '').rows.length);
  };
  record(recorder, 20);
  await eventually('the first are sent', () => recorder.counters().sent === 20);
  record(recorder, 11_000);
  await eventually('full batches are sent', () => recorder.counters().sent >= 10_020);
  await eventually('the rest is sent', () => recorder.counters().sent === 11_020);
  record(recorder, 7);
  await recording.stop(5_000);
  expect((await sizes()).reduce((sum, size) => sum + size, 0)).toBe(11_027);
  expect(Math.max(...(await sizes()))).toBe(5_000);
  expect(recorder.counters()).toMatchObject({ recorded: 11_027, sent: 11_027, buffered: 0, inFlight: 0 });
});

it('sends to the upstream if there is no Redis', async () => {
  const bodies: { authorization: string | undefined; events: unknown }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    bodies.push({ authorization: request.headers.authorization, events: JSON.parse(body).events });
    const failing = bodies.length === 1;
    response.writeHead(failing ? 503 : 202, { 'content-type': 'application/json' });
    response.end(failing ? '{}' : '{"accepted":5,"rejected":[]}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a TCP address');
  const client = createUpstreamClient();
  onTestFinished(async () => {
    await client.close();
    server.close();
  });
  const upstreamUrl = `http://127.0.0.1:${address.port}`;
  const recording = await startEventRecording({ ...base, fetch: client.fetch, upstreamUrl });
  record(recording.recorder, 5);
  await eventually('they are sent', () => recording.recorder.counters().sent === 5);
  expect(bodies).toHaveLength(2);
  expect(bodies[0]?.authorization).toBe(`Bearer ${base.relayKey}`);
  expect(bodies[1]?.events).toEqual(bodies[0]?.events);
  expect(recording.recorder.counters()).toMatchObject({ sent: 5, retries: 1 });
  await recording.stop(1_000);
});
