import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ManagementClient } from '../../../../shared/management-client/management-client.ts';
import { useApi } from '../../api/api-context.tsx';
import { ApiProblem, answerOf, doneOf } from '../../api/api-problem.ts';
import { type BulkChange, bulkOperations, MAX_OPERATIONS } from './bulk-change.ts';
import { type BulkFilter, bulkFilter, type FlagsSearch, type ListedFlag } from './flags-search.ts';

/** A change of many flags: of those that a filter finds, or of these. */
export interface BulkRequest {
  readonly name: string;
  readonly change: BulkChange;
  readonly of: { readonly search: FlagsSearch } | { readonly flags: readonly ListedFlag[] };
}

/** Makes a change set of a change of many flags, and opens it. */
export function useBulkChange(projectId: string) {
  const api = useApi();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: ({ name, change, of }: BulkRequest) =>
      'search' in of
        ? draftByFilter(api, projectId, { name, change, filter: bulkFilter(of.search) })
        : draftOfFlags(api, projectId, { name, change, flags: of.flags }),
    onSuccess: (changeSetId) =>
      navigate({ to: '/projects/$projectId/change-sets/$changeSetId', params: { projectId, changeSetId } }),
  });
}

interface ChangeByFilter {
  readonly name: string;
  readonly change: BulkChange;
  readonly filter: BulkFilter;
}

/** The control plane finds the flags. A draft that stays empty is discarded. */
async function draftByFilter(
  api: ManagementClient,
  projectId: string,
  { name, change, filter }: ChangeByFilter,
): Promise<string> {
  const body = { name };
  const { id } = await answerOf(
    api.POST('/api/projects/{projectId}/change-sets', { params: { path: { projectId } }, body }),
  );
  const params = { path: { projectId, changeSetId: id } };
  try {
    await answerOf(
      api.POST('/api/projects/{projectId}/change-sets/{changeSetId}/operations/bulk', {
        params,
        body: { filter, change },
      }),
    );
  } catch (error) {
    const discarded = api.POST('/api/projects/{projectId}/change-sets/{changeSetId}/discard', { params });
    await doneOf(discarded).catch(() => undefined);
    throw error;
  }
  return id;
}

interface ChangeOfFlags {
  readonly name: string;
  readonly change: BulkChange;
  readonly flags: readonly ListedFlag[];
}

async function draftOfFlags(
  api: ManagementClient,
  projectId: string,
  { name, change, flags }: ChangeOfFlags,
): Promise<string> {
  const operations = bulkOperations(flags, change);
  if (operations.length === 0) {
    throw new ApiProblem('Nothing would change: the flags that you have selected are like that already.', 0);
  }
  if (operations.length > MAX_OPERATIONS) {
    throw new ApiProblem(
      `That would be ${operations.length} changes, and a change set takes ${MAX_OPERATIONS}. Select fewer flags or environments.`,
      0,
    );
  }
  const body = { name, operations };
  const { id } = await answerOf(
    api.POST('/api/projects/{projectId}/change-sets', { params: { path: { projectId } }, body }),
  );
  return id;
}
