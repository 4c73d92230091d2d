import { Alert, Anchor, Code, List, Loader, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import type { ApplicationKind } from './code-examples.ts';
import { evaluationsQuery, type WatchedFlag } from './connect-queries.ts';

interface EvaluationSignProps extends WatchedFlag {
  readonly kind: ApplicationKind;
  readonly address: string;
}

/** Lights up when an evaluation arrives that was not there when somebody began to look. */
export function EvaluationSign(props: EvaluationSignProps) {
  const { projectId, flagKey, environmentKey } = props;
  const query = useQuery(evaluationsQuery(useApi(), props));
  const count = query.data?.evaluations;
  const [before, setBefore] = useState<number>();
  useEffect(() => {
    if (count !== undefined) setBefore((known) => known ?? count);
  }, [count]);
  if (count === undefined && query.isError) {
    return (
      <ProblemAlert
        error={query.error}
        title="Could not read the evaluations"
        onRetry={() => void query.refetch()}
      />
    );
  }
  const fresh = count === undefined || before === undefined ? 0 : count - before;
  return (
    <div role="status">
      {fresh > 0 ? (
        <Alert color="green" icon={<IconCheck aria-hidden />} title="It works">
          <Text size="sm">
            {environmentKey} has evaluated {flagKey}{' '}
            {fresh === 1 ? 'once' : `${fresh.toLocaleString()} times`} since you opened this page.{' '}
            <Anchor
              component={Link}
              to={`/projects/${projectId}/flags/${encodeURIComponent(flagKey)}`}
              inherit
              c="inherit"
              td="underline"
            >
              Open the flag
            </Anchor>{' '}
            to say who gets which value.
          </Text>
        </Alert>
      ) : (
        <Waiting {...props} count={count ?? 0} />
      )}
    </div>
  );
}

const PATIENCE_MS = 20_000;

function Waiting({ count, ...props }: EvaluationSignProps & { readonly count: number }) {
  const { flagKey, environmentKey } = props;
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setIsLate(true), PATIENCE_MS);
    return () => window.clearTimeout(timer);
  }, []);
  return (
    <Alert
      color="gray"
      icon={<Loader size={18} type="dots" aria-hidden />}
      title={`Waiting for an evaluation of ${flagKey} in ${environmentKey} …`}
    >
      <Text size="sm">
        Run the code. An edge reports evaluations every few seconds; this page looks every 2 seconds.
        {count > 0 && ` In the last 24 hours there were ${count.toLocaleString()}.`}
      </Text>
      {isLate && <WhatToCheck {...props} />}
    </Alert>
  );
}

function WhatToCheck({ projectId, kind, address, environmentKey }: EvaluationSignProps) {
  return (
    <>
      <Text size="sm" fw={600} mt="sm">
        Nothing arrives? Check this:
      </Text>
      <List size="sm">
        <List.Item>
          Is an edge running at that address? <Code>curl {address}/health/ready</Code> says so. The page{' '}
          <Anchor component={Link} to={`/projects/${projectId}/edges`} inherit c="inherit" td="underline">
            Edges
          </Anchor>{' '}
          shows who is connected.
        </List.Item>
        <List.Item>
          Does the answer have an error code? 401: the key is wrong or revoked. FLAG_NOT_FOUND: the key is of
          another project{kind === 'client' ? ', or the flag is not client-side' : ''}. An evaluation counts
          in the environment of its key: is that {environmentKey}?
        </List.Item>
        {kind === 'client' && (
          <List.Item>
            Browsers ask for all flags at once, and edges count no evaluations then. Try it with curl: it asks
            for this flag.
          </List.Item>
        )}
        <List.Item>
          Does the application reach the edge? Providers of OpenFeature give the default value of the code if
          they do not.
        </List.Item>
      </List>
    </>
  );
}
