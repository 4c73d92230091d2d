import { describe, expect, it } from 'vitest';
import type { Flag, Segment } from '../../model/flag-set.ts';
import type { DeltaData, SnapshotData } from '../wire.ts';
import { flagChannel, relayChannel } from './channel.ts';

const flag: Flag = {
  key: 'a',
  type: 'boolean',
  version: 3,
  enabled: true,
  defaultValue: null,
  clientSide: false,
  variations: [{ key: 'on', value: true }],
  prerequisites: [{ flagKey: 'b', variations: ['x'] }],
  rules: [
    {
      id: 'r1',
      priority: 0,
      conditions: [
        { conditionType: 'custom', attribute: 'plan', operator: 'from_the_future', values: ['x', 1] },
      ],
      serve: { rollout: { variations: [{ variation: 'on', weight: 100_000 }], bucketBy: 'org' } },
    },
  ],
};
const segment: Segment = { key: 's', version: 2, included: ['u'], excluded: [], rules: [{ conditions: [] }] };
const snapshot: SnapshotData = {
  protocol: 1,
  environment: { id: '00000000-0000-4000-8000-000000000001', key: 'production' },
  flags: [flag],
  segments: [segment],
  committedAt: '2026-01-01T00:00:00.000Z',
};
const delta: DeltaData = {
  from: '2-aa',
  to: '3-bb',
  deleted: { flags: ['gone'], segments: [] },
  flags: [flag],
  segments: [],
  committedAt: '2026-01-01T00:00:00.000Z',
};

const readSnapshot = (data: unknown, id: string | null = '3-bb') =>
  flagChannel.read({ event: 'snapshot', id, data: JSON.stringify(data) });
const readDelta = (data: unknown, id = '3-bb') =>
  flagChannel.read({ event: 'delta', id, data: JSON.stringify(data) });

describe('the flag channel', () => {
  it('accepts valid events, also with unknown operators and unknown members', () => {
    expect(readSnapshot({ ...snapshot, later: true })).toMatchObject({ type: 'snapshot', position: '3-bb' });
    expect(readDelta(delta)).toMatchObject({ type: 'delta', from: '2-aa', to: '3-bb', data: delta });
  });

  it('skips unknown events', () => {
    expect(flagChannel.read({ event: 'weather', id: null, data: '' })).toBeNull();
  });

  it.each([
    ['no JSON', 'a snapshot event is malformed: the data is not JSON', '{'],
    ['no object', 'the data is not a JSON object', '[]'],
  ])('names what is wrong: %s', (_, problem, data) => {
    const message = flagChannel.read({ event: 'snapshot', id: '3-bb', data });
    expect(message).toMatchObject({ type: 'fault', reason: expect.stringContaining(problem) });
  });

  it.each([
    ['protocol is 2; this program understands protocol 1', { ...snapshot, protocol: 2 }],
    ['environment.id is not a UUID', { ...snapshot, environment: { id: 'x', key: 'production' } }],
    ['flags is not an array', { ...snapshot, flags: {} }],
    ['flags[0].key is not a key', { ...snapshot, flags: [{ ...flag, key: '..' }] }],
    ['flags[0].type is not one of', { ...snapshot, flags: [{ ...flag, type: 'colour' }] }],
    ['flags[0].defaultValue is missing', { ...snapshot, flags: [{ ...flag, defaultValue: undefined }] }],
    ['flags[0].metadata is not an object', { ...snapshot, flags: [{ ...flag, metadata: 'x' }] }],
    ['flags[0].version is not between', { ...snapshot, flags: [{ ...flag, version: 4 }] }],
    ['flags[1].key occurs twice', { ...snapshot, flags: [flag, flag] }],
    [
      'flags[0].rules[0].serve.rollout',
      { ...snapshot, flags: [{ ...flag, rules: [{ ...flag.rules[0], serve: {} }] }] },
    ],
    ['segments[0].included[0] is not a string', { ...snapshot, segments: [{ ...segment, included: [1] }] }],
    ['committedAt is not a time', { ...snapshot, committedAt: 'now' }],
  ])('refuses a snapshot: %s', (problem, data) => {
    expect(readSnapshot(data)).toMatchObject({ type: 'fault', reason: expect.stringContaining(problem) });
  });

  it.each([
    ['from is not a position', { ...delta, from: 'x' }],
    ['to is not later than from', { ...delta, from: '3-aa' }],
    ['flags[0].version is not between', { ...delta, flags: [{ ...flag, version: 2 }] }],
    ['flags[0].key is also deleted', { ...delta, deleted: { flags: ['a'], segments: [] } }],
    ['deleted.segments is not an array', { ...delta, deleted: { flags: [] } }],
  ])('refuses a delta: %s', (problem, data) => {
    expect(readDelta(data)).toMatchObject({ type: 'fault', reason: expect.stringContaining(problem) });
  });

  it('refuses events whose id is not the position after them', () => {
    expect(readSnapshot(snapshot, null)).toMatchObject({ type: 'fault' });
    expect(readSnapshot(snapshot, 'now')).toMatchObject({ type: 'fault' });
    expect(readDelta(delta, '4-cc')).toMatchObject({ type: 'fault' });
  });
});

describe('the relay channel', () => {
  const key = {
    id: '00000000-0000-4000-8000-000000000002',
    kind: 'server',
    hash: 'a'.repeat(64),
    environmentIds: ['00000000-0000-4000-8000-000000000001'],
    expiresAt: null,
  };
  const relay = { protocol: 1, projectId: key.id, environments: [], keys: [key] };
  const read = (data: unknown) =>
    relayChannel.read({ event: 'snapshot', id: '1-aa', data: JSON.stringify(data) });

  it('accepts a snapshot', () =>
    expect(read(relay)).toMatchObject({ type: 'snapshot', position: '1-aa', data: relay }));

  it.each([
    ['keys[0].hash', { ...key, hash: 'A'.repeat(64) }],
    ['keys[0].kind', { ...key, kind: 'root' }],
    ['keys[0].expiresAt', { ...key, expiresAt: 'tomorrow' }],
    ['keys[0].environmentIds', { ...key, environmentIds: null }],
  ])('refuses a key that could open too much: %s', (place, broken) => {
    expect(read({ ...relay, keys: [broken] })).toMatchObject({
      type: 'fault',
      reason: expect.stringContaining(place),
    });
  });
});

describe.each([
  ['flags', flagChannel],
  ['relay', relayChannel],
] as const)('the channel of %s', (_, channel) => {
  it.each([null, '', '3', '0-bb', '3-b b'])('refuses a snapshot whose id %j is no position', (id) => {
    expect(channel.read({ event: 'snapshot', id, data: '{}' })).toMatchObject({
      type: 'fault',
      reason: expect.stringContaining('its id is not a position'),
    });
  });

  it('ignores events that it does not know', () => {
    expect(channel.read({ event: 'later', id: '3-bb', data: '{}' })).toBeNull();
  });
});
