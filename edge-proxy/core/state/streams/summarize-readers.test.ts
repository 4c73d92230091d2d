import { describe, expect, it } from 'vitest';
import type { ReaderIdentity } from '../../../../shared/sync/reader-identity.ts';
import { summarizeReaders } from './summarize-readers.ts';

const stream = (
  identity: ReaderIdentity,
  features: readonly string[] = [],
  environmentId = 'production',
) => ({
  environmentId,
  claims: { identity, features },
});
const edge = (instance: string) => ({ name: 'edge', version: '1.0.0', kind: 'edge', region: 'eu', instance });

describe('The readers that an edge reports', () => {
  it('are edges one by one, and others as a number for each environment, name, version, kind and features', () => {
    const sdk = (instance: string) => ({
      name: 'sdk',
      version: '2.0.0',
      kind: 'sdk',
      region: 'eu',
      instance,
    });
    const readers = summarizeReaders([
      stream(sdk('a')),
      stream(sdk('b')),
      stream(sdk('c'), ['semver-neq']),
      stream(sdk('d'), [], 'staging'),
      stream({}),
      stream(edge('e')),
      stream(edge('f')),
    ]);
    const group = { name: 'sdk', version: '2.0.0', kind: 'sdk' };
    expect(readers).toEqual([
      { environmentId: 'production', identity: edge('e'), features: [], streams: 1 },
      { environmentId: 'production', identity: edge('f'), features: [], streams: 1 },
      { environmentId: 'production', identity: group, features: [], streams: 2 },
      { environmentId: 'production', identity: group, features: ['semver-neq'], streams: 1 },
      { environmentId: 'staging', identity: group, features: [], streams: 1 },
      { environmentId: 'production', identity: {}, features: [], streams: 1 },
    ]);
  });

  it('are at most 200, edges and large groups first', () => {
    const names = Array.from({ length: 250 }, (_, at) => stream({ name: `sdk-${at}` }));
    const readers = summarizeReaders([...names, stream({ name: 'sdk-249' }), stream(edge('e'))]);
    expect(readers).toHaveLength(200);
    expect(readers.slice(0, 2)).toMatchObject([
      { identity: edge('e') },
      { identity: { name: 'sdk-249' }, streams: 2 },
    ]);
  });

  it('fit into a report, whatever the readers say', () => {
    const long = (at: number) => `${'x'.repeat(90)}${at}`;
    const features = Array.from({ length: 50 }, (_, at) => `${'f'.repeat(60)}${at}`);
    const streams = Array.from({ length: 300 }, (_, at) =>
      stream(
        { name: long(at), version: long(at), kind: 'edge', region: long(at), instance: long(at) },
        features,
      ),
    );
    const readers = summarizeReaders(streams);
    expect(readers.length).toBeGreaterThan(5);
    expect(JSON.stringify(readers).length).toBeLessThan(41_000);
  });
});
