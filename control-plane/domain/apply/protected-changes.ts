import type { ProjectChange, ProjectDiff } from '../../model/project-change.ts';
import type { Bypass, Protection } from '../../model/protection.ts';
import { RequestError } from '../../model/request-error.ts';
import type { ProjectSlice } from './load-slice.ts';
import type { PlannedWrites } from './planned-writes.ts';

/** A protected environment whose readers see a change that is not free. */
export interface ProtectedEnvironment extends Protection {
  readonly key: string;
}

/** What must be approved before a change set is applied. */
export interface ApprovalDemand {
  readonly environments: readonly ProtectedEnvironment[];
  readonly diffHash: string;
}

/**
 * The protected environments whose readers see a change. Not every change is protected:
 * - a new flag that is off in the environment, and a new segment, change nothing for anyone yet;
 * - if the environment allows it, switching flags off is free.
 */
export function protectedChanges(
  { environments }: Pick<ProjectSlice, 'environments'>,
  writes: PlannedWrites,
  diff: ProjectDiff,
): { readonly demanded: readonly ProtectedEnvironment[]; readonly isSwitchOff: boolean } {
  const changed = environments.flatMap(({ key, protection }): ProtectedEnvironment[] =>
    protection && writes.environmentKeys.includes(key) && !isFree(writes, key)
      ? [{ key, ...protection }]
      : [],
  );
  const demanded = changed.filter(({ key, maySwitchOff }) => !(maySwitchOff && isOnlySwitchOff(diff, key)));
  return { demanded, isSwitchOff: demanded.length < changed.length };
}

/** Whether a change adds only flags that are off in an environment, and segments. */
function isFree({ flags, segments }: PlannedWrites, environmentKey: string): boolean {
  const isFreeFlag = flags.every(({ before, after, isForAllReaders, environmentKeys }) => {
    const isSeen = isForAllReaders || environmentKeys.includes(environmentKey);
    const isNewAndOff = before === undefined && after?.configurations.get(environmentKey)?.enabled === false;
    return !isSeen || isNewAndOff;
  });
  return (
    isFreeFlag && segments.every(({ before, isForAllReaders }) => !isForAllReaders || before === undefined)
  );
}

/** Whether all that readers of an environment see is that flags are switched off. */
function isOnlySwitchOff(diff: ProjectDiff, environmentKey: string): boolean {
  return diff.every((change) =>
    'environmentKey' in change
      ? change.environmentKey !== environmentKey || isSwitchOff(change)
      : isUnseen(change),
  );
}

const isSwitchOff = (change: ProjectChange): boolean =>
  change.member === 'enabled' && change.before === true && change.after === false;

/** Readers know nothing of names, descriptions, tags, owners and JSON Schemas. */
const isUnseen = ({ member }: ProjectChange): boolean => UNSEEN.includes(member);

const UNSEEN: readonly ProjectChange['member'][] = ['name', 'description', 'tags', 'owner', 'jsonSchema'];

/** The answer to a request that changes protected environments without approvals. */
export function refuseWithoutApproval({ environments }: ApprovalDemand): never {
  const names = environments.map(({ key }) => `"${key}"`).join(', ');
  throw new RequestError(
    'CONFLICT',
    `The change is for readers of protected environments (${names}), so it needs approvals. Put it into a draft with POST /api/projects/{projectId}/change-sets, then request a review with POST …/change-sets/{changeSetId}/request-review.`,
  );
}

/** Approves a change, or throws to refuse it. @returns how it is applied without approvals; `undefined` with them */
export type Authorize = (demand: ApprovalDemand) => Promise<Bypass | undefined>;
