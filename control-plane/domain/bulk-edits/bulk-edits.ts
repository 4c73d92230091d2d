import type { BulkChange } from '../../model/bulk-edit.ts';
import type { ExpectedTags } from '../../model/entity-tag.ts';
import type { Caller } from '../../model/role.ts';
import type { ChangeSetRow } from '../../store/change-sets/change-sets.ts';
import { type DomainDeps, runChange } from '../change/change.ts';
import { auditDraft, operationSummaries } from '../drafts/draft-audit.ts';
import { addToDraft } from '../drafts/edit-draft.ts';
import { type ChangeSetPath, lockDraft } from '../drafts/open-draft.ts';
import { type BulkFilter, bulkOperations } from './bulk-operations.ts';

/** The flags that a filter finds, and what changes of them. */
export interface BulkEdit {
  readonly filter: BulkFilter;
  readonly change: BulkChange;
}

/** Turns filters of the list of flags into operations of drafts. */
export function createBulkEdits(deps: DomainDeps) {
  return {
    /**
     * Appends one operation for each flag, or each of its configurations, that the change changes.
     *
     * @returns the draft; as it was, if the change changes nothing
     * @throws RequestError CONFLICT if the filter finds too many flags, or the draft would be too large
     */
    append: (
      caller: Caller,
      path: ChangeSetPath,
      revisions: ExpectedTags,
      { filter, change: wanted }: BulkEdit,
    ): Promise<ChangeSetRow> =>
      runChange(deps, caller, async (change) => {
        // The project is locked, so what the filter finds is the state that the operations are made from.
        const draft = await lockDraft(change, path, revisions);
        const operations = await bulkOperations(change.tx, path.projectId, filter, wanted);
        const saved = await addToDraft(change, draft, operations);
        if (saved !== draft) auditDraft(change, 'update', [draft, saved], operationSummaries(operations));
        return saved;
      }),
  };
}
