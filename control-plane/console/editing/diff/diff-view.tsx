import { Anchor, Badge, Box, Code, Group, Paper, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { DiffChange, DiffEntry } from './change-words.ts';
import { type DiffGroup, groupChanges } from './group-changes.ts';

interface DiffViewProps {
  readonly projectId: string;
  readonly changes: readonly DiffChange[];
  /** What is said if nothing changes. */
  readonly emptyText?: string;
}

/** A diff in words, by flag and environment: what is added, removed and changed, from what to what. */
export function DiffView({ projectId, changes, emptyText = 'Nothing changes.' }: DiffViewProps) {
  const groups = groupChanges(changes);
  if (groups.length === 0) return <Text c="dimmed">{emptyText}</Text>;
  return (
    <Stack gap="sm">
      {groups.map((group) => (
        <DiffGroupView key={group.id} projectId={projectId} group={group} />
      ))}
    </Stack>
  );
}

function DiffGroupView({ projectId, group }: { readonly projectId: string; readonly group: DiffGroup }) {
  const { kind, key, environmentKey, entries } = group;
  const address = `/projects/${projectId}/${kind}s/${encodeURIComponent(key)}`;
  return (
    <Paper withBorder radius="md" p="sm">
      <Group gap={6} mb={6}>
        <Text size="sm" c="dimmed">
          {kind === 'flag' ? 'Flag' : 'Segment'}
        </Text>
        <Anchor component={Link} to={address} fw={600} style={{ overflowWrap: 'anywhere' }}>
          {key}
        </Anchor>
        <Text size="sm" c="dimmed">
          {environmentKey === undefined ? 'in all environments' : 'in'}
        </Text>
        {environmentKey !== undefined && (
          <Text size="sm" fw={600}>
            {environmentKey}
          </Text>
        )}
      </Group>
      <Stack gap={6} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {entries.map((entry) => (
          <DiffEntryView key={entry.id} entry={entry} />
        ))}
      </Stack>
    </Paper>
  );
}

const KINDS = {
  added: { color: 'green', label: 'added' },
  removed: { color: 'red', label: 'removed' },
  changed: { color: 'blue', label: 'changed' },
} as const;

function DiffEntryView({ entry }: { readonly entry: DiffEntry }) {
  const { what, before, after } = entry;
  const kind = KINDS[before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'];
  return (
    <Group component="li" gap="xs" align="baseline">
      <Badge size="sm" color={kind.color} w={80} autoContrast>
        {kind.label}
      </Badge>
      <Text size="sm" fw={500}>
        {what}
      </Text>
      <Box flex="1 1 14rem" miw={0}>
        <Group gap={6} align="baseline">
          {before !== undefined && <DiffValue value={before} isOld />}
          {before !== undefined && after !== undefined && (
            <Text span size="sm" aria-label="becomes">
              →
            </Text>
          )}
          {after !== undefined && <DiffValue value={after} />}
        </Group>
      </Box>
    </Group>
  );
}

function DiffValue({ value, isOld = false }: { readonly value: string; readonly isOld?: boolean }) {
  const style = { overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' } as const;
  return (
    <Code fz="sm" style={style}>
      {isOld ? <s>{value}</s> : value}
    </Code>
  );
}
