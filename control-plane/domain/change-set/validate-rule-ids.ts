import type { AppliedOperations } from './apply-operations.ts';
import type { OperationProblem } from './operation-problem.ts';
import type { DraftedConfiguration } from './working-state.ts';

/**
 * Validates that no two configurations have a rule with the same id: the id is unique in the database. Within one
 * configuration `validateConfiguration` does so.
 */
export function validateRuleIds({ drafts }: Pick<AppliedOperations, 'drafts'>): readonly OperationProblem[] {
  const owners = new Map<string, DraftedConfiguration>();
  return drafts.flatMap((drafted) =>
    drafted.draft.rules.flatMap((rule): readonly OperationProblem[] => {
      if (rule.id === undefined) return [];
      const owner = owners.get(rule.id) ?? drafted;
      owners.set(rule.id, owner);
      if (owner === drafted) return [];
      const { operation, path } = drafted.rules.get(rule) ?? drafted.last;
      const place = `flag "${owner.flagKey}" in environment "${owner.environmentKey}"`;
      const message = `is the id of a rule of ${place}, too; omit it, or choose another one`;
      return [{ operation, path: path === '' ? 'id' : `${path}.id`, code: 'INVALID_REQUEST', message }];
    }),
  );
}
