import type { Operation } from '../../model/operation.ts';
import type { ChangeSetRow } from '../../store/change-sets/change-sets.ts';
import type { AuditAction } from '../../store/changes/audit-entries.ts';
import type { Change } from '../change/change.ts';

/**
 * Adds an entry about a draft, with the members that have changed.
 *
 * @param details what the members do not say
 */
export function auditDraft(
  change: Change,
  action: AuditAction,
  [before, after]: readonly [ChangeSetRow, ChangeSetRow],
  details: object = {},
): void {
  const [oldMembers, newMembers] = [auditedMembers(before), auditedMembers(after)];
  const changed = [...newMembers.keys()].filter((name) => oldMembers.get(name) !== newMembers.get(name));
  const only = (members: ReadonlyMap<string, unknown>) =>
    Object.fromEntries(changed.map((name) => [name, members.get(name)]));
  change.audit(action, changeSetResource(after), {
    oldValue: only(oldMembers),
    newValue: { ...only(newMembers), ...details },
  });
}

/** Members that are no lists: those may be long. */
const auditedMembers = (draft: ChangeSetRow): ReadonlyMap<string, unknown> =>
  new Map<string, unknown>([
    ['name', draft.name],
    ['description', draft.description],
    ['state', draft.state],
    ['number', draft.number],
    ['operationCount', draft.operationCount],
    ['applyAt', draft.applyAt?.toISOString() ?? null],
    ['scheduleError', draft.scheduleError],
    ['bypass', draft.bypass],
    ['bypassReason', draft.bypassReason],
  ]);

/** Adds an entry about a new draft. */
export function auditNewDraft(change: Change, draft: ChangeSetRow, details: object = {}): void {
  const { name, description, operationCount, reverts } = draft;
  const newValue = {
    name,
    description,
    operationCount,
    ...(reverts === null ? {} : { reverts }),
    ...details,
  };
  change.audit('create', changeSetResource(draft), { newValue });
}

/** What added operations are about. What they set is kept by the change set itself. */
export function operationSummaries(operations: readonly Operation[]): object {
  if (operations.length === 0) return {};
  return {
    addedOperations: operations.map((operation) => ({ kind: operation.kind, ...targetOf(operation) })),
  };
}

function targetOf(operation: Operation): object {
  if (operation.kind === 'flag.create') return { flagKey: operation.flag.key };
  if (operation.kind === 'segment.create') return { segmentKey: operation.segment.key };
  if ('segmentKey' in operation) return { segmentKey: operation.segmentKey };
  const { flagKey } = operation;
  return 'environmentKey' in operation ? { flagKey, environmentKey: operation.environmentKey } : { flagKey };
}

/** The resource of audit entries about a change set. */
const changeSetResource = ({ projectId, id }: ChangeSetRow) =>
  ({ projectId, resourceType: 'change_set', resourceId: id }) as const;
