import { Anchor, Button, List, Paper, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useApi } from '../../api/api-context.tsx';
import { doneOf, type Tagged } from '../../api/api-problem.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useRights } from '../../api/rights.ts';
import { confirmDestructive } from '../../ui/confirm.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SegmentMembers } from './segment-members.tsx';
import { type Segment, segmentQuery, segmentUsesQuery } from './segment-queries.ts';

const route = getRouteApi('/projects/$projectId/segments/$segmentKey');

/** One segment: members, rules, where it is used. */
export function SegmentScreen() {
  const { projectId, segmentKey } = route.useParams();
  const query = useQuery(segmentQuery(useApi(), { projectId, segmentKey }));
  const mayEdit = useRights(projectId).isAtLeast('editor');
  const remove = useRemoveSegment(projectId);
  const segment = query.data?.data;
  return (
    <Page
      title={segment?.name ?? segmentKey}
      crumbs={[{ label: 'Segments', to: `/projects/${projectId}/segments` }]}
      {...(segment?.description ? { intro: segment.description } : {})}
      actions={
        query.data &&
        mayEdit && (
          <Button variant="default" onClick={() => query.data && remove(query.data)}>
            Delete …
          </Button>
        )
      }
    >
      <QueryView query={query} what="segment">
        {({ data }) => (
          <Stack>
            <SegmentMembers projectId={projectId} segment={data} list="included" mayEdit={mayEdit} />
            <SegmentMembers projectId={projectId} segment={data} list="excluded" mayEdit={mayEdit} />
            <Uses projectId={projectId} segmentKey={segmentKey} />
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}

function Uses({ projectId, segmentKey }: { readonly projectId: string; readonly segmentKey: string }) {
  const query = useQuery(segmentUsesQuery(useApi(), { projectId, segmentKey }));
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-labelledby="uses">
      <Title order={2} size="h4" id="uses" mb="sm">
        Where it is used
      </Title>
      <QueryView query={query} what="uses">
        {({ flags, segments, isComplete }) =>
          flags.length + segments.length === 0 ? (
            <Text c="dimmed">Nowhere.</Text>
          ) : (
            <>
              <List>
                {flags.map(({ flagKey, environmentKey }) => (
                  <List.Item key={`${flagKey} ${environmentKey}`}>
                    <Anchor
                      component={Link}
                      to={`/projects/${projectId}/flags/${encodeURIComponent(flagKey)}`}
                    >
                      {flagKey}
                    </Anchor>
                    {` in ${environmentKey}`}
                  </List.Item>
                ))}
                {segments.map((key) => (
                  <List.Item key={key}>
                    <Anchor
                      component={Link}
                      to={`/projects/${projectId}/segments/${encodeURIComponent(key)}`}
                    >
                      {key}
                    </Anchor>
                    {' (segment)'}
                  </List.Item>
                ))}
              </List>
              {!isComplete && <Text size="sm">There are more. The list of flags can filter by segment.</Text>}
            </>
          )
        }
      </QueryView>
    </Paper>
  );
}

function useRemoveSegment(projectId: string) {
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const removal = useMutation({
    mutationFn: ({ data, etag }: Tagged<Segment>) =>
      doneOf(
        api.DELETE('/api/projects/{projectId}/segments/{segmentKey}', {
          params: { path: { projectId, segmentKey: data.key }, header: { 'if-match': etag } },
        }),
      ),
    onSuccess: () => navigate({ to: '/projects/$projectId/segments', params: { projectId } }),
    onError: ({ message }) =>
      notifications.show({ color: 'red', title: 'The segment was not deleted', message, autoClose: false }),
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.resource(projectId, 'segments') }),
  });
  return (segment: Tagged<Segment>) =>
    confirmDestructive({
      title: `Delete ${segment.data.name}?`,
      children: `It has ${segment.data.included.length.toLocaleString()} members. A segment that rules name cannot be deleted. The history can bring it back.`,
      confirmLabel: 'Delete the segment',
      onConfirm: () => removal.mutate(segment),
    });
}
