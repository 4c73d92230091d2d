import { Code, Group, Paper, Select, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import { type AuditEntry, entryText, RESOURCE_NAMES } from './audit-entries.ts';

/** The entries of an audit log, as they are read page by page. */
export type AuditPages = UseInfiniteQueryResult<{
  readonly pages: readonly { readonly items: readonly AuditEntry[] }[];
}>;

interface AuditListProps {
  readonly query: AuditPages;
  readonly resourceType: string | undefined;
  readonly onFilter: (resourceType: string | undefined) => void;
}

const RESOURCE_CHOICES = Object.entries(RESOURCE_NAMES).map(([value, label]) => ({ value, label }));

/** Who did what, the newest first. */
export function AuditList({ query, resourceType, onFilter }: AuditListProps) {
  const entries = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Stack>
      <Group>
        <Select
          label="About"
          placeholder="Everything"
          clearable
          data={RESOURCE_CHOICES}
          value={resourceType ?? null}
          onChange={(value) => onFilter(value ?? undefined)}
        />
      </Group>
      {query.isError && <ProblemAlert error={query.error} title="Could not load the audit log" />}
      {query.isSuccess && entries.length === 0 && (
        <EmptyState title="No entries">
          Every change leaves an entry here, with what was before and after.
        </EmptyState>
      )}
      {entries.map((entry) => (
        <Entry key={entry.id} entry={entry} />
      ))}
      <LoadMore
        hasMore={query.hasNextPage || query.isPending}
        isLoading={query.isFetchingNextPage || query.isPending}
        onLoad={() => void query.fetchNextPage()}
      />
    </Stack>
  );
}

function Entry({ entry }: { readonly entry: AuditEntry }) {
  const [isOpen, setOpen] = useState(false);
  const details = useId();
  const Icon = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <Paper withBorder p="sm" radius="md">
      <Group justify="space-between" wrap="wrap" gap="xs">
        <UnstyledButton aria-expanded={isOpen} aria-controls={details} onClick={() => setOpen(!isOpen)}>
          <Group gap={6} wrap="nowrap">
            <Icon size={16} aria-hidden />
            <Text style={{ overflowWrap: 'anywhere' }}>
              <strong>{entry.userName}</strong> {entryText(entry)}
            </Text>
          </Group>
        </UnstyledButton>
        <Text size="sm" c="dimmed">
          <RelativeTime value={entry.createdAt} />
        </Text>
      </Group>
      <div id={details}>{isOpen && <Values entry={entry} />}</div>
    </Paper>
  );
}

function Values({ entry }: { readonly entry: AuditEntry }) {
  if (entry.valuesOmitted)
    return <Text size="sm">The values are too long for this list. The API has them: entry {entry.id}.</Text>;
  return (
    <Stack gap="xs" mt="xs">
      <Value label="Before" value={entry.oldValue} />
      <Value label="After" value={entry.newValue} />
    </Stack>
  );
}

function Value({ label, value }: { readonly label: string; readonly value: unknown }) {
  if (value === null || value === undefined) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        {label}
      </Text>
      <Code block tabIndex={0} mah={300} style={{ overflow: 'auto' }} role="region" aria-label={label}>
        {JSON.stringify(value, null, 2)}
      </Code>
    </div>
  );
}
