import type { ChangeSetFields, StoredOperation } from '../../model/change-set.ts';
import type { ExpectedTags } from '../../model/entity-tag.ts';
import type { Operation } from '../../model/operation.ts';
import { applyPatch, type Patch } from '../../model/patch.ts';
import { resourceNotFound } from '../../model/request-error.ts';
import type { Caller } from '../../model/role.ts';
import {
  type ChangeSetQuery,
  type ChangeSetRow,
  listChangeSets,
  readOperations,
} from '../../store/change-sets/change-sets.ts';
import { removeBases, removeOperation, updateDraft } from '../../store/change-sets/draft-writer.ts';
import { inSnapshot } from '../../store/database/transaction.ts';
import { type Change, type DomainDeps, runChange } from '../change/change.ts';
import { requireProject } from '../change/or-not-found.ts';
import { type Page, readPage } from '../page.ts';
import { applyDraft, rebaseDraft } from './apply-draft.ts';
import { authorizeByApprovals } from './check-approvals.ts';
import { auditDraft, auditNewDraft, operationSummaries } from './draft-audit.ts';
import { addToDraft, forgetUnusedBases, saveDraft } from './edit-draft.ts';
import { assertRoomForDraft, createDraft, type NewChangeSet } from './new-draft.ts';
import { type ChangeSetPath, lockDraft, requireChangeSet } from './open-draft.ts';
import { draftRevert } from './revert-change-set.ts';
import { type ChangeSetReview, reviewChangeSet } from './review-draft.ts';

export type { StoredOperation } from '../../model/change-set.ts';
export type { ChangeSetRow } from '../../store/change-sets/change-sets.ts';
export type { ChangeSetReview } from './review-draft.ts';

/** Drafts of changes, and the history of a project. Every edit of a draft checks the revision that the caller has read. */
export function createChangeSets(deps: DomainDeps) {
  return { ...readsOfChangeSets(deps), ...editsOfDrafts(deps), ...endsOfDrafts(deps) };
}

function readsOfChangeSets({ sql, randomUuid }: DomainDeps) {
  return {
    get: async (path: ChangeSetPath): Promise<ChangeSetRow> => {
      await requireProject(sql, path.projectId);
      return requireChangeSet(sql, path);
    },

    /** The newest first; applied ones by their place in the history. */
    list: async (query: ChangeSetQuery): Promise<Page<ChangeSetRow>> => {
      await requireProject(sql, query.projectId);
      const cursorOf = ({ number, sequence }: ChangeSetRow) =>
        query.state === 'applied' ? String(number) : sequence;
      return readPage(query.limit, (limit) => listChangeSets(sql, { ...query, limit }), cursorOf);
    },

    operations: async (
      path: ChangeSetPath,
      limit: number,
      after: number | undefined,
    ): Promise<Page<StoredOperation>> => {
      await requireProject(sql, path.projectId);
      const { id } = await requireChangeSet(sql, path);
      const read = (count: number) => readOperations(sql, id, { limit: count, after: after ?? -1 });
      return readPage(limit, read, ({ position }) => String(position));
    },

    /** What a change set would do to the state of now, or has done, and why it cannot be applied. */
    review: (path: ChangeSetPath): Promise<ChangeSetReview> =>
      inSnapshot(sql, async (tx) => {
        await requireProject(tx, path.projectId);
        return reviewChangeSet(tx, await requireChangeSet(tx, path), randomUuid);
      }),
  };
}

const editDraft = (
  deps: DomainDeps,
  caller: Caller,
  path: ChangeSetPath,
  revisions: ExpectedTags,
  work: (change: Change, draft: ChangeSetRow) => Promise<ChangeSetRow>,
): Promise<ChangeSetRow> =>
  runChange(deps, caller, async (change) => work(change, await lockDraft(change, path, revisions)));

/** As `editDraft`, with an audit entry unless `work` returns the draft as it was. @param details of the entry */
const updateLockedDraft = (
  deps: DomainDeps,
  request: DraftRequest,
  details: object,
  work: (change: Change, draft: ChangeSetRow) => Promise<ChangeSetRow>,
): Promise<ChangeSetRow> =>
  editDraft(deps, request.caller, request.path, request.revisions, async (change, draft) => {
    const saved = await work(change, draft);
    if (saved !== draft) auditDraft(change, 'update', [draft, saved], details);
    return saved;
  });

interface DraftRequest {
  readonly caller: Caller;
  readonly path: ChangeSetPath;
  readonly revisions: ExpectedTags;
}

function editsOfDrafts(deps: DomainDeps) {
  return {
    create: (caller: Caller, projectId: string, draft: NewChangeSet): Promise<ChangeSetRow> =>
      runChange(deps, caller, (change) => createDraft(change, projectId, draft)),

    update: (
      caller: Caller,
      path: ChangeSetPath,
      revisions: ExpectedTags,
      patch: Patch<ChangeSetFields>,
    ): Promise<ChangeSetRow> =>
      updateLockedDraft(deps, { caller, path, revisions }, {}, (change, draft) => {
        const { name, description } = draft;
        return saveDraft(change, draft, applyPatch<ChangeSetFields>({ name, description }, patch));
      }),

    addOperations: (
      caller: Caller,
      path: ChangeSetPath,
      revisions: ExpectedTags,
      operations: readonly Operation[],
    ): Promise<ChangeSetRow> =>
      updateLockedDraft(deps, { caller, path, revisions }, operationSummaries(operations), (change, draft) =>
        addToDraft(change, draft, operations),
      ),

    removeOperation: (
      caller: Caller,
      path: ChangeSetPath,
      revisions: ExpectedTags,
      position: number,
    ): Promise<ChangeSetRow> =>
      updateLockedDraft(
        deps,
        { caller, path, revisions },
        { removedOperation: position },
        async (change, draft) => {
          if (!(await removeOperation(change.tx, draft.id, position, caller.userId))) {
            throw resourceNotFound(`operation ${position} in this change set`);
          }
          await forgetUnusedBases(change, draft);
          return saveDraft(change, draft);
        },
      ),
  };
}

function endsOfDrafts(deps: DomainDeps) {
  const { randomUuid } = deps;
  return {
    discard: (caller: Caller, path: ChangeSetPath, revisions: ExpectedTags): Promise<ChangeSetRow> =>
      editDraft(deps, caller, path, revisions, async (change, draft) => {
        await removeBases(change.tx, draft.id);
        const discarded = await updateDraft(change.tx, draft.id, { ...draft, isDiscarded: true });
        auditDraft(change, 'discard', [draft, discarded]);
        return discarded;
      }),

    /** Merges a draft into the state of now. @throws RequestError CONFLICT that names what cannot be merged */
    rebase: (caller: Caller, path: ChangeSetPath, revisions: ExpectedTags): Promise<ChangeSetRow> =>
      updateLockedDraft(deps, { caller, path, revisions }, { rebased: true }, (change, draft) =>
        rebaseDraft(change, draft, randomUuid),
      ),

    apply: (caller: Caller, path: ChangeSetPath, revisions: ExpectedTags): Promise<ChangeSetRow> =>
      editDraft(deps, caller, path, revisions, (change, draft) =>
        applyDraft(change, draft, randomUuid, authorizeByApprovals(change, draft)),
      ),

    /** Makes a draft that takes an applied change set back. */
    revert: (caller: Caller, path: ChangeSetPath): Promise<ChangeSetRow> =>
      runChange(deps, caller, async (change) => {
        await change.lockProject(path.projectId);
        await assertRoomForDraft(change, path.projectId);
        const draft = await draftRevert(change, await requireChangeSet(change.tx, path));
        auditNewDraft(change, draft);
        return draft;
      }),
  };
}
