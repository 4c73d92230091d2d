import { findSegmentCycle } from '../../shared/evaluation/index.ts';
import type { SegmentRule } from '../../shared/model/flag-set.ts';
import type { Fault } from '../model/request-error.ts';
import { validateConditions } from './configuration/validate-conditions.ts';
import { startingAt } from './configuration/validate-configuration.ts';

/**
 * Everything that is wrong with the meaning of a segment's rules.
 *
 * @param edges which stored segment names which others, by key
 */
export function validateSegment(
  key: string,
  rules: readonly SegmentRule[],
  segmentKeys: ReadonlySet<string>,
  edges: ReadonlyMap<string, readonly string[]>,
): readonly Fault[] {
  // That a segment names itself is told as the circle it is, not as a segment that does not exist yet.
  const known = new Set([...segmentKeys, key]);
  return [
    ...rules.flatMap((rule, index) =>
      validateConditions(rule.conditions, known, `rules[${index}].conditions`),
    ),
    ...validateCycle(key, rules, edges),
  ];
}

/** A segment reached again from one that it names could never be decided. */
function validateCycle(
  key: string,
  rules: readonly SegmentRule[],
  edges: ReadonlyMap<string, readonly string[]>,
): readonly Fault[] {
  const others = [...edges].filter(([other]) => other !== key).map(([other, named]) => naming(other, named));
  const cycle = startingAt(key, findSegmentCycle([...others, { key, rules }]) ?? []);
  const next = cycle[1];
  if (next === undefined) return [];
  const circle = cycle.map((each) => `"${each}"`).join(' names ');
  return [{ path: placeOf(next, rules), message: `makes a circle: ${circle}` }];
}

function naming(key: string, values: readonly string[]) {
  return {
    key,
    rules: [{ conditions: [{ conditionType: 'segment' as const, attribute: '', operator: 'in', values }] }],
  };
}

function placeOf(segmentKey: string, rules: readonly SegmentRule[]): string {
  for (const [rule, { conditions }] of rules.entries()) {
    for (const [place, { conditionType, values }] of conditions.entries()) {
      const index = conditionType === 'segment' ? values.indexOf(segmentKey) : -1;
      if (index >= 0) return `rules[${rule}].conditions[${place}].values[${index}]`;
    }
  }
  return 'rules';
}
