import type { AppliedOperations } from './apply-operations.ts';
import type { OperationProblem } from './operation-problem.ts';
import type { ProjectReferences } from './project-references.ts';
import { validateConfigurations } from './validate-configurations.ts';
import { validateFlags } from './validate-flags.ts';
import { validateJsonSchemas } from './validate-json-schemas.ts';
import { validateRuleIds } from './validate-rule-ids.ts';
import { validateSegments } from './validate-segments.ts';

/**
 * Every problem of a change set, judged on the state after all of its operations.
 *
 * If an operation could not be applied, only such problems are reported: the others may follow from them.
 */
export function validateResult(
  applied: AppliedOperations,
  references: ProjectReferences,
): readonly OperationProblem[] {
  if (applied.problems.length > 0) return applied.problems;
  return [
    ...validateFlags(applied, references),
    ...validateSegments(applied, references),
    ...validateConfigurations(applied, references),
    ...validateRuleIds(applied),
    ...validateJsonSchemas(applied),
  ];
}
