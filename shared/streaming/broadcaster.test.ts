import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../test/support/manual-clock.ts';
import { createModelEnvironment } from '../../test/support/sync/model-environment.ts';
import { applyDelta, type Replica } from '../sync/replica.ts';
import type { DeltaData } from '../sync/wire.ts';
import { DEFAULT_WRITER_LIMITS } from '../sync/writer/writer-states.ts';
import { createBroadcaster } from './broadcaster.ts';
import type { StreamSink } from './sink.ts';
import { encodeDelta, flagSource } from './stream-source.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** A reader that reads when the test says so. */
function createTestSink() {
  const written: Uint8Array[] = [];
  let taken = 0;
  let onClosed = () => {};
  let onDrained = () => {};
  const sink: StreamSink & { readonly closed: boolean } = {
    closed: false,
    write: (bytes) => void written.push(bytes),
    get bufferedBytes() {
      return written.slice(taken).reduce((sum, bytes) => sum + bytes.byteLength, 0);
    },
    close() {
      Object.assign(this, { closed: true });
      onClosed();
    },
    onClosed: (listener) => {
      onClosed = listener;
    },
    onDrained: (listener) => {
      onDrained = listener;
    },
  };
  return {
    sink,
    written,
    names: () =>
      written.map((bytes) => /^(?:event: (\w+)|: (\w+)|(retry))/.exec(text(bytes))?.slice(1).find(Boolean)),
    take() {
      taken = written.length;
      onDrained();
    },
    leave: () => onClosed(),
  };
}

function createFixture(queueBytes = DEFAULT_WRITER_LIMITS.queueBytes) {
  const clock = createManualClock();
  const environment = createModelEnvironment();
  let hub: Replica = environment.replica();
  const gone: string[] = [];
  const broadcaster = createBroadcaster(flagSource(hub), {
    clock,
    authority: 'primary',
    verifiedAt: () => clock.now(),
    limits: { ...DEFAULT_WRITER_LIMITS, queueBytes },
    onReaderClosed: (reason) => gone.push(reason),
  });
  const change = (): DeltaData => {
    environment.change([{ kind: 'flags', key: 'a', action: 'set' }]);
    const delta = environment.changedSince(hub.position);
    const next = delta && applyDelta(hub, delta);
    if (!delta || !next) throw new Error('nothing changed');
    hub = next;
    broadcaster.advance(flagSource(next), encodeDelta(delta));
    return delta;
  };
  return { clock, environment, broadcaster, change, gone };
}

describe('a broadcaster', () => {
  it('sends the same bytes to all readers', () => {
    const { broadcaster, change } = createFixture();
    const [a, b] = [createTestSink(), createTestSink()];
    for (const { sink } of [a, b]) broadcaster.subscribe(sink, null);
    change();
    expect(a.names()).toEqual(['retry', 'snapshot', 'heartbeat', 'delta']);
    for (const index of [1, 3]) expect(a.written[index]).toBe(b.written[index]);
  });

  it('sends heartbeats every 15 seconds while it has readers', () => {
    const { broadcaster, clock } = createFixture();
    const reader = createTestSink();
    broadcaster.subscribe(reader.sink, null);
    for (let second = 0; second < 46; second += 1) {
      reader.take();
      clock.advance(1_000);
    }
    expect(reader.names()).toEqual(['retry', 'snapshot', ...Array(4).fill('heartbeat')]);
    reader.leave();
    clock.advance(60_000);
    expect(reader.names()).toHaveLength(6);
  });

  it('limits the queue of a reader that reads nothing, and then sends one current snapshot', () => {
    const { broadcaster, change, environment } = createFixture(2_000);
    const [slow, quick] = [createTestSink(), createTestSink()];
    for (const { sink } of [slow, quick]) broadcaster.subscribe(sink, null);
    const snapshotSize = slow.sink.bufferedBytes;
    for (let round = 0; round < 50; round += 1) {
      change();
      quick.take();
      expect(slow.sink.bufferedBytes).toBeLessThanOrEqual(2_000 + snapshotSize);
    }
    expect(quick.names().filter((name) => name === 'delta')).toHaveLength(50);
    slow.take();
    expect(slow.names().at(-1)).toBe('snapshot');
    expect(text(slow.written.at(-1) ?? new Uint8Array())).toContain(`id: ${environment.position}\n`);
    const { to } = change();
    expect(text(slow.written.at(-1) ?? new Uint8Array())).toContain(`id: ${to}\n`);
  });

  it('closes the stream of a reader that reads nothing for a minute, and gives the reason', () => {
    const { broadcaster, clock, gone } = createFixture();
    const reader = createTestSink();
    broadcaster.subscribe(reader.sink, null);
    clock.advance(59_000);
    expect(gone).toEqual([]);
    clock.advance(6_000);
    expect(gone).toEqual(['stalled']);
    expect(reader.sink.closed).toBe(true);
    expect(broadcaster.readers).toBe(0);
  });

  it('ends all streams when it is closed, and later ones at once', () => {
    const { broadcaster, gone } = createFixture();
    const [before, after] = [createTestSink(), createTestSink()];
    broadcaster.subscribe(before.sink, null);
    broadcaster.close();
    broadcaster.subscribe(after.sink, null);
    expect(before.sink.closed).toBe(true);
    expect(after.sink.closed).toBe(true);
    expect(after.written).toEqual([]);
    expect(gone).toEqual(['ended']);
  });
});
