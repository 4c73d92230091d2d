import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogFields, Logger } from '../../shared/logging/logger.ts';
import { type EdgeFixture, openEdgeFixture, SERVER_KEY } from '../../test/support/edge/edge-fixture.ts';

let fixture: EdgeFixture;
let warnings: string[];

beforeEach(async () => {
  warnings = [];
  const ignore = (_: string, _fields?: LogFields) => {};
  const logger: Logger = {
    debug: ignore,
    info: ignore,
    error: ignore,
    warn: (message) => warnings.push(message),
  };
  fixture = await openEdgeFixture({ shutdownTimeoutMs: 2_000 }, logger);
  await expect.poll(async () => (await fixture.evaluate({})).status).toBe(200);
});

afterEach(() => fixture.close());

async function openStream(): Promise<{ text(): string; ended: Promise<void> }> {
  const response = await fetch(`${fixture.edge.url}/stream`, {
    headers: { authorization: `Bearer ${SERVER_KEY}` },
  });
  let text = '';
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true });
  };
  const ended = read();
  await expect.poll(() => text).toContain('event: snapshot');
  return { text: () => text, ended };
}

describe('graceful shutdown of an edge', () => {
  it('ends each stream in order, with a random reconnect time of up to five seconds', async () => {
    const streams = await Promise.all(Array.from({ length: 20 }, openStream));
    await fixture.edge.stop();
    await Promise.all(streams.map(({ ended }) => ended));
    const delays = streams.map(({ text }) => Number(/retry: ?(\d+)\s*$/.exec(text())?.[1]));
    for (const delay of delays) expect(delay).toBeLessThan(5_000);
    expect(new Set(delays).size).toBeGreaterThan(15);
    expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(1_000);
  });

  it('answers not ready at once on an open connection, and accepts no new one', async () => {
    const { port } = new URL(fixture.edge.url);
    const slow = connect(Number(port), '127.0.0.1');
    let received = '';
    slow.on('data', (chunk) => {
      received += chunk;
    });
    const head = 'GET /health/ready HTTP/1.1\r\nHost: edge\r\n';
    slow.write(head);
    await new Promise((written) => slow.write('', written));
    await fetch(`${fixture.edge.url}/health/live`);
    const stopped = fixture.edge.stop();
    slow.write('\r\n');
    await expect.poll(() => received).toContain('"status":"stopping"');
    expect(received).toMatch(/^HTTP\/1\.1 503 /);
    await expect(fetch(`${fixture.edge.url}/health/live`)).rejects.toThrow();
    await stopped;
  });

  it('ends by its deadline, with a request that never completes and an upstream that refuses events', async () => {
    await fixture.evaluate({ flagKey: 'banner' });
    fixture.upstream.answerWith(503);
    const { port } = new URL(fixture.edge.url);
    const stuck = connect(Number(port), '127.0.0.1');
    stuck.on('error', () => {});
    stuck.write(`POST /evaluate HTTP/1.1\r\nHost: edge\r\nContent-Length: 10\r\n\r\n`);
    await new Promise((written) => stuck.write('', written));
    const before = performance.now();
    await Promise.all([fixture.edge.stop(), fixture.edge.stop()]);
    expect(performance.now() - before).toBeLessThan(4_000);
    expect(warnings).toContain('events lost at shutdown');
    stuck.destroy();
  });
});
