import type { ChangeSetFields } from '../../model/change-set.ts';
import { LIMITS } from '../../model/limits.ts';
import type { Operation } from '../../model/operation.ts';
import { type Fault, invalidRequest, RequestError } from '../../model/request-error.ts';
import type { ChangeSetRow } from '../../store/change-sets/change-sets.ts';
import type { Transaction } from '../../store/database/transaction.ts';
import { listSelectedFlagKeys } from '../../store/flags/flag-selection.ts';
import { findFlags } from '../../store/flags/flags.ts';
import { loadSlice, type ProjectSlice } from '../apply/load-slice.ts';
import { prepareChangeSet } from '../apply/prepare-change-set.ts';
import { demandOfOperations } from '../apply/slice-demand.ts';
import type { Change } from '../change/change.ts';
import { diffStates } from '../change-set/diff-states.ts';
import { operationsBetween } from '../change-set/operations-between.ts';
import { type DraftProblem, toDraftProblems } from '../drafts/draft-problems.ts';
import { createDraft } from '../drafts/new-draft.ts';
import { demandOfPromotion, requireTwoEnvironments } from './compare-environments.ts';
import { type PromotedParts, promotedStates } from './promoted-states.ts';

/** Flags whose configurations are loaded at a time. */
const LOADED_AT_A_TIME = 100;

export interface PromotionRequest extends PromotedParts, ChangeSetFields {
  readonly projectId: string;
  /** Absent: every flag. */
  readonly flagKeys?: readonly string[] | undefined;
  /** Only flags with at least one of these tags. Absent: any. */
  readonly tags?: readonly string[] | undefined;
}

/** A draft that promotes flags. */
export interface Promotion {
  readonly draft: ChangeSetRow;
  /** The flags that it changes. */
  readonly flagKeys: readonly string[];
  /** Why it cannot be applied as it is. */
  readonly problems: readonly DraftProblem[];
}

/**
 * The keys of the selected flags whose configurations differ. Reads them without locks.
 *
 * @throws RequestError INVALID_REQUEST if a flag does not exist or is archived; CONFLICT if too many differ
 */
export async function findDifferentFlags(
  tx: Transaction,
  request: PromotionRequest,
): Promise<readonly string[]> {
  const { projectId, flagKeys, tags } = request;
  const environments = await requireTwoEnvironments(tx, projectId, request);
  if (flagKeys !== undefined) await assertPromotable(tx, projectId, flagKeys);
  const selection = { projectId, keys: flagKeys, tags };
  const different: string[] = [];
  let after: string | undefined;
  do {
    const keys: readonly string[] = await listSelectedFlagKeys(tx, selection, LOADED_AT_A_TIME, after);
    const { state } = await loadSlice(tx, projectId, environments, demandOfPromotion(keys, request));
    const states = promotedStates(state, request, ({ id }) => id);
    const diff = diffStates(states.before, states.after);
    different.push(...new Set(diff.flatMap((change) => ('flagKey' in change ? change.flagKey : []))));
    if (different.length > LIMITS.promotedFlags) throw tooMany(`more than ${LIMITS.promotedFlags} flags`);
    after = keys.length < LOADED_AT_A_TIME ? undefined : keys.at(-1);
  } while (after !== undefined);
  return different;
}

async function assertPromotable(
  tx: Transaction,
  projectId: string,
  flagKeys: readonly string[],
): Promise<void> {
  const found = await findFlags(tx, projectId, flagKeys);
  const faults = flagKeys.flatMap((key, index): readonly Fault[] => {
    const path = `flagKeys[${index}]`;
    const flag = found.get(key);
    if (flag === undefined) return [{ path, message: `there is no flag "${key}" in this project` }];
    return flag.archived ? [{ path, message: `flag "${key}" is archived; restore it first` }] : [];
  });
  if (faults.length > 0) throw invalidRequest(faults);
}

/**
 * Makes a draft that brings the configurations of flags in one environment to those in another.
 *
 * @returns `undefined` if nothing differs
 */
export async function draftPromotion(
  change: Change,
  request: PromotionRequest,
  flagKeys: readonly string[],
  randomUuid: () => string,
): Promise<Promotion | undefined> {
  const { tx } = change;
  const { projectId, from, to, name, description } = request;
  await change.lockProject(projectId);
  const environments = await change.lockEnvironmentsWithKeys(projectId, [from, to]);
  const slice = await loadSlice(tx, projectId, environments, demandOfPromotion(flagKeys, request));
  const operations = promotingOperations(slice, request, randomUuid);
  if (operations.length === 0) return undefined;
  const draft = await createDraft(change, projectId, { name, description, operations });
  const target = environments.filter(({ key }) => key === to);
  const reduced = await loadSlice(tx, projectId, target, demandOfOperations(operations));
  const { problems } = await prepareChangeSet(tx, reduced, operations, randomUuid);
  const changed = operations.flatMap((operation) => ('flagKey' in operation ? operation.flagKey : []));
  return { draft, flagKeys: [...new Set(changed)], problems: toDraftProblems(problems, operations) };
}

function promotingOperations(
  { state }: ProjectSlice,
  parts: PromotedParts,
  randomUuid: () => string,
): readonly Operation[] {
  // Flags that were archived meanwhile stay as they are.
  const live = new Map([...state.flags].filter(([, { archived }]) => !archived));
  const { before, after } = promotedStates({ ...state, flags: live }, parts, randomUuid);
  const operations = operationsBetween(before, after);
  if (operations.length > LIMITS.changeSetOperations) throw tooMany(`${operations.length} operations`);
  return operations;
}

const tooMany = (what: string) =>
  new RequestError(
    'CONFLICT',
    `The promotion would take ${what}; a change set may have ${LIMITS.changeSetOperations} operations. Choose fewer flags with flagKeys or tags.`,
  );
