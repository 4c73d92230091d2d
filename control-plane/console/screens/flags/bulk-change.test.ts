import { describe, expect, it } from 'vitest';
import { bulkChange, bulkName, bulkOperations } from './bulk-change.ts';
import type { ListedFlag } from './flags-search.ts';

const environment = (environmentKey: string, enabled: boolean) => ({
  environmentKey,
  enabled,
  version: 1,
  offVariation: 'off',
  fallthrough: null,
  ruleCount: 0,
  updatedAt: '2026-01-01T00:00:00Z',
  lastEvaluatedHour: null,
});

const flag = (key: string, values: Partial<ListedFlag> = {}): ListedFlag => ({
  id: '4f9f9c0e-1f0b-4a6e-9d0c-000000000000',
  key,
  name: key,
  description: '',
  type: 'boolean',
  tags: ['old'],
  owner: null,
  clientSide: false,
  metadata: {},
  jsonSchema: null,
  archived: false,
  createdBy: '4f9f9c0e-1f0b-4a6e-9d0c-000000000001',
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
  environments: [environment('staging', true), environment('production', false)],
  ...values,
});

describe('the operations of a change of many flags', () => {
  it('switch only what is not so yet, in the environments that are chosen', () => {
    const change = { kind: 'enable', environmentKeys: ['staging', 'production'] } as const;
    expect(bulkOperations([flag('a')], change)).toEqual([
      {
        kind: 'configuration.update',
        flagKey: 'a',
        environmentKey: 'production',
        patch: { enabled: true },
      },
    ]);
  });

  it('keep the other tags', () => {
    const flags = [flag('a'), flag('b', { tags: ['old', 'new'] })];
    expect(bulkOperations(flags, { kind: 'addTag', tag: 'new' })).toEqual([
      { kind: 'flag.update', flagKey: 'a', patch: { tags: ['old', 'new'] } },
    ]);
    expect(bulkOperations(flags, { kind: 'removeTag', tag: 'new' })).toEqual([
      { kind: 'flag.update', flagKey: 'b', patch: { tags: ['old'] } },
    ]);
  });

  it('leave archived flags, and owners that are right, alone', () => {
    expect(bulkOperations([flag('a', { archived: true })], { kind: 'archive' })).toEqual([]);
    expect(bulkOperations([flag('a')], { kind: 'setOwner', owner: null })).toEqual([]);
    expect(bulkOperations([flag('a')], { kind: 'setOwner', owner: 'x' })).toEqual([
      { kind: 'flag.update', flagKey: 'a', patch: { owner: 'x' } },
    ]);
  });
});

describe('what a person fills in', () => {
  const values = { environmentKeys: [], tag: ' new ', owner: ' ' };

  it('becomes a change', () => {
    expect(bulkChange({ ...values, kind: 'addTag' })).toEqual({ kind: 'addTag', tag: 'new' });
    expect(bulkChange({ ...values, kind: 'setOwner' })).toEqual({ kind: 'setOwner', owner: null });
  });

  it('is asked for if it is missing', () => {
    expect(bulkChange({ ...values, kind: 'disable' })).toBe('Choose at least one environment.');
    expect(bulkChange({ ...values, kind: 'removeTag', tag: '' })).toBe('Name the tag.');
  });

  it('names the change set', () => {
    expect(bulkName({ kind: 'disable', environmentKeys: ['staging', 'production'] }, '2 flags')).toBe(
      'Switch off 2 flags in staging, production',
    );
  });
});
