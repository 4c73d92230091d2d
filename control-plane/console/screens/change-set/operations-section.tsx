import { ActionIcon, Button, Collapse, Group, Paper, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight, IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { components } from '../../../../shared/management-client/openapi.ts';
import { useApi } from '../../api/api-context.tsx';
import { operationWords } from '../../editing/review/operation-words.ts';
import { PersonName } from '../../editing/review/person-name.tsx';
import { isOpenState } from '../../editing/review/state-words.ts';
import { LoadMore } from '../../ui/load-more.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import { ActionProblem } from './action-problem.tsx';
import { AddOperations } from './add-operations.tsx';
import { operationsQuery } from './change-set-parts.ts';
import { type SectionProps, useAction } from './opened-change-set.ts';
import { Section } from './section.tsx';

type StoredOperation = components['schemas']['StoredOperation'];

/** The steps by which the diff was made, in their order, each with its author. */
export function OperationsSection({ opened }: SectionProps) {
  const { changeSet, path, mayEdit } = opened;
  const [isOpen, { toggle }] = useDisclosure(changeSet.operationCount <= 10);
  const query = useInfiniteQuery({ ...operationsQuery(useApi(), path), enabled: isOpen });
  const isEditable = mayEdit && isOpenState(changeSet.state);
  const count = changeSet.operationCount;
  return (
    <Section
      title={`Operations: ${count.toLocaleString()}`}
      intro="The edits that make the diff, one after the other, with their authors."
      actions={
        <Group gap="xs">
          {isEditable && <AddOperations opened={opened} />}
          <Button
            size="xs"
            variant="default"
            onClick={toggle}
            aria-expanded={isOpen}
            leftSection={
              isOpen ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />
            }
          >
            {isOpen ? 'Hide' : 'Show'}
          </Button>
        </Group>
      }
    >
      <Collapse expanded={isOpen}>
        <QueryView query={query} what="operations">
          {({ pages }) => (
            <>
              <Stack gap="xs" component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
                {pages
                  .flatMap(({ items }) => items)
                  .map((stored, index) => (
                    <OperationRow
                      key={stored.position}
                      opened={opened}
                      stored={stored}
                      number={index + 1}
                      isEditable={isEditable}
                    />
                  ))}
              </Stack>
              {query.hasNextPage && (
                <LoadMore
                  hasMore
                  isLoading={query.isFetchingNextPage}
                  onLoad={() => void query.fetchNextPage()}
                />
              )}
            </>
          )}
        </QueryView>
      </Collapse>
    </Section>
  );
}

interface OperationRowProps extends SectionProps {
  readonly stored: StoredOperation;
  /** Its place, from 1. */
  readonly number: number;
  readonly isEditable: boolean;
}

function OperationRow({ opened, stored, number, isEditable }: OperationRowProps) {
  const { position, operation, createdBy, createdAt } = stored;
  const { place, what } = operationWords(operation);
  const remove = useAction(opened, {
    run: (calls) => calls.removeOperation(position),
    done: `Operation ${number} is removed.`,
  });
  return (
    <Paper component="li" withBorder p="xs" radius="md">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
          <Text size="sm">
            {number}. <strong>{place}</strong>: {what}
          </Text>
          <Text size="xs" c="dimmed">
            <PersonName userId={createdBy} /> · <RelativeTime value={createdAt} />
          </Text>
        </div>
        {isEditable && (
          <ActionIcon
            variant="subtle"
            color="red"
            aria-label={`Remove operation ${number}: ${place}: ${what}`}
            loading={remove.isPending}
            onClick={() => remove.mutate()}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        )}
      </Group>
      <ActionProblem error={remove.error} title="It was not removed" />
    </Paper>
  );
}
