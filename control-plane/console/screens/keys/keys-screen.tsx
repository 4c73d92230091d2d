import { Badge, Button, Group, Menu, SegmentedControl, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { useRights } from '../../api/rights.ts';
import { type DataColumn, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import { useKeyActions } from './key-actions.tsx';
import { keyState, type SdkKey, sdkKeysQuery } from './key-queries.ts';
import { NewKeyDialog } from './new-key-dialog.tsx';
import { RotateKeyDialog } from './rotate-key-dialog.tsx';

const route = getRouteApi('/projects/$projectId/keys');

/** What applications and edges sign in with. */
export function KeysScreen() {
  const { projectId } = route.useParams();
  const query = useQuery(sdkKeysQuery(useApi(), projectId));
  const [isOpen, { open, close }] = useDisclosure(false);
  const mayManage = useRights(projectId).isAtLeast('admin');
  const create = mayManage && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
      New key
    </Button>
  );
  return (
    <Page
      title="SDK keys"
      intro="Applications and edges send a key with each request. A client key may be public, in a browser; a server key and a relay key must stay secret."
      actions={create}
    >
      <QueryView query={query} what="keys">
        {(keys) =>
          keys.length === 0 ? (
            <EmptyState title="No keys yet" action={create}>
              An application needs a key to read flags.
            </EmptyState>
          ) : (
            <KeyList projectId={projectId} keys={keys} mayManage={mayManage} />
          )
        }
      </QueryView>
      <NewKeyDialog projectId={projectId} isOpen={isOpen} onClose={close} />
    </Page>
  );
}

interface KeyListProps {
  readonly projectId: string;
  readonly keys: readonly SdkKey[];
  readonly mayManage: boolean;
}

function KeyList({ projectId, keys, mayManage }: KeyListProps) {
  const [shown, setShown] = useState('working');
  const [rotated, setRotated] = useState<SdkKey>();
  const { revoke } = useKeyActions(projectId);
  const now = Date.now();
  const isWorking = (key: SdkKey) => ['active', 'expiring'].includes(keyState(key, now));
  const rows = keys.filter((key) => shown === 'all' || isWorking(key));
  const columns: DataColumn<SdkKey>[] = [
    { title: 'Name', cell: ({ name }) => name },
    { title: 'Kind', cell: ({ kind }) => kind },
    { title: 'Ends with', cell: ({ hint }) => <code>…{hint}</code> },
    { title: 'Environments', cell: (key) => (key.allEnvironments ? 'all' : key.environmentKeys.join(', ')) },
    { title: 'State', cell: (key) => <KeyState sdkKey={key} now={now} /> },
    { title: 'Created', cell: ({ createdAt }) => <RelativeTime value={createdAt} /> },
  ];
  if (mayManage) {
    columns.push({
      title: 'Actions',
      cell: (key) => isWorking(key) && <KeyMenu sdkKey={key} onRotate={setRotated} onRevoke={revoke} />,
    });
  }
  return (
    <Stack>
      <Group>
        <SegmentedControl
          aria-label="Which keys"
          value={shown}
          onChange={setShown}
          data={[
            { value: 'working', label: 'That work' },
            { value: 'all', label: `All ${keys.length}` },
          ]}
        />
      </Group>
      <DataTable label="SDK keys" columns={columns} rows={rows} keyOf={({ id }) => id} />
      {rows.length === 0 && <Text c="dimmed">None of the keys works any more.</Text>}
      {rotated && (
        <RotateKeyDialog projectId={projectId} sdkKey={rotated} onClose={() => setRotated(undefined)} />
      )}
    </Stack>
  );
}

const STATE_COLORS = { active: 'green', expiring: 'yellow', expired: 'gray', revoked: 'gray' } as const;

function KeyState({ sdkKey, now }: { readonly sdkKey: SdkKey; readonly now: number }) {
  const state = keyState(sdkKey, now);
  const at = sdkKey.revokedAt ?? sdkKey.expiresAt;
  return (
    <Group gap={6} wrap="nowrap">
      <Badge color={STATE_COLORS[state]} miw="max-content">
        {state === 'expiring' ? 'active' : state}
      </Badge>
      {at !== null && (
        <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
          {state === 'expiring' && 'expires '}
          <RelativeTime value={at} />
        </Text>
      )}
    </Group>
  );
}

interface KeyMenuProps {
  readonly sdkKey: SdkKey;
  readonly onRotate: (key: SdkKey) => void;
  readonly onRevoke: (key: SdkKey) => void;
}

function KeyMenu({ sdkKey, onRotate, onRevoke }: KeyMenuProps) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" size="compact-sm" aria-label={`Actions for ${sdkKey.name}`}>
          <IconDots size={16} aria-hidden />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onRotate(sdkKey)}>Rotate …</Menu.Item>
        <Menu.Item color="red" onClick={() => onRevoke(sdkKey)}>
          Revoke …
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
