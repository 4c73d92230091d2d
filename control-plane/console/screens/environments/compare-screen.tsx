import {
  Alert,
  Anchor,
  Badge,
  Button,
  Checkbox,
  Group,
  List,
  Paper,
  Select,
  Stack,
  Text,
} from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { components } from '../../../../shared/management-client/openapi.ts';
import { useApi } from '../../api/api-context.tsx';
import { answerOf } from '../../api/api-problem.ts';
import { allPages, environmentsQuery, pageAfter } from '../../api/project-queries.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useRights } from '../../api/rights.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { QueryView } from '../../ui/query-view.tsx';

const route = getRouteApi('/projects/$projectId/compare');

type FlagComparison = components['schemas']['FlagComparison'];

/** Two environments flag by flag, and promotion from one to the other as a change set. */
export function CompareScreen() {
  const { projectId } = route.useParams();
  const search = route.useSearch();
  const navigate = useNavigate();
  const { data: environments = [] } = useQuery(environmentsQuery(useApi(), projectId));
  const from = search.from ?? environments[0]?.key;
  const to = search.to ?? environments.find(({ key }) => key !== from)?.key;
  const choose = (chosen: { readonly from?: string | undefined; readonly to?: string | undefined }) =>
    void navigate({
      to: '/projects/$projectId/compare',
      params: { projectId },
      search: { from, to, ...chosen },
    });
  const choices = environments.map(({ key, name }) => ({ value: key, label: name }));
  return (
    <Page
      title="Compare and promote"
      intro="Promotion brings the settings of flags from one environment to another. It makes a change set, which you review before anything changes."
      crumbs={[{ label: 'Environments', to: `/projects/${projectId}/environments` }]}
    >
      <Stack>
        <Group align="flex-end">
          <Select
            label="From"
            data={choices}
            value={from ?? null}
            onChange={(key) => choose({ from: key ?? undefined })}
          />
          <IconArrowRight aria-hidden style={{ marginBottom: 8 }} />
          <Select
            label="To"
            data={choices}
            value={to ?? null}
            onChange={(key) => choose({ to: key ?? undefined })}
          />
        </Group>
        {from !== undefined && to !== undefined && from !== to ? (
          <Differences key={`${from} ${to}`} projectId={projectId} from={from} to={to} />
        ) : (
          <Text>Choose two environments.</Text>
        )}
      </Stack>
    </Page>
  );
}

interface Ends {
  readonly projectId: string;
  readonly from: string;
  readonly to: string;
}

function useDifferences({ projectId, from, to }: Ends) {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.resource(projectId, 'flags', 'compare', from, to),
    queryFn: ({ signal }) =>
      allPages((after) =>
        answerOf(
          api.GET('/api/projects/{projectId}/environments/{environmentKey}/compare/{targetKey}', {
            params: {
              path: { projectId, environmentKey: from, targetKey: to },
              query: { ...pageAfter(after), onlyDifferent: 'true' },
            },
            signal,
          }),
        ),
      ),
  });
}

function Differences(ends: Ends) {
  const { projectId, to } = ends;
  const query = useDifferences(ends);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const mayEdit = useRights(projectId).isAtLeast('editor', to);
  const toggle = (flagKey: string, isChosen: boolean) =>
    setChosen(isChosen ? [...chosen, flagKey] : chosen.filter((key) => key !== flagKey));
  return (
    <QueryView query={query} what="differences">
      {(flags) =>
        flags.length === 0 ? (
          <EmptyState title="Nothing differs">
            Every flag has the same settings in both environments.
          </EmptyState>
        ) : (
          <Stack>
            <Group justify="space-between">
              <Text aria-live="polite">
                {flags.length.toLocaleString()} {flags.length === 1 ? 'flag differs' : 'flags differ'}
              </Text>
              {mayEdit && <Promote {...ends} chosen={chosen} total={flags.length} />}
            </Group>
            {flags.map((flag) => (
              <Difference
                key={flag.flagKey}
                projectId={projectId}
                flag={flag}
                isChosen={chosen.includes(flag.flagKey)}
                onChoose={toggle}
              />
            ))}
          </Stack>
        )
      }
    </QueryView>
  );
}

interface DifferenceProps {
  readonly projectId: string;
  readonly flag: FlagComparison;
  readonly isChosen: boolean;
  readonly onChoose: (flagKey: string, isChosen: boolean) => void;
}

function Difference({ projectId, flag, isChosen, onChoose }: DifferenceProps) {
  const { flagKey, lines } = flag;
  return (
    <Paper withBorder p="sm" radius="md">
      <Group wrap="nowrap" align="flex-start">
        <Checkbox
          aria-label={`Promote ${flagKey}`}
          checked={isChosen}
          onChange={(event) => onChoose(flagKey, event.currentTarget.checked)}
          mt={3}
        />
        <div>
          <Anchor
            component={Link}
            to={`/projects/${projectId}/flags/${encodeURIComponent(flagKey)}`}
            fw={600}
          >
            {flagKey}
          </Anchor>
          <List size="sm">
            {lines.map((line) => (
              <List.Item key={line}>{line}</List.Item>
            ))}
          </List>
        </div>
      </Group>
    </Paper>
  );
}

function Promote({
  projectId,
  from,
  to,
  chosen,
  total,
}: Ends & { readonly chosen: readonly string[]; readonly total: number }) {
  const api = useApi();
  const navigate = useNavigate();
  const [keepsSwitches, setKeepsSwitches] = useState(false);
  const promote = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/api/projects/{projectId}/environments/{environmentKey}/promote/{targetKey}', {
          params: { path: { projectId, environmentKey: from, targetKey: to } },
          body: {
            name: `Promote from ${from} to ${to}`,
            ...(chosen.length === 0 ? {} : { flagKeys: [...chosen] }),
            ...(keepsSwitches ? { parts: ['defaultValue', 'variations', 'prerequisites', 'rules'] } : {}),
          },
        }),
      ),
    onSuccess: ({ changeSet }) => {
      if (changeSet === null) return;
      const params = { projectId, changeSetId: changeSet.id };
      return navigate({ to: '/projects/$projectId/change-sets/$changeSetId', params });
    },
  });
  return (
    <Group>
      {promote.isError && <ProblemAlert error={promote.error} title="No change set was made" />}
      {promote.data?.changeSet === null && (
        <Alert color="blue">Nothing of these flags differs any more.</Alert>
      )}
      <Checkbox
        label="Leave switched on and off as they are"
        checked={keepsSwitches}
        onChange={(event) => setKeepsSwitches(event.currentTarget.checked)}
      />
      <Button onClick={() => promote.mutate()} loading={promote.isPending}>
        {chosen.length === 0 ? `Promote all ${total}` : 'Promote'}
        {chosen.length > 0 && (
          <Badge ml="xs" circle>
            {chosen.length}
          </Badge>
        )}
      </Button>
    </Group>
  );
}
