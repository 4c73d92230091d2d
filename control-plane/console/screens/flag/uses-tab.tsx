import { Anchor, Badge, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useApi } from '../../api/api-context.tsx';
import type { Environment } from '../../api/project-queries.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { type FlagPlace, flagUsesQuery } from './flag-queries.ts';

interface UsesTabProps {
  readonly place: FlagPlace;
  readonly environments: readonly Environment[];
}

/** What depends on the flag. */
export function UsesTab({ place, environments }: UsesTabProps) {
  const query = useQuery(flagUsesQuery(useApi(), place));
  const base = `/projects/${place.projectId}`;
  const nameOf = (key: string) => environments.find((each) => each.key === key)?.name ?? key;
  return (
    <QueryView query={query} what="uses">
      {({ prerequisiteOf, changeSets, isComplete }) => (
        <Stack>
          <Title order={2} size="h4">
            Flags that need this one
          </Title>
          {prerequisiteOf.length === 0 ? (
            <Text size="sm">No flag has this one as a prerequisite.</Text>
          ) : (
            <Table.ScrollContainer minWidth={420}>
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>Flag</Table.Th>
                    <Table.Th>Environment</Table.Th>
                    <Table.Th>Needs one of</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {prerequisiteOf.map(({ flagKey, environmentKey, archived, variations }) => (
                    <Table.Tr key={`${flagKey} ${environmentKey}`}>
                      <Table.Td>
                        <Anchor
                          component={Link}
                          size="sm"
                          to={`${base}/flags/${encodeURIComponent(flagKey)}?tab=prerequisites&environment=${environmentKey}`}
                        >
                          {flagKey}
                        </Anchor>{' '}
                        {archived && (
                          <Badge color="gray" size="sm" tt="none">
                            archived
                          </Badge>
                        )}
                      </Table.Td>
                      <Table.Td>{nameOf(environmentKey)}</Table.Td>
                      <Table.Td>{variations.join(', ')}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )}
          <Title order={2} size="h4">
            Open change sets
          </Title>
          {changeSets.length === 0 && <Text size="sm">No open change set names this flag.</Text>}
          {changeSets.map(({ id, name, state }) => (
            <Text size="sm" key={id}>
              <Anchor component={Link} to={`${base}/change-sets/${id}`}>
                {name}
              </Anchor>{' '}
              ({state.replaceAll('_', ' ')})
            </Text>
          ))}
          {!isComplete && (
            <Text size="sm" c="dimmed">
              There are more than this page shows.
            </Text>
          )}
        </Stack>
      )}
    </QueryView>
  );
}
