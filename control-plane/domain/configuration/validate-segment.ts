import { checkPatternsTogether } from '../../../shared/evaluation/index.ts';
import type { Segment, SegmentRule } from '../../../shared/model/flag-set.ts';
import type { Fault } from '../../model/request-error.ts';
import { cycleThrough } from './cycle-through.ts';
import { validateConditions } from './validate-conditions.ts';

/** The segments of the project. */
interface StoredSegments {
  readonly segmentKeys: ReadonlySet<string>;
  /** A cycle of references among them, as `findCycle` returns it. */
  readonly cycle: readonly string[] | null;
}

/** Validates the conditions of a segment and its references to other segments. */
export function validateSegment(
  { key, rules }: Pick<Segment, 'key' | 'rules'>,
  { segmentKeys, cycle }: StoredSegments,
): readonly Fault[] {
  const tooLarge = checkPatternsTogether(rules);
  if (tooLarge.length > 0) return tooLarge;
  // A segment that refers to itself is reported as a cycle, not as an unknown segment.
  const known = new Set([...segmentKeys, key]);
  return [
    ...rules.flatMap((rule, index) =>
      validateConditions(rule.conditions, known, `rules[${index}].conditions`),
    ),
    ...validateNoCycle(key, rules, cycle),
  ];
}

/** Membership of a segment that refers to itself, directly or through others, could not be evaluated. */
function validateNoCycle(
  key: string,
  rules: readonly SegmentRule[],
  found: readonly string[] | null,
): readonly Fault[] {
  const cycle = cycleThrough(key, found);
  if (cycle.length === 0) return [];
  const first = [...referencesIn(rules)].find(({ segmentKey }) => segmentKey === cycle[1]);
  if (first === undefined) return [];
  const keys = cycle.map((each) => `"${each}"`).join(' refers to ');
  return [{ path: first.path, message: `creates a cycle: ${keys}` }];
}

/** The references of rules to segments, each with its path. */
function* referencesIn(rules: readonly SegmentRule[]) {
  for (const [ruleIndex, { conditions }] of rules.entries()) {
    for (const [conditionIndex, { conditionType, values }] of conditions.entries()) {
      if (conditionType !== 'segment') continue;
      for (const [valueIndex, value] of values.entries()) {
        if (typeof value !== 'string') continue;
        const path = `rules[${ruleIndex}].conditions[${conditionIndex}].values[${valueIndex}]`;
        yield { segmentKey: value, path };
      }
    }
  }
}
