import { Badge, Button, Text } from '@mantine/core';
import { type DataColumn, DataTable } from './data-table.tsx';
import { RelativeTime } from './time.tsx';

/** A session, as the lists of the API have it. */
export interface SessionRow {
  readonly id: string;
  readonly how: 'password' | 'link' | 'invitation' | 'oidc';
  readonly userAgent: string;
  readonly createdAt: string;
  readonly lastUsedAt: string;
  readonly expiresAt: string;
  readonly current?: boolean;
}

interface SessionsTableProps {
  readonly sessions: readonly SessionRow[];
  readonly onEnd: (session: SessionRow) => void;
}

const HOW = {
  password: 'with a password',
  link: 'with a one-time link',
  invitation: 'with an invitation',
  oidc: 'with OpenID Connect',
} as const;

/** Where somebody is signed in. */
export function SessionsTable({ sessions, onEnd }: SessionsTableProps) {
  const columns: DataColumn<SessionRow>[] = [
    {
      title: 'Browser',
      cell: ({ userAgent, current }) => (
        <>
          <Text size="sm" maw={340} truncate title={userAgent}>
            {userAgent === '' ? 'unknown' : userAgent}
          </Text>
          {current === true && <Badge miw="max-content">this one</Badge>}
        </>
      ),
    },
    { title: 'Signed in', cell: ({ how }) => HOW[how] },
    { title: 'Since', cell: ({ createdAt }) => <RelativeTime value={createdAt} /> },
    { title: 'Last used', cell: ({ lastUsedAt }) => <RelativeTime value={lastUsedAt} /> },
    { title: 'Ends at the latest', cell: ({ expiresAt }) => <RelativeTime value={expiresAt} /> },
    {
      title: 'Actions',
      cell: (session) => (
        <Button size="compact-sm" variant="default" onClick={() => onEnd(session)}>
          End
        </Button>
      ),
    },
  ];
  return <DataTable label="Sessions" columns={columns} rows={sessions} keyOf={({ id }) => id} />;
}
