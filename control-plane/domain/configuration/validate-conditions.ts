import { checkCondition, isDistinctNumber } from '../../../shared/evaluation/index.ts';
import type { Condition } from '../../../shared/model/flag-set.ts';
import { LIMITS } from '../../model/limits.ts';
import type { Fault } from '../../model/request-error.ts';

/** Validates the conditions of a targeting rule or of a segment's rule. */
export function validateConditions(
  conditions: readonly Condition[],
  segmentKeys: ReadonlySet<string>,
  path: string,
): readonly Fault[] {
  return conditions.flatMap((condition, index) => {
    const faults = validateSize(condition) ?? [
      ...checkCondition(condition),
      ...validateNumbers(condition),
      ...(condition.conditionType === 'segment' ? validateSegmentCondition(condition, segmentKeys) : []),
    ];
    return faults.map((fault) => ({ ...fault, path: `${path}[${index}].${fault.path}` }));
  });
}

/** Comes first: the next checks compile every pattern, as every edge does later. */
function validateSize({ operator, values }: Condition): readonly Fault[] | undefined {
  const isPattern = operator === 'regex' || operator === 'not_regex';
  if (!isPattern || values.length <= LIMITS.patterns) return undefined;
  return [{ path: 'values', message: `may hold at most ${LIMITS.patterns} patterns` }];
}

const EQUALITY = ['eq', 'neq', 'in', 'not_in'];

/** A number beyond the safe integers is valid, but equals nothing. */
function validateNumbers({ operator, values }: Condition): readonly Fault[] {
  if (!EQUALITY.includes(operator)) return [];
  const message =
    'is a number beyond ±9007199254740991, which matches nothing; use a string, here and in the contexts';
  return values.flatMap((value, index) =>
    typeof value !== 'number' || isDistinctNumber(value) ? [] : [{ path: `values[${index}]`, message }],
  );
}

function validateSegmentCondition(
  { attribute, values }: Condition,
  segmentKeys: ReadonlySet<string>,
): readonly Fault[] {
  const faults: Fault[] = [];
  if (attribute !== '') {
    faults.push({ path: 'attribute', message: 'must be omitted: a segment condition has no attribute' });
  }
  if (values.length === 0) faults.push({ path: 'values', message: 'must name at least one segment' });
  values.forEach((value, index) => {
    if (typeof value !== 'string' || segmentKeys.has(value)) return;
    faults.push({ path: `values[${index}]`, message: `there is no segment ${JSON.stringify(value)}` });
  });
  return faults;
}
