import type { Flag, FlagSet, Rule, Segment } from '../../../shared/model/flag-set.ts';

/** A boolean flag that is on for everybody, unless told otherwise. */
export function booleanFlag(key: string, changes: Partial<Flag> = {}): Flag {
  return {
    key,
    type: 'boolean',
    version: 1,
    enabled: true,
    defaultValue: false,
    clientSide: false,
    variations: [
      { key: 'on', value: true },
      { key: 'off', value: false },
    ],
    prerequisites: [],
    rules: [fallthrough({ variation: 'on' })],
    ...changes,
  };
}

export function fallthrough(serve: Rule['serve']): Rule {
  return { id: '00000000-0000-4000-8000-0000000000ff', priority: 100, conditions: [], serve };
}

/** Half of all users. */
export const HALF: Rule['serve'] = {
  rollout: {
    variations: [
      { variation: 'on', weight: 50_000 },
      { variation: 'off', weight: 50_000 },
    ],
  },
};

export function flagSet(id: string, flags: readonly Flag[], segments: readonly Segment[] = []): FlagSet {
  return { environment: { id, key: 'production' }, flags, segments };
}
