import type { BulkChange } from '../../model/bulk-edit.ts';
import { LIMITS } from '../../model/limits.ts';
import type { Operation } from '../../model/operation.ts';
import { type Fault, invalidRequest, RequestError } from '../../model/request-error.ts';
import type { Transaction } from '../../store/database/transaction.ts';
import { countListedFlags, listFlags } from '../../store/flags/flag-list.ts';
import { listConfigurationsToSwitch } from '../../store/flags/flag-selection.ts';
import type { FlagRow } from '../../store/flags/flags.ts';
import { listEnvironments } from '../../store/projects/environments.ts';
import { type FlagListQuery, resolveFilter } from '../list-flags.ts';

/** A filter of the list of flags. Archived flags are never found. */
export type BulkFilter = Omit<FlagListQuery, 'projectId' | 'limit' | 'after' | 'archived'>;

/**
 * The operations that change every flag of a filter, by key. A flag that is already as it would become has none.
 *
 * @throws RequestError INVALID_REQUEST if the filter or the change names what does not exist; CONFLICT if it finds more flags
 * than a change set may have operations
 */
export async function bulkOperations(
  tx: Transaction,
  projectId: string,
  filter: BulkFilter,
  change: BulkChange,
): Promise<readonly Operation[]> {
  const limit = LIMITS.changeSetOperations;
  const query = await resolveFilter(tx, { ...filter, projectId, limit, archived: false }, 'filter.');
  const found = await countListedFlags(tx, query);
  if (found > limit) {
    throw new RequestError(
      'CONFLICT',
      `The filter finds ${found} flags; a change set has at most ${limit} operations. Choose a narrower filter.`,
    );
  }
  const flags = await listFlags(tx, query);
  if ('environmentKeys' in change) return switchingOperations(tx, projectId, flags, change);
  return flags.flatMap((flag): readonly Operation[] => {
    const { key: flagKey } = flag;
    if (change.kind === 'archive') return [{ kind: 'flag.archive', flagKey }];
    const patch = patchOf(flag, change);
    return patch === undefined ? [] : [{ kind: 'flag.update', flagKey, patch }];
  });
}

/** @returns `undefined` if the flag is already as the change wants it */
function patchOf(
  flag: FlagRow,
  change: Extract<BulkChange, { readonly kind: 'addTag' | 'removeTag' | 'setOwner' }>,
) {
  if (change.kind === 'setOwner') return flag.owner === change.owner ? undefined : { owner: change.owner };
  const { tag } = change;
  if (flag.tags.includes(tag) === (change.kind === 'addTag')) return undefined;
  return { tags: change.kind === 'addTag' ? [...flag.tags, tag] : flag.tags.filter((each) => each !== tag) };
}

async function switchingOperations(
  tx: Transaction,
  projectId: string,
  flags: readonly FlagRow[],
  { kind, environmentKeys }: Extract<BulkChange, { readonly kind: 'enable' | 'disable' }>,
): Promise<readonly Operation[]> {
  const environments = await listEnvironments(tx, projectId);
  const faults = environmentKeys.flatMap((key, index): readonly Fault[] =>
    environments.some((each) => each.key === key)
      ? []
      : [
          {
            path: `change.environmentKeys[${index}]`,
            message: `names "${key}", which this project does not have`,
          },
        ],
  );
  if (faults.length > 0) throw invalidRequest(faults);
  const enabled = kind === 'enable';
  const named = environments.filter(({ key }) => environmentKeys.includes(key));
  const configurations = await listConfigurationsToSwitch(tx, {
    flagIds: flags.map(({ id }) => id),
    environmentIds: named.map(({ id }) => id),
    enabled,
  });
  return configurations.map((configuration) => ({
    kind: 'configuration.update',
    ...configuration,
    patch: { enabled },
  }));
}
