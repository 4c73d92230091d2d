import { Badge, Button, Group, Paper, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { answerOf } from '../../api/api-problem.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { inRequests, parseMemberKeys } from './member-keys.ts';
import type { Segment } from './segment-queries.ts';

/** Those who always are in the segment, or those who never are. */
type MemberList = 'included' | 'excluded';

interface SegmentMembersProps {
  readonly projectId: string;
  readonly segment: Segment;
  readonly list: MemberList;
  readonly mayEdit: boolean;
}

const TEXTS = {
  included: { title: 'Always in', about: 'These users are in the segment, whatever the rules say.' },
  excluded: { title: 'Never in', about: 'These users are not in the segment, whatever else says so.' },
} as const;
/** A person looks for one among many instead of reading them all. */
const SHOWN_MEMBERS = 50;

/** One list of members: search, add, remove. */
export function SegmentMembers({ projectId, segment, list, mayEdit }: SegmentMembersProps) {
  const [search, setSearch] = useState('');
  const [text, setText] = useState('');
  const change = useMemberChange(projectId, segment.key, list, () => setText(''));
  const heading = useId();
  const members = segment[list];
  const found = members.filter((key) => key.includes(search.trim()));
  const keys = parseMemberKeys(text);
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-labelledby={heading}>
      <Group gap="xs">
        <Title order={2} size="h4" id={heading}>
          {TEXTS[list].title}
        </Title>
        <Badge variant="default">{members.length.toLocaleString()}</Badge>
      </Group>
      <Text size="sm" c="dimmed" mb="sm">
        {TEXTS[list].about}
      </Text>
      <Stack>
        {change.isError && <ProblemAlert error={change.error} title="The members were not changed" />}
        {members.length > SHOWN_MEMBERS && (
          <TextInput
            label="Search"
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        )}
        <Group gap={6}>
          {found.slice(0, SHOWN_MEMBERS).map((key) => (
            <Badge key={key} variant="default" tt="none" fw={400} maw="100%">
              {key}
            </Badge>
          ))}
          {found.length > SHOWN_MEMBERS && (
            <Text size="sm">and {(found.length - SHOWN_MEMBERS).toLocaleString()} more</Text>
          )}
        </Group>
        {mayEdit && (
          <>
            <Textarea
              label="Targeting keys"
              description="One a line, or divided by commas. Add or remove as many as you like."
              autosize
              minRows={2}
              maxRows={8}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <Group>
              <Button
                disabled={keys.length === 0}
                loading={change.isPending}
                onClick={() => change.mutate({ verb: 'add', keys })}
              >
                Add {keys.length > 0 && keys.length.toLocaleString()}
              </Button>
              <Button
                variant="default"
                disabled={keys.length === 0}
                loading={change.isPending}
                onClick={() => change.mutate({ verb: 'remove', keys })}
              >
                Remove {keys.length > 0 && keys.length.toLocaleString()}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Paper>
  );
}

interface MemberChange {
  readonly verb: 'add' | 'remove';
  readonly keys: readonly string[];
}

/** Additions and removals do not depend on what others change meanwhile, so they need no entity tag. */
function useMemberChange(projectId: string, segmentKey: string, list: MemberList, onDone: () => void) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ verb, keys }: MemberChange) => {
      for (const group of inRequests(keys)) {
        await answerOf(
          api.PATCH('/api/projects/{projectId}/segments/{segmentKey}/members', {
            params: { path: { projectId, segmentKey } },
            body: { [list]: { add: [], remove: [], [verb]: [...group] } },
          }),
        );
      }
    },
    onSuccess: () => {
      notifications.show({ message: 'The members are changed.' });
      onDone();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.resource(projectId, 'segments') }),
  });
}
