import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ManagementClient } from '../../../../shared/management-client/management-client.ts';
import type { components } from '../../../../shared/management-client/openapi.ts';
import { useApi } from '../../api/api-context.tsx';
import { ApiProblem, answerOf, taggedOf } from '../../api/api-problem.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { bodyFrom, editedFrom } from '../../editing/configuration/edited-configuration.ts';
import { configurationQuery, type FlagPlace } from './flag-queries.ts';
import { operationFaults } from './operation-faults.ts';
import type { EnvironmentEdits } from './use-flag-edits.ts';

/** Edits could not be saved. */
export class SaveProblem extends Error {
  /** What is wrong in each environment, by its key. */
  readonly byEnvironment: ReadonlyMap<string, ApiProblem>;
  readonly problem: ApiProblem;

  constructor(problem: ApiProblem, byEnvironment: ReadonlyMap<string, ApiProblem>) {
    super(problem.message);
    this.name = 'SaveProblem';
    this.problem = problem;
    this.byEnvironment = byEnvironment;
  }
}

interface Publication {
  readonly edits: readonly EnvironmentEdits[];
  /** Kept in the history. */
  readonly comment: string;
}

/**
 * Publishes edits at once, unless somebody else has changed the same configuration. Edits of several environments, or with a comment, are
 * one change set: all are published, or none.
 */
export function usePublish(place: FlagPlace) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ edits, comment }: Publication) => {
      const [only] = edits;
      if (edits.length === 1 && only !== undefined && comment.trim() === '') {
        const stored = await replaceConfiguration(api, place, only);
        queries.setQueryData(configurationQuery(api, place, only.environmentKey).queryKey, stored);
      } else {
        await publishTogether(api, place, { edits, comment });
        await refreshFlags(queries, place.projectId);
      }
      for (const { discard } of edits) discard();
    },
    onSettled: () => refreshFlags(queries, place.projectId),
  });
}

async function replaceConfiguration(
  api: ManagementClient,
  place: FlagPlace,
  { environmentKey, session }: EnvironmentEdits,
) {
  if (session === undefined) throw new Error('there are no edits before the configuration is read');
  try {
    const { data, etag } = await taggedOf(
      api.PUT('/api/projects/{projectId}/flags/{flagKey}/environments/{environmentKey}', {
        params: { path: { ...place, environmentKey }, header: { 'if-match': session.base.etag } },
        body: bodyFrom(session.edited),
      }),
    );
    return { configuration: editedFrom(data), etag };
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    throw new SaveProblem(error, new Map([[environmentKey, error]]));
  }
}

/** Makes a draft, applies it if it was made from what the edits began with, and discards it otherwise. */
async function publishTogether(
  api: ManagementClient,
  place: FlagPlace,
  { edits, comment }: Publication,
): Promise<void> {
  const { projectId, flagKey } = place;
  const [firstLine = ''] = comment.trim().split('\n');
  const name = firstLine === '' ? `Change ${flagKey}` : firstLine.slice(0, 200);
  try {
    const draft = await taggedOf(
      api.POST('/api/projects/{projectId}/change-sets', {
        params: { path: { projectId } },
        body: { name, description: comment.trim(), operations: operationsOf(flagKey, edits) },
      }),
    );
    const path = { projectId, changeSetId: draft.data.id };
    try {
      for (const each of edits) await assertUnchanged(api, place, each);
      await answerOf(
        api.POST('/api/projects/{projectId}/change-sets/{changeSetId}/apply', {
          params: { path, header: { 'if-match': draft.etag } },
        }),
      );
    } catch (error) {
      await api.POST('/api/projects/{projectId}/change-sets/{changeSetId}/discard', { params: { path } });
      throw error;
    }
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    const byOperation = operationFaults(error);
    const byEnvironment = edits.flatMap(({ environmentKey }, index) => {
      const problem = byOperation.get(index);
      return problem === undefined ? [] : [[environmentKey, problem] as const];
    });
    throw new SaveProblem(error, new Map(byEnvironment));
  }
}

/** The draft was made from the state of its creation. If that is not what the edits began with, it would undo what others did. */
async function assertUnchanged(
  api: ManagementClient,
  place: FlagPlace,
  { environmentKey, session }: EnvironmentEdits,
) {
  const { etag } = await taggedOf(
    api.GET('/api/projects/{projectId}/flags/{flagKey}/environments/{environmentKey}', {
      params: { path: { ...place, environmentKey } },
    }),
  );
  if (etag === session?.base.etag) return;
  const message = `Somebody else has just changed ${environmentKey}. Look at what changed, then save again.`;
  throw new ApiProblem(message, 412);
}

/** Where edits go that are not published at once. */
export type DraftTarget =
  | { readonly kind: 'new'; readonly name: string; readonly description: string }
  | { readonly kind: 'existing'; readonly changeSetId: string };

interface DraftAddition {
  readonly edits: readonly EnvironmentEdits[];
  readonly target: DraftTarget;
}

/** Puts edits into a draft. @returns its id */
export function useAddToDraft({ projectId, flagKey }: FlagPlace) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ edits, target }: DraftAddition) => {
      const operations = operationsOf(flagKey, edits);
      const changeSet = await answerOf(
        target.kind === 'new'
          ? api.POST('/api/projects/{projectId}/change-sets', {
              params: { path: { projectId } },
              body: { name: target.name, description: target.description, operations },
            })
          : api.POST('/api/projects/{projectId}/change-sets/{changeSetId}/operations', {
              params: { path: { projectId, changeSetId: target.changeSetId } },
              body: { operations },
            }),
      );
      for (const { discard } of edits) discard();
      return changeSet.id;
    },
    onSettled: () => refreshFlags(queries, projectId),
  });
}

function operationsOf(
  flagKey: string,
  edits: readonly EnvironmentEdits[],
): components['schemas']['Operation'][] {
  return edits.flatMap(({ environmentKey, session }) =>
    session === undefined
      ? []
      : [{ kind: 'configuration.replace', flagKey, environmentKey, configuration: bodyFrom(session.edited) }],
  );
}

async function refreshFlags(queries: ReturnType<typeof useQueryClient>, projectId: string): Promise<void> {
  await Promise.all(
    (['flags', 'change-sets'] as const).map((kind) =>
      queries.invalidateQueries({ queryKey: queryKeys.resource(projectId, kind) }),
    ),
  );
}
