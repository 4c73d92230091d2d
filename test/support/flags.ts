/** Builders of flags, rules, segments and flag sets: a test names only the members that it is about. */
import type { Condition, Flag, FlagSet, Rule, Segment, Serve } from '../../shared/model/flag-set.ts';
import type { JsonValue } from '../../shared/model/json.ts';

/** A boolean flag that is enabled: variations `on` and `off`, default value `false`, no rules. */
export function flag(parts: Partial<Flag> = {}): Flag {
  return {
    key: 'flag',
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
    rules: [],
    ...parts,
  };
}

/** A boolean flag that serves `on` to every context. */
export function booleanFlag(key: string, parts: Partial<Flag> = {}): Flag {
  return flag({ key, rules: [fallthrough({ variation: 'on' })], ...parts });
}

/** A rule that serves `on` unless `serve` is given. */
export function rule(
  conditions: readonly Condition[],
  serve: Serve = { variation: 'on' },
  priority = 0,
): Rule {
  return { id: '00000000-0000-4000-8000-000000000000', priority, conditions, serve };
}

/** A rule without conditions, after all others. */
export function fallthrough(serve: Serve): Rule {
  return rule([], serve, 100);
}

export function condition(attribute: string, operator: string, ...values: readonly JsonValue[]): Condition {
  return { conditionType: 'custom', attribute, operator, values };
}

export function inSegment(...keys: readonly string[]): Condition {
  return { conditionType: 'segment', attribute: '', operator: 'in', values: keys };
}

export function segment(key: string, parts: Partial<Segment> = {}): Segment {
  return { key, version: 1, included: [], excluded: [], rules: [], ...parts };
}

/** @param environmentId UUID of the environment `production` */
export function flagSet(
  flags: readonly Flag[],
  segments: readonly Segment[] = [],
  environmentId = '00000000-0000-4000-8000-000000000001',
): FlagSet {
  return { environment: { id: environmentId, key: 'production' }, flags, segments };
}

/** A rollout: `weight` of 100,000 to `on`, the rest to `off`. */
export function rollout(
  weight: number,
  parts: { readonly bucketBy?: string; readonly seed?: string } = {},
): Serve {
  const variations = [
    { variation: 'on', weight },
    { variation: 'off', weight: 100_000 - weight },
  ];
  return { rollout: { variations, ...parts } };
}
