import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useApi } from '../../api/api-context.tsx';
import { answerOf } from '../../api/api-problem.ts';
import { pageAfter } from '../../api/project-queries.ts';
import { Page } from '../../ui/page.tsx';
import { AuditList } from './audit-list.tsx';

const route = getRouteApi('/installation/audit');

/** Who changed users, tokens and projects. */
export function InstallationAuditScreen() {
  const { about } = route.useSearch();
  const navigate = useNavigate();
  const api = useApi();
  const query = useInfiniteQuery({
    queryKey: ['installation-audit', about],
    queryFn: ({ pageParam, signal }) =>
      answerOf(
        api.GET('/api/audit', {
          params: {
            query: { ...pageAfter(pageParam), ...(about === undefined ? {} : { resourceType: about }) },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  return (
    <Page
      title="Audit log of the installation"
      intro="Changes of users, API tokens and projects. Admins of the installation read it."
    >
      <AuditList
        query={query}
        resourceType={about}
        onFilter={(value) => void navigate({ to: '/audit', search: { about: value } })}
      />
    </Page>
  );
}
