import { Button, Group, Menu, Paper, Text } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { BULK_LABELS, type BulkBarProps, type BulkKind } from './bulk-change.ts';
import { BulkDialog } from './bulk-dialog.tsx';

const KINDS: readonly BulkKind[] = ['enable', 'disable', 'addTag', 'removeTag', 'setOwner', 'archive'];

/** What can be done with the flags that are selected. */
export function BulkBar(props: BulkBarProps) {
  const { selection, hasMore, search, onSelect } = props;
  const [kind, setKind] = useState<BulkKind>();
  const count = selection.keys.size;
  if (count === 0) return null;
  // A bulk edit by filter leaves archived flags out, and they cannot be changed either.
  const isArchived = search.state === 'archived';
  return (
    <Paper withBorder p="xs" mb="sm" component="section" aria-label="Selected flags">
      <Group gap="xs">
        <Text size="sm" fw={600} role="status">
          {selection.isAllMatching ? 'All flags that match the filter' : `${count} selected`}
        </Text>
        {hasMore && !selection.isAllMatching && !isArchived && (
          <Button variant="subtle" size="compact-sm" onClick={() => onSelect({ kind: 'all-matching' })}>
            Select all that match the filter
          </Button>
        )}
        <Menu position="bottom-start">
          <Menu.Target>
            <Button
              size="compact-sm"
              disabled={isArchived}
              title={isArchived ? 'Archived flags cannot be changed. Restore them first.' : undefined}
              rightSection={<IconChevronDown size={14} aria-hidden />}
            >
              Change them
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {KINDS.map((each) => (
              <Menu.Item key={each} onClick={() => setKind(each)}>
                {BULK_LABELS[each]} …
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Button variant="default" size="compact-sm" onClick={() => onSelect({ kind: 'clear' })}>
          Select none
        </Button>
      </Group>
      {kind !== undefined && <BulkDialog {...props} kind={kind} onClose={() => setKind(undefined)} />}
    </Paper>
  );
}
