import type { ManagementClient } from '../../../../shared/management-client/management-client.ts';
import type { components } from '../../../../shared/management-client/openapi.ts';
import { answerOf } from '../../api/api-problem.ts';
import type { ChangeSetPath } from '../../api/change-set-queries.ts';

type Schemas = components['schemas'];

/** What can be done with a change set. All edits name the revision that the person has seen. */
export type ChangeSetCalls = ReturnType<typeof changeSetCalls>;

export function changeSetCalls(api: ManagementClient, path: ChangeSetPath, etag: string) {
  const params = { path, header: { 'if-match': etag } };
  return {
    ...editCalls(api, path, etag),
    ...rolloutCalls(api, path, etag),
    requestReview: () =>
      answerOf(api.POST('/api/projects/{projectId}/change-sets/{changeSetId}/request-review', { params })),
    approve: (body: Schemas['NewApproval']) =>
      answerOf(api.POST('/api/projects/{projectId}/change-sets/{changeSetId}/approvals', { params, body })),
    apply: (allowUnsupported: boolean) =>
      answerOf(
        api.POST('/api/projects/{projectId}/change-sets/{changeSetId}/apply', {
          params: { ...params, query: { allowUnsupported } },
        }),
      ),
    breakGlass: (body: Schemas['BreakGlass']) =>
      answerOf(api.POST('/api/projects/{projectId}/change-sets/{changeSetId}/break-glass', { params, body })),
    schedule: (body: Schemas['Schedule']) =>
      answerOf(api.PUT('/api/projects/{projectId}/change-sets/{changeSetId}/schedule', { params, body })),
    unschedule: () =>
      answerOf(api.DELETE('/api/projects/{projectId}/change-sets/{changeSetId}/schedule', { params })),
    revert: (idempotencyKey: string) =>
      answerOf(
        api.POST('/api/projects/{projectId}/change-sets/{changeSetId}/revert', {
          params: { path, header: { 'Idempotency-Key': idempotencyKey } },
        }),
      ),
  };
}

function editCalls(api: ManagementClient, path: ChangeSetPath, etag: string) {
  const params = { path, header: { 'if-match': etag } };
  return {
    update: (body: Schemas['ChangeSetPatch']) =>
      answerOf(api.PATCH('/api/projects/{projectId}/change-sets/{changeSetId}', { params, body })),
    addOperations: (body: Schemas['AddedOperations']) =>
      answerOf(api.POST('/api/projects/{projectId}/change-sets/{changeSetId}/operations', { params, body })),
    removeOperation: (position: number) =>
      answerOf(
        api.DELETE('/api/projects/{projectId}/change-sets/{changeSetId}/operations/{position}', {
          params: { ...params, path: { ...path, position } },
        }),
      ),
    rebase: () =>
      answerOf(api.POST('/api/projects/{projectId}/change-sets/{changeSetId}/rebase', { params })),
    discard: () =>
      answerOf(api.POST('/api/projects/{projectId}/change-sets/{changeSetId}/discard', { params })),
  };
}

function rolloutCalls(api: ManagementClient, path: ChangeSetPath, etag: string) {
  const params = { path, header: { 'if-match': etag } };
  return {
    planRollout: (body: Schemas['NewRollout']) =>
      answerOf(api.PUT('/api/projects/{projectId}/change-sets/{changeSetId}/rollout', { params, body })),
    removeRollout: () =>
      answerOf(api.DELETE('/api/projects/{projectId}/change-sets/{changeSetId}/rollout', { params })),
    startRollout: (allowUnsupported: boolean) =>
      answerOf(
        api.POST('/api/projects/{projectId}/change-sets/{changeSetId}/rollout/start', {
          params: { ...params, query: { allowUnsupported } },
        }),
      ),
    pauseRollout: () =>
      answerOf(api.POST('/api/projects/{projectId}/change-sets/{changeSetId}/rollout/pause', { params })),
    resumeRollout: (body: Schemas['ResumeRollout']) =>
      answerOf(
        api.POST('/api/projects/{projectId}/change-sets/{changeSetId}/rollout/resume', { params, body }),
      ),
    advanceRollout: (reason: string) =>
      answerOf(
        api.POST('/api/projects/{projectId}/change-sets/{changeSetId}/rollout/advance', {
          params: { ...params, ...(reason === '' ? {} : { query: { reason } }) },
        }),
      ),
    stopRollout: (body: Schemas['StopRollout']) =>
      answerOf(
        api.POST('/api/projects/{projectId}/change-sets/{changeSetId}/rollout/stop', { params, body }),
      ),
  };
}
