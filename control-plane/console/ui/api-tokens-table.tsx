import { Badge, Button, Text } from '@mantine/core';
import { type DataColumn, DataTable } from './data-table.tsx';
import { RelativeTime } from './time.tsx';

/** An API token, as the lists of the API have it. */
export interface ApiTokenRow {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly onlyProjectId: string | null;
  readonly isReadOnly: boolean;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

interface ApiTokensTableProps {
  readonly tokens: readonly ApiTokenRow[];
  readonly onRevoke: (token: ApiTokenRow) => void;
}

/** API tokens that work. */
export function ApiTokensTable({ tokens, onRevoke }: ApiTokensTableProps) {
  const columns: DataColumn<ApiTokenRow>[] = [
    { title: 'Name', cell: ({ name }) => name },
    { title: 'Ends with', cell: ({ hint }) => <code>…{hint}</code> },
    { title: 'May', cell: (token) => <Limits token={token} /> },
    { title: 'Created', cell: ({ createdAt }) => <RelativeTime value={createdAt} /> },
    {
      title: 'Expires',
      cell: ({ expiresAt }) => (expiresAt === null ? 'never' : <RelativeTime value={expiresAt} />),
    },
    {
      title: 'Last used',
      cell: ({ lastUsedAt }) => (lastUsedAt === null ? 'never' : <RelativeTime value={lastUsedAt} />),
    },
    {
      title: 'Actions',
      cell: (token) => (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`Revoke ${token.name}`}
          onClick={() => onRevoke(token)}
        >
          Revoke …
        </Button>
      ),
    },
  ];
  const working = tokens.filter(({ revokedAt }) => revokedAt === null);
  if (working.length === 0) return <Text c="dimmed">There are no API tokens.</Text>;
  return <DataTable label="API tokens" columns={columns} rows={working} keyOf={({ id }) => id} />;
}

function Limits({ token }: { readonly token: ApiTokenRow }) {
  if (!token.isReadOnly && token.onlyProjectId === null) return 'all that its user may';
  return (
    <>
      {token.isReadOnly && <Badge miw="max-content">only read</Badge>}
      {token.onlyProjectId !== null && <Badge miw="max-content">one project</Badge>}
    </>
  );
}
