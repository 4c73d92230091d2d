import { isJsonEqual } from '../../../shared/model/json-equal.ts';
import type { ConfiguredRule } from '../../model/configuration.ts';

/** How one rule differs between two configurations. */
export interface RuleChange {
  readonly action: 'create' | 'update' | 'delete';
  readonly ruleId: string;
  readonly oldValue?: ConfiguredRule;
  readonly newValue?: ConfiguredRule;
}

/** The rules that were added, changed or removed. */
export function ruleChanges(
  before: readonly ConfiguredRule[],
  after: readonly ConfiguredRule[],
): readonly RuleChange[] {
  const oldRules = new Map(before.map((rule) => [rule.id, rule]));
  const newRules = new Map(after.map((rule) => [rule.id, rule]));
  return [
    ...before.flatMap((oldValue): RuleChange[] =>
      newRules.has(oldValue.id) ? [] : [{ action: 'delete', ruleId: oldValue.id, oldValue }],
    ),
    ...after.flatMap((newValue): RuleChange[] => {
      const oldValue = oldRules.get(newValue.id);
      if (!oldValue) return [{ action: 'create', ruleId: newValue.id, newValue }];
      if (isJsonEqual(oldValue, newValue)) return [];
      return [{ action: 'update', ruleId: newValue.id, oldValue, newValue }];
    }),
  ];
}
