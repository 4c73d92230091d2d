import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { components } from '../../../../shared/management-client/openapi.ts';
import { useApi } from '../../api/api-context.tsx';
import { ApiProblem, answerOf } from '../../api/api-problem.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { bodyFrom, editedFrom } from '../../editing/configuration/edited-configuration.ts';
import { configurationQuery, etagOf, type FlagPlace } from './flag-queries.ts';
import type { EnvironmentEdits } from './use-flag-edits.ts';

/** The edits of one environment could not be saved. */
export class SaveProblem extends Error {
  readonly environmentKey: string;
  readonly problem: ApiProblem;

  constructor(environmentKey: string, problem: ApiProblem) {
    super(problem.message);
    this.name = 'SaveProblem';
    this.environmentKey = environmentKey;
    this.problem = problem;
  }
}

/** Publishes edits at once, one environment after the other. Those that were published are not edits any more if a later one fails. */
export function usePublish(place: FlagPlace) {
  const api = useApi();
  const queries = useQueryClient();
  const publish = async ({ environmentKey, session, discard }: EnvironmentEdits) => {
    if (session === undefined) return;
    const call = api.PUT('/api/projects/{projectId}/flags/{flagKey}/environments/{environmentKey}', {
      params: { path: { ...place, environmentKey }, header: { 'if-match': session.base.etag } },
      body: bodyFrom(session.edited),
    });
    const stored = editedFrom(await answerOf(call));
    const etag = etagOf((await call).response);
    queries.setQueryData(configurationQuery(api, place, environmentKey).queryKey, {
      configuration: stored,
      etag,
    });
    discard();
  };
  return useMutation({
    mutationFn: async (edits: readonly EnvironmentEdits[]) => {
      for (const each of edits) {
        try {
          await publish(each);
        } catch (error) {
          throw error instanceof ApiProblem ? new SaveProblem(each.environmentKey, error) : error;
        }
      }
    },
    onSettled: () => refreshFlags(queries, place.projectId),
  });
}

/** Where edits go that are not published at once. */
export type DraftTarget =
  | { readonly kind: 'new'; readonly name: string; readonly description: string }
  | { readonly kind: 'existing'; readonly changeSetId: string };

/** Puts edits into a draft. @returns its id */
export function useAddToDraft({ projectId, flagKey }: FlagPlace) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({
      edits,
      target,
    }: {
      readonly edits: readonly EnvironmentEdits[];
      readonly target: DraftTarget;
    }) => {
      const operations = edits.flatMap(({ environmentKey, session }): components['schemas']['Operation'][] =>
        session === undefined
          ? []
          : [
              {
                kind: 'configuration.replace',
                flagKey,
                environmentKey,
                configuration: bodyFrom(session.edited),
              },
            ],
      );
      const path = { projectId };
      const changeSet =
        target.kind === 'new'
          ? await answerOf(
              api.POST('/api/projects/{projectId}/change-sets', {
                params: { path },
                body: { name: target.name, description: target.description, operations },
              }),
            )
          : await answerOf(
              api.POST('/api/projects/{projectId}/change-sets/{changeSetId}/operations', {
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

async function refreshFlags(queries: ReturnType<typeof useQueryClient>, projectId: string): Promise<void> {
  await Promise.all(
    (['flags', 'change-sets'] as const).map((kind) =>
      queries.invalidateQueries({ queryKey: queryKeys.resource(projectId, kind) }),
    ),
  );
}
