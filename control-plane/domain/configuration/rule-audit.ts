import { isJsonEqual } from '../../../shared/model/json-equal.ts';
import type { ConfiguredRule } from '../../model/configuration.ts';

interface RuleEntry {
  readonly action: 'create' | 'update' | 'delete';
  readonly resourceType: 'rule';
  readonly resourceId: string;
  readonly oldValue?: ConfiguredRule;
  readonly newValue?: ConfiguredRule;
}

/** One audit entry for every rule that came, went or changed. */
export function auditRules(
  before: readonly ConfiguredRule[],
  after: readonly ConfiguredRule[],
): readonly RuleEntry[] {
  const old = new Map(before.map((rule) => [rule.id, rule]));
  const now = new Map(after.map((rule) => [rule.id, rule]));
  const resourceType = 'rule';
  return [
    ...before.flatMap((oldValue): RuleEntry[] =>
      now.has(oldValue.id) ? [] : [{ action: 'delete', resourceType, resourceId: oldValue.id, oldValue }],
    ),
    ...after.flatMap((newValue): RuleEntry[] => {
      const oldValue = old.get(newValue.id);
      if (!oldValue) return [{ action: 'create', resourceType, resourceId: newValue.id, newValue }];
      if (isJsonEqual(oldValue, newValue)) return [];
      return [{ action: 'update', resourceType, resourceId: newValue.id, oldValue, newValue }];
    }),
  ];
}
