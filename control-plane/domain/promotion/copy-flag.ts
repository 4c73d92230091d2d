import type { Configuration } from '../../model/configuration.ts';
import type { FlagState, ProjectState } from '../../model/project-state.ts';
import { invalidRequest, resourceNotFound } from '../../model/request-error.ts';
import type { ChangeSetRow } from '../../store/change-sets/change-sets.ts';
import { loadSlice } from '../apply/load-slice.ts';
import { refuseWithoutApproval } from '../apply/protected-changes.ts';
import { demandOfKeys } from '../apply/slice-demand.ts';
import type { Change } from '../change/change.ts';
import { operationsBetween } from '../change-set/operations-between.ts';
import { applyDraft } from '../drafts/apply-draft.ts';
import { createDraft } from '../drafts/new-draft.ts';

export interface FlagCopy {
  readonly projectId: string;
  readonly flagKey: string;
  /** Of the new flag. */
  readonly key: string;
  /** Of the new flag. Absent: the name of the original. */
  readonly name?: string | undefined;
  /** The environments whose configuration is copied; in others the new flag starts as any new flag. Absent: all. */
  readonly environmentKeys?: readonly string[] | undefined;
  /** Whether the copy is on where the original is on. */
  readonly keepEnabled: boolean;
  /** Whether the copy becomes a draft. Otherwise it is applied at once. */
  readonly asDraft: boolean;
}

/**
 * Copies a flag under a new key: a change set that creates it and writes its configurations.
 *
 * @throws RequestError NOT_FOUND, INVALID_REQUEST; CONFLICT also if it would be on in a protected environment
 */
export async function copyFlag(
  change: Change,
  copy: FlagCopy,
  randomUuid: () => string,
): Promise<ChangeSetRow> {
  const { projectId, flagKey, key, asDraft } = copy;
  await change.lockProject(projectId);
  const environments = await change.lockEnvironments(projectId);
  const { state } = await loadSlice(change.tx, projectId, environments, demandOfKeys([flagKey], []));
  const source = state.flags.get(flagKey);
  if (source === undefined) throw resourceNotFound(`flag "${flagKey}" in this project`);
  refuseUnknownEnvironments(copy, state.environments);
  const draft = await createDraft(change, projectId, {
    name: `Copy flag ${flagKey} to ${key}`,
    description: '',
    operations: copyOperations(source, copy, randomUuid),
  });
  if (asDraft) return draft;
  return applyDraft(change, draft, randomUuid, async (demand) => refuseWithoutApproval(demand));
}

function refuseUnknownEnvironments({ environmentKeys = [] }: FlagCopy, known: readonly string[]): void {
  const faults = environmentKeys.flatMap((key, index) =>
    known.includes(key)
      ? []
      : { path: `environmentKeys[${index}]`, message: `there is no environment "${key}" in this project` },
  );
  if (faults.length > 0) throw invalidRequest(faults);
}

function copyOperations(source: FlagState, copy: FlagCopy, randomUuid: () => string) {
  const configurations = [...source.configurations]
    .filter(([environmentKey]) => copy.environmentKeys?.includes(environmentKey) ?? true)
    .map(([environmentKey, { enabled, rules, ...rest }]): [string, Configuration] => [
      environmentKey,
      {
        ...rest,
        enabled: enabled && copy.keepEnabled,
        rules: rules.map((rule) => ({ ...rule, id: randomUuid() })),
      },
    ]);
  const flag: FlagState = {
    ...source,
    key: copy.key,
    name: copy.name ?? source.name,
    archived: false,
    configurations: new Map(configurations),
  };
  return operationsBetween(EMPTY, { ...EMPTY, flags: new Map([[flag.key, flag]]) });
}

const EMPTY: ProjectState = { environments: [], flags: new Map(), segments: new Map() };
