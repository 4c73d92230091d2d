import { queryOptions } from '@tanstack/react-query';
import type { ManagementClient } from '../../../../shared/management-client/management-client.ts';
import type { components } from '../../../../shared/management-client/openapi.ts';
import { answerOf, taggedOf } from '../../api/api-problem.ts';
import { allPages, pageAfter } from '../../api/project-queries.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { editedFrom, type ReadConfiguration } from '../../editing/configuration/edited-configuration.ts';

type Schemas = components['schemas'];
export type FlagRecord = Schemas['Flag'];

/** The flag of a page. */
export interface FlagPlace {
  readonly projectId: string;
  readonly flagKey: string;
}

/** A flag with its ETag. */
export function flagQuery(api: ManagementClient, { projectId, flagKey }: FlagPlace) {
  return queryOptions({
    queryKey: queryKeys.resource(projectId, 'flags', flagKey, 'flag'),
    queryFn: async ({ signal }) => {
      const { data: flag, etag } = await taggedOf(
        api.GET('/api/projects/{projectId}/flags/{flagKey}', {
          params: { path: { projectId, flagKey } },
          signal,
        }),
      );
      return { flag, etag };
    },
  });
}

/** The configuration of a flag in an environment with its ETag. */
export function configurationQuery(
  api: ManagementClient,
  { projectId, flagKey }: FlagPlace,
  environmentKey: string,
) {
  return queryOptions({
    queryKey: queryKeys.resource(projectId, 'flags', flagKey, 'configuration', environmentKey),
    queryFn: async ({ signal }): Promise<ReadConfiguration> => {
      const { data, etag } = await taggedOf(
        api.GET('/api/projects/{projectId}/flags/{flagKey}/environments/{environmentKey}', {
          params: { path: { projectId, flagKey, environmentKey } },
          signal,
        }),
      );
      return { configuration: editedFrom(data), etag };
    },
  });
}

export function segmentsToChooseQuery(api: ManagementClient, projectId: string) {
  return queryOptions({
    queryKey: queryKeys.resource(projectId, 'segments', 'to choose'),
    queryFn: ({ signal }) =>
      allPages((after) =>
        answerOf(
          api.GET('/api/projects/{projectId}/segments', {
            params: { path: { projectId }, query: pageAfter(after) },
            signal,
          }),
        ),
      ),
  });
}

const SEEN_STALE_MS = 10 * 60_000;

/** Attributes and values that were seen in an environment. Each reading is an entry of the audit log, so it is kept for a while. */
export function seenAttributesQuery(api: ManagementClient, projectId: string, environmentKey: string) {
  return queryOptions({
    queryKey: ['seen attributes', projectId, environmentKey],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/projects/{projectId}/environments/{environmentKey}/attributes', {
          params: { path: { projectId, environmentKey } },
          signal,
        }),
      ),
    staleTime: SEEN_STALE_MS,
  });
}

export function flagUsesQuery(api: ManagementClient, { projectId, flagKey }: FlagPlace) {
  return queryOptions({
    queryKey: queryKeys.resource(projectId, 'flags', flagKey, 'uses'),
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/projects/{projectId}/flags/{flagKey}/uses', {
          params: { path: { projectId, flagKey } },
          signal,
        }),
      ),
  });
}

export function flagHistoryQuery(
  api: ManagementClient,
  { projectId, flagKey }: FlagPlace,
  after: string | undefined,
) {
  return queryOptions({
    queryKey: queryKeys.resource(projectId, 'change-sets', 'of flag', flagKey, after ?? ''),
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/projects/{projectId}/change-sets', {
          params: {
            path: { projectId },
            query: { flag: flagKey, state: 'applied', limit: 20, ...(after === undefined ? {} : { after }) },
          },
          signal,
        }),
      ),
  });
}

/** The newest change sets that can take more operations. */
export function draftsQuery(api: ManagementClient, projectId: string) {
  return queryOptions({
    queryKey: queryKeys.resource(projectId, 'change-sets', 'drafts'),
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/projects/{projectId}/change-sets', {
          params: { path: { projectId }, query: { state: 'draft', limit: 100 } },
          signal,
        }),
      ),
  });
}

export function evaluationCountsQuery(
  api: ManagementClient,
  { projectId, flagKey }: FlagPlace,
  environmentKey: string,
  hours: number,
) {
  return queryOptions({
    queryKey: queryKeys.resource(projectId, 'evaluations', flagKey, environmentKey, hours),
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/projects/{projectId}/flags/{flagKey}/environments/{environmentKey}/evaluations', {
          params: { path: { projectId, flagKey, environmentKey }, query: { hours } },
          signal,
        }),
      ),
    refetchInterval: 60_000,
  });
}

/** The whole flag set of an environment, as its readers get it. */
export function flagSetQuery(api: ManagementClient, projectId: string, environmentKey: string) {
  return queryOptions({
    queryKey: queryKeys.resource(projectId, 'flags', 'flag set', environmentKey),
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/projects/{projectId}/environments/{environmentKey}/flag-set', {
          params: { path: { projectId, environmentKey } },
          signal,
        }),
      ),
  });
}

/** All flags of a project with their state, to choose prerequisites from. */
export function flagsToChooseQuery(api: ManagementClient, projectId: string) {
  return queryOptions({
    queryKey: queryKeys.resource(projectId, 'flags', 'to choose'),
    queryFn: ({ signal }) =>
      allPages((after) =>
        answerOf(
          api.GET('/api/projects/{projectId}/flags', {
            params: { path: { projectId }, query: { ...pageAfter(after), state: 'active' } },
            signal,
          }),
        ),
      ),
  });
}
