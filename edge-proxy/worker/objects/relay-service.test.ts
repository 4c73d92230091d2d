import { beforeEach, describe, expect, it } from 'vitest';
import { flushTasks } from '../../../test/support/manual-clock.ts';
import { createReadableStreamSink } from '../../../test/support/readable-stream-sink.ts';
import { createObjectFixture, type ObjectFixture } from '../../../test/support/worker/object-fixture.ts';
import { createKeyRing } from '../../core/model/key-ring.ts';
import { createRelayService, type RelayService } from './relay-service.ts';

let fixture: ObjectFixture;
/** The positions held at each call of `onChange`; `null`: none. */
let changes: (string | null)[];
let service: RelayService;

beforeEach(async () => {
  fixture = await createObjectFixture();
  changes = [];
});

async function start(onUpstreamRejected: 'keep' | 'close' = 'keep'): Promise<void> {
  service = createRelayService({
    ...fixture.deps,
    onUpstreamRejected,
    onChange: () => changes.push(service.current()?.position ?? null),
  });
  await flushTasks();
}

const stored = () => fixture.storage.rows('relay_records')?.map(({ id }) => id);

describe('the service of the object relay', () => {
  it('follows, stores and serves the keys of the upstream', async () => {
    await start();
    expect(await service.read(null)).toMatchObject({ kind: 'snapshot', position: '1-aa' });
    expect(await service.read('1-aa')).toMatchObject({ kind: 'current' });
    fixture.upstream.setRelay('2-bb', fixture.relay([]));
    await flushTasks();
    expect(await service.read('1-aa')).toMatchObject({ kind: 'snapshot', position: '2-bb' });
    expect(stored()).toEqual(['2-bb']);
    expect(changes).toEqual(['1-aa', '2-bb']);
  });

  it('serves after a restart what is stored, if the upstream is away', async () => {
    await start();
    fixture.upstream.answerWith(503);
    fixture.upstream.hangUp();
    await start();
    expect(await service.read(null)).toMatchObject({ kind: 'snapshot', position: '1-aa' });
    expect(changes).toEqual(['1-aa']);
  });

  it('waits a second for the upstream before it answers from storage', async () => {
    await start();
    let answers = 0;
    const hanging = new Promise<never>(() => {});
    const restarted = createRelayService({
      ...fixture.deps,
      fetch: () => hanging,
      onUpstreamRejected: 'keep',
      onChange() {},
    });
    void restarted.read(null).then(() => {
      answers += 1;
    });
    await fixture.clock.advanceAsync(999);
    expect(answers).toBe(0);
    await fixture.clock.advanceAsync(1);
    expect(answers).toBe(1);
  });

  it('keeps keys that the upstream rejects', async () => {
    await start('keep');
    fixture.upstream.answerWith(401);
    fixture.upstream.hangUp();
    await fixture.clock.advanceAsync(60_000);
    expect([service.current()?.position, stored()]).toEqual(['1-aa', ['1-aa']]);
  });

  it('erases everything on a rejection if it is configured to, and retries within a minute', async () => {
    await start('close');
    fixture.upstream.answerWith(401);
    fixture.upstream.hangUp();
    await fixture.clock.advanceAsync(10_000);
    expect(await service.read(null)).toEqual({ kind: 'nothing' });
    expect(stored()).toEqual([]);
    expect(changes).toEqual(['1-aa', null]);
    fixture.upstream.answerWith(undefined);
    await fixture.clock.advanceAsync(60_000);
    expect(await service.read(null)).toMatchObject({ position: '1-aa' });
    expect(changes).toEqual(['1-aa', null, '1-aa']);
  });

  it('starts with nothing, and logs it, if what is stored cannot be read', async () => {
    await start();
    const damaged = new TextEncoder().encode('{');
    const insertion = 'insert or replace into relay_records (record, part, parts, kind, id, data) values (?)';
    fixture.storage.sql.exec(insertion, 1, 0, 1, 'snapshot', '1-aa', damaged);
    fixture.upstream.answerWith(503);
    await start();
    expect(service.current()).toBeUndefined();
    expect(fixture.lines).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'stored state cannot be used' }),
    );
  });
});

describe('a reader that an isolate has authorized', () => {
  const open = (relayPosition: string) => {
    const credential = createKeyRing([fixture.key]).find(fixture.key.hash);
    if (credential === undefined) throw new Error('no key');
    const { sink } = createReadableStreamSink();
    return service.stream(sink, { credential, relayPosition, lastEventId: undefined });
  };

  it('is served while its key is valid, up to the limit of streams', async () => {
    await start();
    expect([await open('1-aa'), await open('1-aa')]).toEqual([undefined, undefined]);
    expect(await open('1-aa')).toMatchObject({ status: 429 });
  });

  it('is refused once its key is revoked', async () => {
    await start();
    fixture.upstream.setRelay('2-bb', fixture.relay([]));
    await flushTasks();
    expect(await open('1-aa')).toMatchObject({ status: 401 });
    expect(await open('2-bb')).toMatchObject({ status: 401 });
  });

  it('is served with a key that only the isolate has received', async () => {
    fixture.upstream.setRelay('1-aa', fixture.relay([]));
    await start();
    expect(await open('2-bb')).toBeUndefined();
  });
});
