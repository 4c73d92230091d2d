import type { Sql } from 'postgres';
import { expect } from 'vitest';
import { verifyAuditLog } from '../../../control-plane/domain/audit/verify-audit-log.ts';
import { diffStates } from '../../../control-plane/domain/change-set/diff-states.ts';
import { groupBy } from '../../../control-plane/domain/change-set/group-by.ts';
import { rebuildState } from '../../../control-plane/domain/history/rebuild-state.ts';
import type { ProjectChange, ProjectDiff } from '../../../control-plane/model/project-change.ts';
import { readProjectTables } from './project-tables.ts';

/**
 * Asserts that all records of a project tell of the same changes: as {@link assertHistoryIsComplete}, and each change of the
 * history has its audit entries and no others. Nothing may change the project meanwhile.
 */
export async function assertRecordsAgree(sql: Sql, projectId: string): Promise<void> {
  await assertHistoryIsComplete(sql, projectId);
  await assertAuditedOnce(sql, projectId);
}

/**
 * Asserts that the state rebuilt from the history is that of the tables, that numbers and versions have no gaps, and that the
 * audit log fits its chains. Nothing may change the project meanwhile.
 */
export async function assertHistoryIsComplete(sql: Sql, projectId: string): Promise<void> {
  const tables = await readProjectTables(sql, projectId);
  expect(diffStates(await rebuildState(sql, { projectId }), tables)).toEqual([]);
  await assertNoGaps(sql, projectId);
  expect((await verifyAuditLog(sql)).faults).toEqual([]);
}

async function assertNoGaps(sql: Sql, projectId: string): Promise<void> {
  const [history] = await sql<{ entries: number; last: number }[]>`
    select count(*)::int as entries, coalesce(max(number), 0) as last
    from change_sets where project_id = ${projectId} and number is not null`;
  expect(history?.entries).toBe(history?.last);
  const environments = await sql<{ version: number; versions: number; taken: number; distinct: number }[]>`
    select e.version,
      (select count(*)::int from environment_versions where environment_id = e.id) as versions,
      (select count(*)::int from change_set_environments where environment_id = e.id) as taken,
      (select count(distinct version)::int from change_set_environments where environment_id = e.id) as distinct
    from environments e where e.project_id = ${projectId} and e.deleted_at is null`;
  for (const { version, versions, taken, distinct } of environments) {
    expect({ versions, taken, distinct }).toEqual({ versions: version, taken: version, distinct: version });
  }
}

/** The types of resources that only change sets change. */
const CHANGED_TYPES = ['flag', 'flag_environment', 'rule', 'segment'];

/** An entry of the history and its audit entries are written in one transaction, whose id their rows keep until a restore. */
async function assertAuditedOnce(sql: Sql, projectId: string): Promise<void> {
  const entries = await sql<{ number: number; diff: ProjectDiff; audited: readonly string[] }[]>`
    select s.number, s.diff, array(
      select a.action || ' ' || a.resource_type from audit_logs a
      where a.xmin = s.xmin and a.project_id = s.project_id and a.resource_type = any(${CHANGED_TYPES})
    ) as audited
    from change_sets s
    where s.project_id = ${projectId} and s.number is not null and s.origin <> 'environment'
    order by s.number`;
  for (const { number, diff, audited } of entries) {
    expect({ number, audited: audited.toSorted() }).toEqual({ number, audited: auditedChanges(diff).sort() });
  }
  const others = await sql`
    select a.id from audit_logs a
    where a.project_id = ${projectId} and a.resource_type = any(${CHANGED_TYPES})
      and a.xmin::text not in (
        select s.xmin::text from change_sets s where s.project_id = ${projectId} and s.number is not null
      )`;
  expect(others).toEqual([]);
}

/** The action and the type of resource of each audit entry that a diff must have. */
function auditedChanges(diff: ProjectDiff): string[] {
  const byResource = groupBy(diff, (change) =>
    'flagKey' in change ? `flag ${change.flagKey}` : `segment ${change.segmentKey}`,
  );
  return [...byResource.values()].flatMap((changes) => {
    const [first] = changes;
    return first !== undefined && 'segmentKey' in first ? [auditedSegment(changes)] : auditedFlag(changes);
  });
}

function auditedFlag(changes: readonly ProjectChange[]): readonly string[] {
  const whole = changes.find(({ member }) => member === 'flag');
  if (whole !== undefined) return [`${existence(whole)} flag`];
  const ofFlag = changes.filter((change) => !('environmentKey' in change));
  const archived = ofFlag.find(({ member }) => member === 'archived');
  const isEdited = ofFlag.some(({ member }) => member !== 'archived');
  const byEnvironment = groupBy(
    changes.flatMap((change) => ('environmentKey' in change ? change : [])),
    ({ environmentKey }) => environmentKey,
  );
  return [
    ...(isEdited ? ['update flag'] : []),
    ...(archived === undefined ? [] : [isAfterTrue(archived) ? 'archive flag' : 'restore flag']),
    ...[...byEnvironment.values()].flatMap((ofEnvironment) => [
      'update flag_environment',
      ...auditedRules(ofEnvironment),
    ]),
  ];
}

function auditedRules(changes: readonly ProjectChange[]): readonly string[] {
  const ofRules = changes.flatMap((change) =>
    change.member === 'rule' || change.member === 'rulePriority' ? change : [],
  );
  return [...groupBy(ofRules, ({ id }) => id).values()].map((ofRule) => {
    const whole = ofRule.find(({ member }) => member === 'rule');
    return `${whole === undefined ? 'update' : existence(whole)} rule`;
  });
}

function auditedSegment(changes: readonly ProjectChange[]): string {
  const whole = changes.find(({ member }) => member === 'segment');
  return `${whole === undefined ? 'update' : existence(whole)} segment`;
}

function existence(change: ProjectChange): 'create' | 'update' | 'delete' {
  if (!('before' in change)) return 'create';
  return 'after' in change ? 'update' : 'delete';
}

const isAfterTrue = (change: ProjectChange) => 'after' in change && change.after === true;
