import { NativeSelect, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../api/api-context.tsx';
import type { Environment } from '../../api/project-queries.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { EvaluationsChart } from './evaluations-chart.tsx';
import { evaluationCountsQuery, type FlagPlace } from './flag-queries.ts';

interface EvaluationsTabProps {
  readonly place: FlagPlace;
  readonly environments: readonly Environment[];
}

const PERIODS = [
  { value: '24', label: 'Last 24 hours' },
  { value: '168', label: 'Last 7 days' },
  { value: '720', label: 'Last 30 days' },
];

/** How often each variation was served, by hour. */
export function EvaluationsTab({ place, environments }: EvaluationsTabProps) {
  const [hours, setHours] = useState('24');
  return (
    <Stack>
      <NativeSelect
        label="Period"
        maw="14rem"
        data={PERIODS}
        value={hours}
        onChange={({ currentTarget }) => setHours(currentTarget.value)}
      />
      <Text size="sm" c="dimmed" maw="70ch">
        Recorded evaluations of this flag. Clients that ask for all flags at once record none.
      </Text>
      {environments.map((environment) => (
        <EnvironmentCounts
          key={environment.key}
          place={place}
          environment={environment}
          hours={Number(hours)}
        />
      ))}
    </Stack>
  );
}

function EnvironmentCounts({
  place,
  environment,
  hours,
}: {
  readonly place: FlagPlace;
  readonly environment: Environment;
  readonly hours: number;
}) {
  const query = useQuery(evaluationCountsQuery(useApi(), place, environment.key, hours));
  return (
    <Stack component="section" aria-label={`Evaluations in ${environment.name}`} gap="xs">
      <Title order={2} size="h4">
        {environment.name}
      </Title>
      <QueryView query={query} what="evaluations">
        {(counts) =>
          counts.evaluations === 0 ? (
            <EmptyState title="No evaluations in this time">
              Nothing has asked for this flag, or only clients that ask for all flags at once.
            </EmptyState>
          ) : (
            <>
              <EvaluationsChart counts={counts} />
              <Table.ScrollContainer minWidth={320}>
                <Table>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>Variation</Table.Th>
                      <Table.Th ta="right">Evaluations</Table.Th>
                      <Table.Th ta="right">Share</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {counts.variations.map(({ variationKey, evaluations }) => (
                      <Table.Tr key={variationKey ?? ''}>
                        <Table.Td>{variationKey ?? 'none: an error, or the default in the code'}</Table.Td>
                        <Table.Td ta="right">{evaluations.toLocaleString()}</Table.Td>
                        <Table.Td ta="right">
                          {((evaluations / counts.evaluations) * 100).toFixed(1)} %
                        </Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </Table.ScrollContainer>
            </>
          )
        }
      </QueryView>
    </Stack>
  );
}
