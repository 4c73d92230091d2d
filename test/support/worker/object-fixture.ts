import type { ObjectDeps } from '../../../edge-proxy/worker/objects/object-deps.ts';
import type { RelaySnapshot } from '../../../shared/keys/sdk-key.ts';
import type { LogFields, Logger } from '../../../shared/logging/logger.ts';
import { createFakeUpstream } from '../edge/fake-upstream.ts';
import { keyRecord, NOW, OTHER, OWN } from '../edge/test-edge.ts';
import { booleanFlag } from '../flags.ts';
import { createManualClock } from '../manual-clock.ts';
import { createMemoryObjectStorage } from './memory-object-storage.ts';

/** The surroundings of a Durable Object: storage, clock, and an upstream with one environment and one key. */
export async function createObjectFixture() {
  const clock = createManualClock(NOW);
  const upstream = createFakeUpstream(clock);
  const storage = createMemoryObjectStorage();
  const lines: { readonly level: string; readonly message: string; readonly fields: LogFields }[] = [];
  const log =
    (level: string) =>
    (message: string, fields: LogFields = {}) =>
      void lines.push({ level, message, fields });
  const logger: Logger = { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
  const key = { ...(await keyRecord('server', 'own', [OWN])), id: OTHER };
  const relay = (keys = [key]): RelaySnapshot => ({
    protocol: 1,
    projectId: OTHER,
    environments: [{ id: OWN, key: 'production', name: 'Production', privateAttributes: [] }],
    keys,
  });
  upstream.setRelay('1-aa', relay());
  upstream.setFlags(OWN, '5-aa', [booleanFlag('banner')]);
  const deps: ObjectDeps = {
    ...clock,
    storage,
    fetch: upstream.fetch,
    upstreamUrl: 'http://upstream.test',
    relayKey: `sf_rly_${'r'.repeat(43)}`,
    maxStreamsPerKey: 2,
    reader: { name: 'solid-fortnight-edge', kind: 'edge', instance: 'object' },
    random: () => 0.5,
    logger,
  };
  return { clock, upstream, storage, lines, key, relay, deps };
}

export type ObjectFixture = Awaited<ReturnType<typeof createObjectFixture>>;
