import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useApi } from '../../api/api-context.tsx';
import { answerOf } from '../../api/api-problem.ts';
import { pageAfter } from '../../api/project-queries.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useRights } from '../../api/rights.ts';
import { Page } from '../../ui/page.tsx';
import { AuditList } from './audit-list.tsx';

const route = getRouteApi('/projects/$projectId/audit');

/** Who changed what in a project. */
export function ProjectAuditScreen() {
  const { projectId } = route.useParams();
  const { about } = route.useSearch();
  const navigate = useNavigate();
  const api = useApi();
  const query = useInfiniteQuery({
    queryKey: queryKeys.resource(projectId, 'audit', about),
    queryFn: ({ pageParam, signal }) =>
      answerOf(
        api.GET('/api/projects/{projectId}/audit', {
          params: {
            path: { projectId },
            query: { ...pageAfter(pageParam), ...(about === undefined ? {} : { resourceType: about }) },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const mayExport = useRights(projectId).isAtLeast('admin');
  return (
    <Page
      title="Audit log"
      intro="Every change of this project: who made it, when, and what was before and after. Entries cannot be changed or deleted; each one holds the hash of the one before."
      actions={
        mayExport && (
          <Button
            component="a"
            href={`/api/projects/${projectId}/audit-export`}
            download
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            Download (JSON Lines)
          </Button>
        )
      }
    >
      <AuditList
        query={query}
        resourceType={about}
        onFilter={(value) =>
          void navigate({ to: '/projects/$projectId/audit', params: { projectId }, search: { about: value } })
        }
      />
    </Page>
  );
}
