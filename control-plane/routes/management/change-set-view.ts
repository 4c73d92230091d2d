import type { JsonValue } from '../../../shared/model/json.ts';
import type { ChangeSetReview, ChangeSetRow, StoredOperation } from '../../domain/drafts/change-sets.ts';
import { type DraftConflict, describeConflict } from '../../domain/drafts/conflict-view.ts';
import { quotedTag } from '../../model/entity-tag.ts';
import { LIMITS } from '../../model/limits.ts';
import type { ProjectChange } from '../../model/project-change.ts';
import { operationView } from './schemas/operation.ts';

/** A change set as the API returns it. */
export const changeSetView = ({ projectId: _, sequence: __, ...row }: ChangeSetRow) => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  appliedAt: row.appliedAt?.toISOString() ?? null,
  applyAt: row.applyAt?.toISOString() ?? null,
});

/** The tag of a change set is its revision. */
export const etagOf = ({ revision }: ChangeSetRow) => ({ etag: quotedTag(String(revision)) });

export const storedOperationView = ({ position, operation, createdBy, createdAt }: StoredOperation) => ({
  position,
  operation: operationView(operation),
  createdBy,
  createdAt: createdAt.toISOString(),
});

/** A value of a diff or of a conflict. What is stored as JSON is JSON. */
function toJson(value: unknown): JsonValue | undefined {
  if (value === undefined) return undefined;
  const copy: JsonValue = JSON.parse(JSON.stringify(value));
  return copy;
}

export const changeView = (change: ProjectChange) =>
  'added' in change
    ? { ...change }
    : { ...change, before: toJson(change.before), after: toJson(change.after) };

const conflictOf = ({ pointer, operations, base, proposed, current }: DraftConflict) => ({
  pointer,
  operations,
  base: toJson(base),
  proposed: toJson(proposed),
  current: toJson(current),
});

export const diffView = ({
  isBehind,
  diff,
  diffHash,
  lines,
  steps,
  conflicts,
  problems,
}: ChangeSetReview) => ({
  isBehind,
  diffHash,
  changes: diff.map(changeView),
  lines,
  steps: steps.map(({ diff: changes, ...step }) => ({ ...step, changes: changes.map(changeView) })),
  conflictsTotal: conflicts.length,
  problemsTotal: problems.length,
});

export const problemsView = ({ isBehind, problems, conflicts, unsupported }: ChangeSetReview) => ({
  isBehind,
  problems: problems.slice(0, LIMITS.faults),
  problemsTotal: problems.length,
  conflicts: conflicts.slice(0, LIMITS.faults).map(conflictOf),
  conflictsTotal: conflicts.length,
  unsupported: unsupported.slice(0, LIMITS.faults).map(({ path, message }) => ({ path, message })),
  unsupportedTotal: unsupported.length,
});

/**
 * A diff as text: one line a change; for each step of a rollout, its lines; then what does not fit the state of now, at most
 * 100 problems and 100 conflicts.
 */
export function diffText({ lines, steps, problems, conflicts }: ChangeSetReview): string {
  const ofSteps = steps.flatMap((step, index) => step.lines.map((line) => `step ${index + 1}: ${line}`));
  const misfits = [
    ...problems.slice(0, LIMITS.faults).map(({ pointer, message }) => `${pointer}: ${message}`),
    ...conflicts
      .slice(0, LIMITS.faults)
      .map((conflict) => `${conflict.pointer}: ${describeConflict(conflict)}`),
  ].map((line) => `does not fit: ${line}`);
  return [...lines, ...ofSteps, ...misfits].map((line) => `${line}\n`).join('');
}
