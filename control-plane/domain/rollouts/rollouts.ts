import type { ExpectedTags } from '../../model/entity-tag.ts';
import { RequestError, resourceNotFound } from '../../model/request-error.ts';
import { can } from '../../model/rights.ts';
import type { Caller } from '../../model/role.ts';
import type { RolloutPlan } from '../../model/rollout.ts';
import { type ChangeSetRow, lockChangeSet } from '../../store/change-sets/change-sets.ts';
import { isStepDueNow } from '../../store/change-sets/due-steps.ts';
import { endRollout, pauseRolloutRow, resumeRolloutRow } from '../../store/change-sets/rollout-writer.ts';
import {
  deleteRolloutPlan,
  findRollout,
  putRolloutPlan,
  type RolloutRow,
} from '../../store/change-sets/rollouts.ts';
import { inSnapshot, type Queryable } from '../../store/database/transaction.ts';
import { type Change, type DomainDeps, runChange } from '../change/change.ts';
import { orNotFound, requireProject } from '../change/or-not-found.ts';
import { auditDraft } from '../drafts/draft-audit.ts';
import { saveDraft } from '../drafts/edit-draft.ts';
import { assertRevision, type ChangeSetPath, lockDraft, requireChangeSet } from '../drafts/open-draft.ts';
import { applyNextStep } from './apply-step.ts';
import { auditRollout } from './audit-rollout.ts';
import { revertRollout } from './revert-rollout.ts';
import { assertMayResumeAtOnce } from './skip-wait.ts';
import { startRollout } from './start-rollout.ts';

export type { RolloutRow, RolloutStepRow } from '../../store/change-sets/rollouts.ts';

/** A rollout, and the change set that it belongs to. */
export interface RolloutOfChangeSet {
  readonly changeSet: ChangeSetRow;
  readonly rollout: RolloutRow;
}

/** Gradual rollouts: planned on a draft, started, paused, resumed, and stopped with the way back. */
export function createRollouts(deps: DomainDeps) {
  return { ...plansOfRollouts(deps), ...controlOfRollouts(deps) };
}

function plansOfRollouts(deps: DomainDeps) {
  return {
    get: (path: ChangeSetPath): Promise<RolloutOfChangeSet> =>
      inSnapshot(deps.sql, async (tx) => {
        await requireProject(tx, path.projectId);
        return requireRollout(tx, path);
      }),

    /** Plans a rollout of a draft, in place of the one before. */
    put: (
      caller: Caller,
      path: ChangeSetPath,
      revisions: ExpectedTags,
      plan: RolloutPlan,
    ): Promise<RolloutOfChangeSet> =>
      runChange(deps, caller, async (change) => {
        const draft = await lockDraft(change, path, revisions);
        await putRolloutPlan(change.tx, { changeSetId: draft.id, userId: caller.userId }, plan);
        auditDraft(change, 'update', [draft, await saveDraft(change, draft)], { rolloutPlan: plan });
        return requireRollout(change.tx, path);
      }),

    remove: (caller: Caller, path: ChangeSetPath, revisions: ExpectedTags): Promise<ChangeSetRow> =>
      runChange(deps, caller, async (change) => {
        const draft = await lockDraft(change, path, revisions);
        if (!(await deleteRolloutPlan(change.tx, draft.id, caller.userId))) throw noRollout();
        auditDraft(change, 'update', [draft, await saveDraft(change, draft)], { rolloutPlan: null });
        return requireChangeSet(change.tx, path);
      }),

    /** Applies the first step now. */
    start: (caller: Caller, path: ChangeSetPath, revisions: ExpectedTags): Promise<RolloutOfChangeSet> =>
      runChange(deps, caller, async (change) => {
        await startRollout(change, await lockDraft(change, path, revisions), deps.randomUuid);
        return requireRollout(change.tx, path);
      }),
  };
}

function controlOfRollouts(deps: DomainDeps) {
  const control = (
    caller: Caller,
    path: ChangeSetPath,
    revisions: ExpectedTags,
    work: (change: Change, locked: RolloutOfChangeSet) => Promise<void>,
  ): Promise<RolloutOfChangeSet> =>
    runChange(deps, caller, async (change) => {
      await work(change, await lockRollout(change, path, revisions));
      return requireRollout(change.tx, path);
    });
  return {
    pause: (caller: Caller, path: ChangeSetPath, revisions: ExpectedTags) =>
      control(caller, path, revisions, async (change, { changeSet, rollout }) => {
        if (rollout.state !== 'running') throw isNot('running', rollout);
        await pauseRolloutRow(change.tx, changeSet.id);
        auditRollout(change, changeSet, { state: 'paused' });
      }),

    /** Goes on after the rest of the wait, or at once. The rights of the caller count for later steps. */
    resume: (caller: Caller, path: ChangeSetPath, revisions: ExpectedTags, immediately: boolean) =>
      control(caller, path, revisions, async (change, { changeSet, rollout }) => {
        if (rollout.state !== 'paused') throw isNot('paused', rollout);
        if (immediately) await assertMayResumeAtOnce(change, { changeSet, rollout });
        await resumeRolloutRow(change.tx, changeSet.id, { userId: caller.userId, immediately });
        auditRollout(change, changeSet, { state: 'running' });
      }),

    /** Applies the next step now. If it does not fit, the rollout stays as it is. @param reason why it does not wait */
    advance: (caller: Caller, path: ChangeSetPath, revisions: ExpectedTags, reason: string | undefined) =>
      control(caller, path, revisions, (change, locked) =>
        advanceRollout(change, locked, reason, deps.randomUuid),
      ),

    /** Applies no further step. With the way back, takes the applied ones back in the same transaction. */
    stop: (caller: Caller, path: ChangeSetPath, revisions: ExpectedTags, revert: boolean) =>
      control(caller, path, revisions, async (change, { changeSet, rollout }) => {
        const isRunning = rollout.state === 'running' || rollout.state === 'paused';
        if (!isRunning && !(revert && rollout.state === 'stopped')) throw isNot('running', rollout);
        if (isRunning) {
          await endRollout(change.tx, changeSet.id, 'stopped', null);
          auditRollout(change, changeSet, { state: 'stopped' });
        }
        if (revert) await revertRollout(change, changeSet, deps.randomUuid);
      }),
  };
}

async function advanceRollout(
  change: Change,
  { changeSet, rollout }: RolloutOfChangeSet,
  reason: string | undefined,
  randomUuid: () => string,
): Promise<void> {
  const next = rollout.steps.find(({ appliedAt }) => appliedAt === null);
  if (rollout.state !== 'running' || next === undefined) throw isNot('running', rollout);
  const isDue = await isStepDueNow(change.tx, changeSet.id, next.position);
  await applyNextStep(change, changeSet, next.position, randomUuid, isDue ? undefined : { reason });
}

/**
 * Locks the project, then the change set of a rollout.
 *
 * @throws RequestError NOT_FOUND; FORBIDDEN to callers who are no editors of its environment; PRECONDITION_FAILED
 */
async function lockRollout(
  change: Change,
  path: ChangeSetPath,
  revisions: ExpectedTags,
): Promise<RolloutOfChangeSet> {
  const { projectId, changeSetId } = path;
  await change.lockProject(projectId);
  const changeSet = await orNotFound(
    lockChangeSet(change.tx, projectId, changeSetId),
    `change set ${changeSetId} in this project`,
  );
  assertRevision(changeSet, revisions);
  const rollout = await findRollout(change.tx, changeSetId);
  if (rollout === undefined) throw noRollout();
  const scope = { kind: 'environment', projectId, environmentKey: rollout.environmentKey } as const;
  if (!can(change.caller, scope, 'editor')) {
    throw new RequestError(
      'FORBIDDEN',
      `The rollout is in the environment "${rollout.environmentKey}": this requires the role editor there.`,
    );
  }
  return { changeSet, rollout };
}

async function requireRollout(sql: Queryable, path: ChangeSetPath): Promise<RolloutOfChangeSet> {
  const changeSet = await requireChangeSet(sql, path);
  const rollout = await findRollout(sql, changeSet.id);
  if (rollout === undefined) throw noRollout();
  return { changeSet, rollout };
}

const noRollout = () => resourceNotFound('rollout of this change set');

const isNot = (state: string, rollout: RolloutRow) =>
  new RequestError('CONFLICT', `The rollout is ${rollout.state}, not ${state}.`);
