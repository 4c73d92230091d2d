import { beforeEach, describe, expect, it } from 'vitest';
import { NOW, OWN } from '../../../test/support/edge/test-edge.ts';
import { booleanFlag } from '../../../test/support/flags.ts';
import { flushTasks } from '../../../test/support/manual-clock.ts';
import { createReadableStreamSink } from '../../../test/support/readable-stream-sink.ts';
import { createObjectFixture, type ObjectFixture } from '../../../test/support/worker/object-fixture.ts';
import { createKeyRing } from '../../core/model/key-ring.ts';
import type { ReaderClaims } from '../../core/model/stream-readers.ts';
import { createEnvironmentService, type EnvironmentService } from './environment-service.ts';

const PATH = `/stream?environment=${OWN}`;

let fixture: ObjectFixture;
let service: EnvironmentService;

beforeEach(async () => {
  fixture = await createObjectFixture();
});

async function start(): Promise<void> {
  service = createEnvironmentService(fixture.deps);
  await flushTasks();
}

async function serve(position: string, keys = [fixture.key]): Promise<void> {
  service.serve(position, JSON.stringify(fixture.relay(keys)));
  await flushTasks();
}

const stored = () => fixture.storage.rows('flags_records')?.map(({ kind, id }) => `${kind} ${id}`);

describe('the service of an environment', () => {
  it('follows its flags once the object relay has named it', async () => {
    await start();
    expect(fixture.upstream.requests).toEqual([]);
    await serve('1-aa');
    expect(await service.read(null)).toMatchObject({ kind: 'snapshot', position: '5-aa' });
    expect(service.status()).toEqual({ position: '5-aa', currentAsOf: NOW });
  });

  it('stores each change, and replies with a delta to an isolate that holds an earlier position', async () => {
    await start();
    await serve('1-aa');
    fixture.upstream.change(OWN, '6-bb', [booleanFlag('banner', { version: 6 })]);
    await flushTasks();
    expect(stored()).toEqual(['snapshot 5-aa', 'delta 6-bb']);
    expect(await service.read('5-aa')).toMatchObject({ kind: 'delta', position: '6-bb' });
    expect(await service.read('6-bb')).toMatchObject({ kind: 'current' });
    expect(await service.read('4-zz')).toMatchObject({ kind: 'snapshot', position: '6-bb' });
  });

  it('replaces what is stored by a new snapshot of the upstream', async () => {
    await start();
    await serve('1-aa');
    fixture.upstream.setFlags(OWN, '7-cc', []);
    await flushTasks();
    expect(stored()).toEqual(['snapshot 7-cc']);
  });

  it('serves after a restart what is stored, and resumes from there', async () => {
    await start();
    await serve('1-aa');
    fixture.upstream.answerWith(503);
    fixture.upstream.hangUp();
    fixture.upstream.requests.length = 0;
    await fixture.clock.advanceAsync(100);
    await start();
    expect(await service.read(null)).toMatchObject({ position: '5-aa', currentAsOf: NOW });
    expect(fixture.upstream.requests.at(-1)).toEqual({ path: PATH, lastEventId: '5-aa' });
  });

  it('keeps its flags when the upstream rejects it, and retries at once when it is named again', async () => {
    await start();
    await serve('1-aa');
    fixture.upstream.answerWith(403);
    fixture.upstream.hangUp();
    await fixture.clock.advanceAsync(600_000);
    expect(await service.read(null)).toMatchObject({ position: '5-aa' });
    fixture.upstream.answerWith(undefined);
    fixture.upstream.requests.length = 0;
    await serve('1-aa');
    expect(fixture.upstream.requests).toEqual([]);
    await serve('2-bb');
    expect(fixture.upstream.requests).toEqual([{ path: PATH, lastEventId: '5-aa' }]);
  });

  it('rejects a relay that it cannot read, and keeps the one it holds', async () => {
    await start();
    await serve('1-aa');
    expect(() => service.serve('2-bb', '{"protocol":99}')).toThrow('the relay cannot be read');
    expect(fixture.storage.rows('relay_records')?.map(({ id }) => id)).toEqual(['1-aa']);
    expect(await service.read(null)).toMatchObject({ position: '5-aa' });
  });

  it('stops to follow and to store when it ends', async () => {
    await start();
    await serve('1-aa');
    service.end();
    fixture.upstream.requests.length = 0;
    fixture.upstream.change(OWN, '6-bb', [booleanFlag('banner', { version: 6 })]);
    fixture.upstream.hangUp();
    await fixture.clock.advanceAsync(120_000);
    expect([fixture.upstream.requests, stored()]).toEqual([[], []]);
  });
});

describe('a reader that an isolate has authorized', () => {
  const open = (relayPosition: string, claims?: ReaderClaims) => {
    const credential = createKeyRing([fixture.key]).find(fixture.key.hash);
    if (credential === undefined) throw new Error('no key');
    const { sink } = createReadableStreamSink();
    return service.stream(sink, { credential, relayPosition, lastEventId: undefined, claims });
  };

  it('is served while its key is valid, up to the limit of streams', async () => {
    await start();
    await serve('1-aa');
    expect([await open('1-aa'), await open('1-aa')]).toEqual([undefined, undefined]);
    expect(await open('1-aa')).toMatchObject({ status: 429 });
  });

  it('is reported to the upstream with what it says about itself', async () => {
    await start();
    await serve('1-aa');
    const claims = { identity: { name: 'sdk', kind: 'sdk' }, features: ['semver-neq'] };
    await open('1-aa', claims);
    await open('1-aa');
    await fixture.clock.advanceAsync(15_000);
    expect(fixture.upstream.reports).toEqual([
      {
        instance: fixture.deps.reader.instance,
        positions: { [OWN]: '5-aa' },
        readers: [{ ...claims, environmentId: OWN, streams: 1 }],
      },
    ]);
  });

  it('is refused once its key is revoked, unless the isolate has newer keys', async () => {
    await start();
    await serve('1-aa');
    await serve('2-bb', []);
    expect(await open('1-aa')).toMatchObject({ status: 401 });
    expect(await open('3-cc')).toBeUndefined();
  });

  it('retries while the object serves nothing, and while no flags have arrived', async () => {
    await start();
    await fixture.clock.advanceAsync(1_000);
    expect(await open('1-aa')).toMatchObject({ status: 503 });
    fixture.upstream.answerWith(503);
    await serve('1-aa');
    expect(await open('1-aa')).toMatchObject({ status: 503 });
  });

  it('waits for the first flags of an object that has just started', async () => {
    await start();
    const opening = open('1-aa');
    await serve('1-aa');
    expect(await opening).toBeUndefined();
  });
});
