import { isJsonEqual } from '../../../shared/model/json-equal.ts';
import type { Configuration } from '../../model/configuration.ts';
import type { SegmentState } from '../../model/project-state.ts';
import { listDifference } from '../../model/segment-members.ts';
import type { AuditedResource } from '../../store/changes/audit-entries.ts';
import type { Change } from '../change/change.ts';
import type { AppliedOperations } from '../change-set/apply-operations.ts';
import { ruleChanges } from '../configuration/rule-changes.ts';
import { auditedFlag, editableFlagFields, flagResource } from './flag-audit.ts';
import type { ProjectSlice } from './load-slice.ts';
import type { FlagWrite, PlannedWrites, SegmentWrite } from './planned-writes.ts';
import type { WrittenRows } from './write-changes.ts';

interface AuditContext {
  readonly change: Change;
  readonly slice: ProjectSlice;
  readonly rows: WrittenRows;
  readonly applied: AppliedOperations;
}

/** Adds the audit entries of a change: one for each flag, configuration, rule and segment that it changes. */
export function auditChanges(context: AuditContext, { flags, segments }: PlannedWrites): void {
  for (const write of segments) auditSegment(context, write);
  for (const write of flags) auditFlag(context, write);
}

function auditFlag({ change, slice, rows, applied }: AuditContext, write: FlagWrite): void {
  const { projectId } = slice;
  const before = slice.flags.get(write.key);
  const after = rows.flags.get(write.key);
  if (before === undefined) {
    if (after === undefined) return;
    const values = { ...auditedFlag(after), ...createdConfigurations(applied, write) };
    change.audit('create', flagResource(projectId, after.id), { newValue: values });
    return;
  }
  const resource = flagResource(projectId, before.id);
  if (after === undefined) {
    change.audit('delete', resource, { oldValue: auditedFlag(before) });
    return;
  }
  const [oldValue, newValue] = [editableFlagFields(before), editableFlagFields(after)];
  if (!isJsonEqual(oldValue, newValue)) change.audit('update', resource, { oldValue, newValue });
  if (before.archived !== after.archived) {
    const values = { oldValue: auditedFlag(before), newValue: auditedFlag(after) };
    change.audit(after.archived ? 'archive' : 'restore', resource, values);
  }
  for (const environmentKey of write.environmentKeys)
    auditConfiguration(change, slice, write, environmentKey);
}

/** The values that a new flag has in every environment; its configurations if operations have changed them. */
function createdConfigurations({ drafts }: AppliedOperations, { key, after }: FlagWrite): object {
  const configurations = after?.configurations ?? new Map<string, Configuration>();
  if (drafts.some(({ flagKey }) => flagKey === key)) {
    return { configurations: Object.fromEntries(configurations) };
  }
  const [first] = configurations.values();
  // Each environment has a fallthrough of its own, with another id.
  const rules = first?.rules.map(({ id: _, ...rule }) => rule) ?? [];
  return {
    variations: first?.variations,
    defaultValue: first?.defaultValue,
    ...(rules.length > 0 ? { rules } : {}),
  };
}

function auditConfiguration(
  change: Change,
  { projectId, configurations }: ProjectSlice,
  { key, after }: FlagWrite,
  environmentKey: string,
): void {
  const stored = configurations.get(key)?.get(environmentKey);
  const newValue = after?.configurations.get(environmentKey);
  if (stored === undefined || newValue === undefined) return;
  const oldValue = stored.configuration;
  const resource = {
    projectId,
    resourceType: 'flag_environment',
    resourceId: stored.flagEnvironmentId,
  } as const;
  change.audit('update', resource, { oldValue, newValue });
  auditRules(change, projectId, oldValue, newValue);
}

function auditRules(change: Change, projectId: string, before: Configuration, after: Configuration): void {
  for (const { action, ruleId, ...values } of ruleChanges(before.rules, after.rules)) {
    change.audit(action, { projectId, resourceType: 'rule', resourceId: ruleId }, values);
  }
}

function auditSegment({ change, slice, rows, applied }: AuditContext, write: SegmentWrite): void {
  const { key, before, after } = write;
  const id = (slice.segments.get(key) ?? rows.segments.get(key))?.id;
  if (id === undefined) return;
  const resource: AuditedResource = { projectId: slice.projectId, resourceType: 'segment', resourceId: id };
  if (before === undefined) {
    if (after !== undefined) change.audit('create', resource, { newValue: { key, ...audited(after) } });
  } else if (after === undefined) {
    change.audit('delete', resource, { oldValue: { key, ...audited(before) } });
  } else if (applied.draftedSegments.get(key)?.isOnlyMembers) {
    const members = {
      included: listDifference(before.included, after.included),
      excluded: listDifference(before.excluded, after.excluded),
    };
    change.audit('update', resource, { newValue: { members } });
  } else change.audit('update', resource, { oldValue: audited(before), newValue: audited(after) });
}

const audited = ({ name, description, included, excluded, rules }: SegmentState) => ({
  name,
  description,
  included,
  excluded,
  rules,
});
