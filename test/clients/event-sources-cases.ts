import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeltaData, SnapshotData } from '../../shared/sync/wire.ts';
import type { Setting } from '../contract/setting.ts';
import { evaluateAt } from '../support/edge-client.ts';
import { eventually } from '../support/eventually.ts';
import { createGate, type Gate } from '../support/gate.ts';
import type { SseEvent } from '../support/sse-client.ts';
import type { RunningServer } from '../support/system.ts';
import { type EventSourcePackage, useEventSources } from './event-sources.ts';
import { noticeStreamOf } from './notice-stream.ts';

/**
 * Packages that read event streams, connected to an edge.
 *
 * @param edge one with stored flags: it serves streams as soon as it starts, as in production
 */
export function describeEventSources(setting: () => Setting, edge: () => RunningServer): void {
  const packages = useEventSources();
  describeCold(setting, packages);

  describe.each(packages)('$name', ({ name, listen }) => {
    const flagKey = `read-by-${name}`;
    const switchTo = (enabled: boolean) =>
      setting().api.configure(setting().projectId, flagKey, 'production', { enabled });
    beforeAll(async () => {
      await setting().flagIsOn({ key: flagKey, clientSide: true });
      // The edge of these tests is another one than that of the setting.
      await eventually(`this edge has ${flagKey}`, async () => {
        const { body } = await evaluateAt(edge().url, setting().keys.server, { flagKey });
        return body.value === true;
      });
    });

    it('reads the snapshot and the deltas of GET /stream, and resumes after a restart of the edge', async () => {
      const listening = listen(`${edge().url}/stream`, setting().keys.server);
      const first = await listening.until('a snapshot', isSnapshot);
      expect(flagIn(first, flagKey)).toMatchObject({ enabled: true });
      await switchTo(false);
      const change = await listening.until('the change', isDelta);
      expect(deltaOf(change)).toMatchObject({ from: first.id, to: change.id });
      expect(flagIn(change, flagKey)).toMatchObject({ enabled: false });

      const seen = listening.events.length;
      await edge().process.stop();
      await edge().process.start();
      // More than 2: a reader that reconnects at once may open a stream on the edge that shuts down.
      await eventually('it is back', () => listening.opened >= 2, 15_000);
      await switchTo(true);
      const next = await listening.until('the next change', () => true, seen);
      // A delta from its position, not a snapshot: the reader sent the position.
      expect(next.event).toBe('delta');
      expect(deltaOf(next).from).toBe(change.id);
    });

    it('gets change notices on the OFREP stream without sending a header', async () => {
      const listening = listen(await noticeStreamOf(edge().url, setting().keys.client));
      await listening.until('a notice upon connecting', isNotice);
      await switchTo(false);
      const notice = await listening.until('a notice of the change', isNotice, 1);
      expect(JSON.parse(notice.data)).toEqual({
        type: 'refetchEvaluation',
        etag: notice.id,
        lastModified: expect.any(Number),
      });
      expect(listening.events).toHaveLength(2);
    });

    it('gets, after it has reconnected, what it missed while the edge was down, and nothing else', async () => {
      const listening = listen(await noticeStreamOf(edge().url, setting().keys.client));
      await listening.until('a notice upon connecting', isNotice);
      await edge().process.stop();
      await edge().process.start();
      await eventually('it is back', () => listening.opened >= 2, 15_000);
      await edge().process.stop();
      await switchTo(true);
      await edge().process.start();
      const notice = await listening.until('a notice of the change', isNotice, 1);
      expect(notice.id).not.toBe(listening.events[0]?.id);
      expect(listening.events).toHaveLength(2);
    });
  });
}

/** They give up on a status that is not 200; the stream of change notices has none while keys are on their way. */
function describeCold(setting: () => Setting, packages: readonly EventSourcePackage[]): void {
  let gate: Gate;
  let cold: RunningServer;
  beforeAll(async () => {
    await setting().flagIsOn({ key: 'read-early', clientSide: true });
    gate = await createGate(setting().controlPlane.url);
    cold = await setting().startAnother({ UPSTREAM_URL: gate.url }, '/health/live');
  });
  afterAll(() => gate?.close());

  it('all of them stay with an edge that they came to before its keys', async () => {
    const { api, edge, keys, projectId } = setting();
    const url = (await noticeStreamOf(edge.url, keys.client)).replace(edge.url, cold.url);
    const readers = packages.map(({ name, listen }) => ({ name, listening: listen(url) }));
    for (const { name, listening } of readers) {
      await eventually(`${name} has been sent away`, () => listening.opened > 0);
      expect(listening.events).toEqual([]);
    }
    await gate.open();
    for (const { listening } of readers) await listening.until('a notice upon connecting', isNotice);
    await api.configure(projectId, 'read-early', 'production', { enabled: false });
    for (const { listening } of readers) await listening.until('a notice of the change', isNotice, 1);
  });
}

function isSnapshot({ event }: SseEvent): boolean {
  return event === 'snapshot';
}

function isDelta({ event }: SseEvent): boolean {
  return event === 'delta';
}

function isNotice({ event, data }: SseEvent): boolean {
  return event === 'message' && data.includes('refetchEvaluation');
}

function deltaOf(event: SseEvent): DeltaData {
  const delta: DeltaData = JSON.parse(event.data);
  return delta;
}

function flagIn(event: SseEvent, flagKey: string) {
  const { flags }: Pick<SnapshotData | DeltaData, 'flags'> = JSON.parse(event.data);
  return flags.find(({ key }) => key === flagKey);
}
