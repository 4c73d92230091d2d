import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { useSetting } from '../contract/setting.ts';
import { evaluateAt } from '../support/edge-client.ts';
import { reservePort } from '../support/ports.ts';
import { openStream } from '../support/sse-client.ts';
import { type RunningServer, startNodeEdge } from '../support/system.ts';
import { noticeStreamOf } from './notice-stream.ts';

describe('/metrics', () => {
  const setting = useSetting({ startEdge: startNodeEdge, changeWithin: 1_000, revocationWithin: 1_000 });
  let edge: RunningServer;
  let metricsUrl: string;
  beforeAll(async () => {
    const port = await reservePort();
    metricsUrl = `http://127.0.0.1:${port}/metrics`;
    edge = await setting().startAnother({ METRICS_PORT: String(port) });
    await setting().flagIsOn({ key: 'banner', clientSide: true });
    await causeTraffic();
  });

  /** A little of everything that is counted. */
  async function causeTraffic(): Promise<void> {
    const { keys } = setting();
    await evaluateAt(edge.url, keys.server, { flagKey: 'banner' });
    await evaluateAt(edge.url, keys.server, { flagKey: 'no-such-flag' });
    await evaluateAt(edge.url, `sf_srv_${'A'.repeat(43)}`, { flagKey: 'banner' });
    const streams = [
      await openStream(`${edge.url}/stream`, { key: keys.server }),
      await openStream(await noticeStreamOf(edge.url, keys.client)),
    ];
    for (const stream of streams) await stream.until('an event', () => true);
  }

  it('passes promtool', async () => {
    const response = await fetch(metricsUrl);
    const text = await response.text();
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const checked = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
    expect(`${checked.stdout}${checked.stderr}`).toBe('');
    expect(checked.status).toBe(0);
  });

  it('contains no secret, and no key of a flag or an environment as a name', async () => {
    const text = await (await fetch(metricsUrl)).text();
    for (const secret of Object.values(setting().keys)) expect(text).not.toContain(secret.slice(7));
    expect(text).not.toContain('sf_');
  });

  it('is on a port of its own, where nothing else is', async () => {
    expect((await fetch(`${edge.url}/metrics`)).status).toBe(404);
    const evaluation = await fetch(new URL('/evaluate', metricsUrl), { method: 'POST', body: '{}' });
    expect(evaluation.status).toBe(404);
  });
});
