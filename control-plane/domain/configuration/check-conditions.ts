import { type Condition, OPERATORS } from '../../../shared/model/flag-set.ts';
import type { Fault } from '../failure.ts';

const SEGMENT_OPERATORS: readonly string[] = ['in', 'not_in'];
const KNOWN_OPERATORS: ReadonlySet<string> = new Set(OPERATORS);

/** Every fault of AND-ed conditions, of a targeting rule or of a segment's rule. */
export function checkConditions(
  conditions: readonly Condition[],
  segmentKeys: ReadonlySet<string>,
  path: string,
): readonly Fault[] {
  return conditions.flatMap((condition, index) => {
    const place = `${path}[${index}]`;
    return condition.conditionType === 'segment'
      ? checkSegmentCondition(condition, segmentKeys, place)
      : checkAttributeCondition(condition, place);
  });
}

function checkSegmentCondition(
  condition: Condition,
  segmentKeys: ReadonlySet<string>,
  path: string,
): readonly Fault[] {
  const faults: Fault[] = [];
  if (condition.attribute !== '') {
    faults.push({ path: `${path}.attribute`, message: 'must be left out: membership of segments has none' });
  }
  if (!SEGMENT_OPERATORS.includes(condition.operator)) {
    faults.push({ path: `${path}.operator`, message: 'must be in or not_in for a segment' });
  }
  if (condition.values.length === 0) {
    faults.push({ path: `${path}.values`, message: 'must name at least one segment' });
  }
  condition.values.forEach((value, index) => {
    if (typeof value === 'string' && segmentKeys.has(value)) return;
    faults.push({
      path: `${path}.values[${index}]`,
      message: `there is no segment ${JSON.stringify(value)}`,
    });
  });
  return faults;
}

function checkAttributeCondition(condition: Condition, path: string): readonly Fault[] {
  const faults: Fault[] = [];
  if (condition.attribute === '') {
    faults.push({ path: `${path}.attribute`, message: 'must name an attribute of the evaluation context' });
  }
  if (!KNOWN_OPERATORS.has(condition.operator)) {
    faults.push({ path: `${path}.operator`, message: `must be one of ${OPERATORS.join(', ')}` });
  }
  return faults;
}
