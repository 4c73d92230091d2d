import type { SegmentRule } from '../../shared/model/flag-set.ts';
import { checkConditions } from './configuration/check-conditions.ts';
import { routeTo } from './configuration/check-configuration.ts';
import type { Fault } from './failure.ts';

/**
 * Everything that is wrong with the meaning of a segment's rules.
 *
 * @param edges which stored segment names which others, by key
 */
export function checkSegment(
  key: string,
  rules: readonly SegmentRule[],
  segmentKeys: ReadonlySet<string>,
  edges: ReadonlyMap<string, readonly string[]>,
): readonly Fault[] {
  // A segment may name itself only by mistake: the circle below says so better than "there is no such segment".
  const known = new Set([...segmentKeys, key]);
  return rules.flatMap((rule, index) => {
    const path = `rules[${index}].conditions`;
    return [
      ...checkConditions(rule.conditions, known, path),
      ...rule.conditions.flatMap((condition, place) =>
        condition.conditionType === 'segment'
          ? condition.values.flatMap((value, position) =>
              checkCircle(key, String(value), edges, `${path}[${place}].values[${position}]`),
            )
          : [],
      ),
    ];
  });
}

function checkCircle(
  key: string,
  named: string,
  edges: ReadonlyMap<string, readonly string[]>,
  path: string,
): readonly Fault[] {
  const route = routeTo(key, named, edges);
  if (!route) return [];
  const circle = [key, ...route].map((each) => `"${each}"`).join(' names ');
  return [{ path, message: `makes a circle: ${circle}` }];
}
