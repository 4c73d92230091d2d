import { Anchor, Badge, Button, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { useRights } from '../../api/rights.ts';
import { type ListedUser, usersQuery } from '../../api/users.ts';
import { type DataColumn, DataTable } from '../../ui/data-table.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import { NewPersonDialog } from './new-person-dialog.tsx';

const COLUMNS: readonly DataColumn<ListedUser>[] = [
  {
    title: 'Name',
    cell: ({ id, name }) => (
      <Anchor component={Link} to={`/people/${id}`}>
        {name}
      </Anchor>
    ),
  },
  { title: 'Email', cell: ({ email }) => email ?? '–' },
  {
    title: 'Kind',
    cell: ({ kind }) => (
      <Badge variant="default" miw="max-content">
        {kind === 'service' ? 'service account' : 'person'}
      </Badge>
    ),
  },
  { title: 'Role in the installation', cell: ({ role }) => role ?? 'none' },
  { title: 'Created', cell: ({ createdAt }) => <RelativeTime value={createdAt} /> },
];

/** People and service accounts. */
export function PeopleScreen() {
  const mayManage = useRights().isInstallation('admin');
  const query = useQuery(usersQuery(useApi()));
  const [text, setText] = useState('');
  const [isOpen, { open, close }] = useDisclosure(false);
  const wanted = text.trim().toLowerCase();
  return (
    <Page
      title="People"
      intro="Who may sign in, and service accounts for programs. Their roles in projects are under Access of each project."
      actions={
        mayManage && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
            Add someone
          </Button>
        )
      }
    >
      <QueryView query={query} what="people">
        {(users) => (
          <Stack>
            <TextInput
              label="Search"
              maw={320}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <DataTable
              label="People"
              columns={COLUMNS}
              rows={users.filter(({ name, email }) => `${name} ${email}`.toLowerCase().includes(wanted))}
              keyOf={({ id }) => id}
            />
          </Stack>
        )}
      </QueryView>
      <NewPersonDialog isOpen={isOpen} onClose={close} />
    </Page>
  );
}
