import { LIMITS } from '../../model/limits.ts';
import type { AppliedOperations } from './apply-operations.ts';
import type { OperationProblem, Origin } from './operation-problem.ts';
import { listUses, requiresStill } from './prerequisite-uses.ts';
import type { ProjectReferences } from './project-references.ts';

/** Validates which flags there are: their number, and that no flag needs one that is archived or deleted. */
export function validateFlags(
  applied: AppliedOperations,
  references: ProjectReferences,
): readonly OperationProblem[] {
  const problems = [...applied.flagOrigins].flatMap(([flagKey, origin]) =>
    validateFlag(applied, references, flagKey, origin),
  );
  return [...problems, ...tooManyFlags(applied, references)];
}

function validateFlag(
  applied: AppliedOperations,
  references: ProjectReferences,
  flagKey: string,
  origin: Origin,
): readonly OperationProblem[] {
  const before = applied.before.flags.get(flagKey);
  const after = applied.after.flags.get(flagKey);
  if (before === undefined) return [];
  if (after === undefined) {
    const uses = usesAfter(applied, references, flagKey);
    return uses.length === 0 ? [] : [inUse(origin, flagKey, 'deleted', listUses(uses))];
  }
  if (after.archived && !before.archived) {
    const uses = usesAfter(applied, references, flagKey).filter(
      (use) => !(applied.after.flags.get(use.flagKey)?.archived ?? use.archived),
    );
    return uses.length === 0 ? [] : [inUse(origin, flagKey, 'archived', listUses(uses))];
  }
  if (before.archived && !after.archived) {
    const missing = references.archivedPrerequisites.filter(
      (use) =>
        use.flagKey === flagKey &&
        (applied.after.flags.get(use.requiredKey)?.archived ?? true) &&
        requiresStill(applied, use),
    );
    if (missing.length === 0) return [];
    const names = listUses(missing.map((use) => ({ ...use, flagKey: use.requiredKey })));
    const message = `Flag "${flagKey}" has prerequisites that are archived: ${names}. Restore them first.`;
    return [{ ...origin, code: 'CONFLICT', message }];
  }
  return [];
}

const usesAfter = (applied: AppliedOperations, references: ProjectReferences, flagKey: string) =>
  references.prerequisiteUses.filter((use) => use.requiredKey === flagKey && requiresStill(applied, use));

const inUse = (origin: Origin, flagKey: string, verb: string, uses: string): OperationProblem => ({
  ...origin,
  code: 'IN_USE',
  message: `Flag "${flagKey}" cannot be ${verb}: it is a prerequisite of ${uses}.`,
});

function tooManyFlags(
  { before, after, flagOrigins }: AppliedOperations,
  { flagCount }: ProjectReferences,
): readonly OperationProblem[] {
  const created = [...after.flags.keys()].filter((key) => !before.flags.has(key));
  const count = flagCount + after.flags.size - before.flags.size;
  const origin = flagOrigins.get(created.at(-1) ?? '');
  if (origin === undefined || count <= LIMITS.flagsPerProject) return [];
  const message = `A project has at most ${LIMITS.flagsPerProject} flags.`;
  return [{ ...origin, code: 'CONFLICT', message }];
}
