/** Flags and flag sets for tests: what a test does not name is as plain as can be. */

import { compileFlagSet, evaluate, type Resolution } from '../../../shared/evaluation/index.ts';
import type { EvaluationContext } from '../../../shared/model/evaluation-context.ts';
import type { Condition, Flag, FlagSet, Rule, Segment, Serve } from '../../../shared/model/flag-set.ts';
import type { JsonValue } from '../../../shared/model/json.ts';

/** A boolean flag that is on: variations `on` and `off`, default value `false`, no rules. */
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

/** A rule that serves `on`, unless told otherwise. */
export function rule(
  conditions: readonly Condition[],
  serve: Serve = { variation: 'on' },
  priority = 0,
): Rule {
  return { id: '00000000-0000-4000-8000-000000000000', priority, conditions, serve };
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

export function flagSet(flags: readonly Flag[], segments: readonly Segment[] = []): FlagSet {
  return { environment: { id: '00000000-0000-4000-8000-000000000001', key: 'test' }, flags, segments };
}

/** A rollout of `weight` to `on` and the rest to `off`. */
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

/** Decides the first of the given flags. */
export function decide(
  flags: Flag | readonly Flag[],
  context: EvaluationContext,
  segments: readonly Segment[] = [],
): Resolution {
  const all = 'key' in flags ? [flags] : flags;
  return evaluate(compileFlagSet(flagSet(all, segments)), all[0]?.key ?? '', context);
}

/** Whether a condition holds for a context. */
export function holds(
  asked: Condition,
  context: EvaluationContext,
  segments: readonly Segment[] = [],
): boolean {
  const { reason, errorDetails } = decide(flag({ rules: [rule([asked])] }), context, segments);
  if (reason === 'ERROR') throw new Error(errorDetails ?? 'The flag was not understood.');
  return reason === 'TARGETING_MATCH';
}
