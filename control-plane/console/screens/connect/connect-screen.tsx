import { Anchor, Paper, Select, SimpleGrid, Stack, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { type Environment, environmentsQuery } from '../../api/project-queries.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { type ApplicationKind, type ConnectedFlag, edgeAddress } from './code-examples.ts';
import { CodeTabs } from './code-tabs.tsx';
import { offeredFlagsQuery } from './connect-queries.ts';
import { EvaluationSign } from './evaluation-sign.tsx';
import { FlagPicker } from './flag-picker.tsx';
import { FreshKey } from './fresh-key.tsx';

const route = getRouteApi('/projects/$projectId/connect');

/** Leads from nothing to an application that evaluates a flag. */
export function ConnectScreen() {
  const { projectId } = route.useParams();
  const environments = useQuery(environmentsQuery(useApi(), projectId));
  const flags = useQuery(offeredFlagsQuery(useApi(), projectId, ''));
  return (
    <Page
      title="Connect an application"
      intro="Applications do not ask the control plane for flags. They ask an edge: a small process near them that holds all flags in memory."
    >
      <QueryView query={environments} what="environments">
        {(all) => (
          <QueryView query={flags} what="flags">
            {({ items: [flag] }) =>
              flag === undefined || all[0] === undefined ? (
                <NothingToEvaluate projectId={projectId} hasEnvironment={all.length > 0} />
              ) : (
                <Steps
                  key={projectId}
                  projectId={projectId}
                  environments={all}
                  firstEnvironment={all[0]}
                  firstFlag={flag}
                />
              )
            }
          </QueryView>
        )}
      </QueryView>
    </Page>
  );
}

interface NothingToEvaluateProps {
  readonly projectId: string;
  readonly hasEnvironment: boolean;
}

function NothingToEvaluate({ projectId, hasEnvironment }: NothingToEvaluateProps) {
  const [page, name] = hasEnvironment ? ['flags', 'a flag'] : ['environments', 'an environment'];
  return (
    <EmptyState
      title={`First make ${name}`}
      action={
        <Anchor component={Link} to={`/projects/${projectId}/${page}`}>
          Make {name}
        </Anchor>
      }
    >
      An application asks for a flag in an environment. Come back here when both are there.
    </EmptyState>
  );
}

interface StepsProps {
  readonly projectId: string;
  readonly environments: readonly Environment[];
  readonly firstEnvironment: Environment;
  readonly firstFlag: ConnectedFlag;
}

/** The address that `npm start` gives to its edge. */
const FIRST_ADDRESS = 'http://127.0.0.1:8310';

function Steps({ projectId, environments, firstEnvironment, firstFlag }: StepsProps) {
  const [environmentKey, setEnvironmentKey] = useState(firstEnvironment.key);
  const [flag, setFlag] = useState(firstFlag);
  const [kind, setKind] = useState<ApplicationKind>('server');
  const [addressText, setAddressText] = useState(FIRST_ADDRESS);
  const [key, setKey] = useState('');
  const environment = environments.find((each) => each.key === environmentKey) ?? firstEnvironment;
  const address = edgeAddress(addressText);
  return (
    <Stack gap="lg">
      <Step title="1. What, and where">
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          <Select
            label="Environment"
            allowDeselect={false}
            data={environments.map((each) => each.key)}
            value={environment.key}
            onChange={(next) => {
              setKey('');
              setEnvironmentKey(next ?? environment.key);
            }}
          />
          <FlagPicker projectId={projectId} flag={flag} onChange={setFlag} />
          <TextInput
            label="Address of the edge"
            type="url"
            value={addressText}
            error={address === undefined && 'Write it like https://edge.example.com.'}
            onChange={({ currentTarget }) => setAddressText(currentTarget.value)}
          />
        </SimpleGrid>
      </Step>
      <Step title="2. A key for the application">
        <FreshKey
          key={`${environment.key} ${kind}`}
          {...{ projectId, environment, kind, flag }}
          onKind={(next) => {
            setKey('');
            setKind(next);
          }}
          onKey={setKey}
        />
      </Step>
      <Step title="3. The code">
        <CodeTabs
          kind={kind}
          settings={{
            address: address ?? FIRST_ADDRESS,
            key: key === '' ? placeholderOf(kind) : key,
            flagKey: flag.key,
            flagType: flag.type,
          }}
        />
      </Step>
      <Step title="4. The first evaluation">
        <EvaluationSign
          key={`${environment.key} ${flag.key}`}
          {...{ projectId, kind }}
          environmentKey={environment.key}
          flagKey={flag.key}
          address={address ?? FIRST_ADDRESS}
        />
      </Step>
    </Stack>
  );
}

const placeholderOf = (kind: ApplicationKind): string => (kind === 'server' ? 'sf_srv_…' : 'sf_cli_…');

function Step({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Title order={2} size="h4" mb="sm">
        {title}
      </Title>
      {children}
    </Paper>
  );
}
