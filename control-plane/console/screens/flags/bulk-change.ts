import type { components } from '../../../../shared/management-client/openapi.ts';
import type { FlagsSearch, ListedFlag } from './flags-search.ts';
import type { Selection, SelectionEvent } from './selection.ts';

export type BulkChange = components['schemas']['BulkChange'];
export type BulkKind = BulkChange['kind'];
type Operation = components['schemas']['Operation'];

/** The most operations that a draft takes in one request. */
export const MAX_OPERATIONS = 1_000;

export const BULK_LABELS: Readonly<Record<BulkKind, string>> = {
  enable: 'Switch on',
  disable: 'Switch off',
  archive: 'Archive',
  addTag: 'Add a tag',
  removeTag: 'Remove a tag',
  setOwner: 'Set the owner',
};

/** The flags of a list, and which of them are selected. */
export interface BulkBarProps {
  readonly projectId: string;
  readonly search: FlagsSearch;
  readonly flags: readonly ListedFlag[];
  readonly hasMore: boolean;
  readonly selection: Selection;
  readonly environmentKeys: readonly string[];
  readonly onSelect: (event: SelectionEvent) => void;
}

/** What a person has filled in. Which of it counts depends on the kind. */
export interface BulkValues {
  readonly kind: BulkKind;
  readonly environmentKeys: readonly string[];
  readonly tag: string;
  readonly owner: string;
}

/** The change that the values describe, or what is missing. */
export function bulkChange({ kind, environmentKeys, tag, owner }: BulkValues): BulkChange | string {
  switch (kind) {
    case 'enable':
    case 'disable':
      return environmentKeys.length === 0
        ? 'Choose at least one environment.'
        : { kind, environmentKeys: [...environmentKeys] };
    case 'archive':
      return { kind };
    case 'addTag':
    case 'removeTag':
      return tag.trim() === '' ? 'Name the tag.' : { kind, tag: tag.trim() };
    case 'setOwner':
      return { kind, owner: owner.trim() === '' ? null : owner.trim() };
  }
}

/** The operations of a change of some flags. Flags that it would not change are left out. */
export function bulkOperations(flags: readonly ListedFlag[], change: BulkChange): Operation[] {
  return flags.filter(({ archived }) => !archived).flatMap((flag) => operationsOf(flag, change));
}

function operationsOf(flag: ListedFlag, change: BulkChange): Operation[] {
  const { key: flagKey, tags } = flag;
  switch (change.kind) {
    case 'enable':
    case 'disable':
      return switched(flag, change.environmentKeys, change.kind === 'enable');
    case 'archive':
      return [{ kind: 'flag.archive', flagKey }];
    case 'addTag': {
      if (tags.includes(change.tag)) return [];
      return [{ kind: 'flag.update', flagKey, patch: { tags: [...tags, change.tag] } }];
    }
    case 'removeTag': {
      if (!tags.includes(change.tag)) return [];
      const rest = tags.filter((tag) => tag !== change.tag);
      return [{ kind: 'flag.update', flagKey, patch: { tags: rest } }];
    }
    case 'setOwner': {
      if (flag.owner === change.owner) return [];
      return [{ kind: 'flag.update', flagKey, patch: { owner: change.owner } }];
    }
  }
}

function switched(flag: ListedFlag, environmentKeys: readonly string[], enabled: boolean): Operation[] {
  return flag.environments
    .filter((status) => environmentKeys.includes(status.environmentKey) && status.enabled !== enabled)
    .map(({ environmentKey }) => ({
      kind: 'configuration.update',
      flagKey: flag.key,
      environmentKey,
      patch: { enabled },
    }));
}

/** A name for the change set: "Switch on 3 flags in staging". */
export function bulkName(change: BulkChange, flags: string): string {
  switch (change.kind) {
    case 'enable':
    case 'disable':
      return `${BULK_LABELS[change.kind]} ${flags} in ${change.environmentKeys.join(', ')}`;
    case 'archive':
      return `Archive ${flags}`;
    case 'addTag':
      return `Add the tag ${change.tag} to ${flags}`;
    case 'removeTag':
      return `Remove the tag ${change.tag} from ${flags}`;
    case 'setOwner':
      return change.owner === null
        ? `Take the owner from ${flags}`
        : `Set the owner of ${flags} to ${change.owner}`;
  }
}
