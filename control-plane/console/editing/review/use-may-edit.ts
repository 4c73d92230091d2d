import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/api-context.tsx';
import { environmentsQuery } from '../../api/project-queries.ts';
import { useRights } from '../../api/rights.ts';

/** Whether the signed-in person is an editor in the project, or in at least one of its environments: then drafts can be made. */
export function useMayEditAnywhere(projectId: string): boolean {
  const rights = useRights(projectId);
  const environments = useQuery(environmentsQuery(useApi(), projectId));
  return (
    rights.isAtLeast('editor') || (environments.data ?? []).some(({ key }) => rights.isAtLeast('editor', key))
  );
}
