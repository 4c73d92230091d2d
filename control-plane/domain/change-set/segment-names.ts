import type { Condition } from '../../../shared/model/flag-set.ts';

/** The keys of the segments that conditions refer to. */
export function segmentsNamedBy(
  rules: readonly { readonly conditions: readonly Condition[] }[],
): readonly string[] {
  const conditions = rules.flatMap((rule) => rule.conditions);
  return conditions
    .filter(({ conditionType }) => conditionType === 'segment')
    .flatMap(({ values }) => values)
    .filter((value) => typeof value === 'string');
}
