import { checkCondition } from '../../../shared/evaluation/index.ts';
import type { Condition } from '../../../shared/model/flag-set.ts';
import { LIMITS } from '../../model/limits.ts';
import type { Fault } from '../../model/request-error.ts';

/** Every fault of AND-ed conditions, of a targeting rule or of a segment's rule. */
export function validateConditions(
  conditions: readonly Condition[],
  segmentKeys: ReadonlySet<string>,
  path: string,
): readonly Fault[] {
  return conditions.flatMap((condition, index) => {
    const place = `${path}[${index}]`;
    const faults = checkSize(condition) ?? [
      ...checkCondition(condition),
      ...(condition.conditionType === 'segment' ? validateSegments(condition, segmentKeys) : []),
    ];
    return faults.map((fault) => ({ ...fault, path: `${place}.${fault.path}` }));
  });
}

/** Patterns are compiled to check them, here and on every edge: that has its price. */
function checkSize({ operator, values }: Condition): readonly Fault[] | undefined {
  const isPattern = operator === 'regex' || operator === 'not_regex';
  if (!isPattern || values.length <= LIMITS.patterns) return undefined;
  return [{ path: 'values', message: `may hold at most ${LIMITS.patterns} patterns` }];
}

function validateSegments(
  { attribute, values }: Condition,
  segmentKeys: ReadonlySet<string>,
): readonly Fault[] {
  const faults: Fault[] = [];
  if (attribute !== '') {
    faults.push({ path: 'attribute', message: 'must be left out: membership of segments has none' });
  }
  if (values.length === 0) faults.push({ path: 'values', message: 'must name at least one segment' });
  values.forEach((value, index) => {
    if (typeof value !== 'string' || segmentKeys.has(value)) return;
    faults.push({ path: `values[${index}]`, message: `there is no segment ${JSON.stringify(value)}` });
  });
  return faults;
}
