import { Alert, Button, Code, List, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconGitMerge } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { components } from '../../../../shared/management-client/openapi.ts';
import { useApi } from '../../api/api-context.tsx';
import { valueText } from '../../editing/diff/value-words.ts';
import { pointerWords } from '../../editing/review/pointer-words.ts';
import { ActionProblem } from './action-problem.tsx';
import { type ProjectedProblems, problemsQuery } from './change-set-parts.ts';
import { type SectionProps, useAction } from './opened-change-set.ts';
import { Section } from './section.tsx';

/** Why the draft cannot be published as it is, and what to do about it. Nothing is shown if all is well. */
export function ProblemsSection({ opened }: SectionProps) {
  const { data } = useQuery(problemsQuery(useApi(), opened.path));
  if (data === undefined) return null;
  const { problemsTotal, conflictsTotal, unsupportedTotal, isBehind } = data;
  if (problemsTotal + conflictsTotal + unsupportedTotal === 0 && !isBehind) return null;
  return (
    <Section title="What to look at first">
      <Stack>
        <Conflicts data={data} />
        <Problems data={data} />
        <Unsupported data={data} />
        {isBehind && <Rebase opened={opened} hasConflicts={conflictsTotal > 0} />}
      </Stack>
    </Section>
  );
}

interface ProblemsProps {
  readonly data: ProjectedProblems;
}

function Conflicts({ data: { conflicts, conflictsTotal } }: ProblemsProps) {
  if (conflictsTotal === 0) return null;
  return (
    <Alert
      color="red"
      icon={<IconAlertTriangle aria-hidden />}
      title={`${conflictsTotal} ${conflictsTotal === 1 ? 'conflict' : 'conflicts'}: others changed the same`}
    >
      <Stack gap="sm">
        {conflicts.map((conflict) => (
          <Conflict key={conflict.pointer} conflict={conflict} />
        ))}
        <More shown={conflicts.length} total={conflictsTotal} />
        <Text size="sm">
          Decide whose value counts. To keep theirs, remove your operation. To keep yours, remove your
          operation and make the change again: then it starts from what is in effect now.
        </Text>
      </Stack>
    </Alert>
  );
}

function Conflict({ conflict }: { readonly conflict: components['schemas']['DraftConflict'] }) {
  const { pointer, operations, base, proposed, current } = conflict;
  return (
    <div>
      <Text size="sm" fw={600}>
        {pointerWords(pointer)}
      </Text>
      <List size="sm">
        <List.Item>
          When you made the change: <Value value={base} />
        </List.Item>
        <List.Item>
          You want: <Value value={proposed} />
        </List.Item>
        <List.Item>
          Others made it: <Value value={current} />
        </List.Item>
      </List>
      {operations.length > 0 && (
        <Text size="sm">
          From {operations.length === 1 ? 'operation' : 'operations'}{' '}
          {operations.map((position) => position + 1).join(', ')} below.
        </Text>
      )}
    </div>
  );
}

const Value = ({ value }: { readonly value: unknown }) => (
  <Code style={{ overflowWrap: 'anywhere' }}>{valueText(value)}</Code>
);

function Problems({ data: { problems, problemsTotal } }: ProblemsProps) {
  if (problemsTotal === 0) return null;
  return (
    <Alert
      color="red"
      icon={<IconAlertTriangle aria-hidden />}
      title={`${problemsTotal} ${problemsTotal === 1 ? 'thing is' : 'things are'} not valid`}
    >
      <List size="sm">
        {problems.map(({ pointer, message }) => (
          <List.Item key={`${pointer} ${message}`}>
            <strong>{pointerWords(pointer)}</strong>: {message}
          </List.Item>
        ))}
      </List>
      <More shown={problems.length} total={problemsTotal} />
    </Alert>
  );
}

function Unsupported({ data: { unsupported, unsupportedTotal } }: ProblemsProps) {
  if (unsupportedTotal === 0) return null;
  return (
    <Alert color="yellow" title="Some connected readers are too old for this">
      <List size="sm">
        {unsupported.map(({ path, message }) => (
          <List.Item key={`${path} ${message}`}>
            <strong>{pointerWords(`/${path}`)}</strong>: {message}
          </List.Item>
        ))}
      </List>
      <More shown={unsupported.length} total={unsupportedTotal} />
      <Text size="sm" mt="xs">
        Update these readers first. If it is published all the same, they answer an error for these flags, and
        applications use the default values in their code.
      </Text>
    </Alert>
  );
}

function Rebase({ opened, hasConflicts }: SectionProps & { readonly hasConflicts: boolean }) {
  const rebase = useAction(opened, {
    run: (calls) => calls.rebase(),
    done: 'Rebased: the draft now starts from what is in effect, with the changes of others merged.',
  });
  return (
    <Alert
      color="blue"
      icon={<IconGitMerge aria-hidden />}
      title="Others changed the same flags or segments meanwhile"
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          {hasConflicts
            ? 'A rebase merges what does not overlap; what overlaps is listed above and has to be decided first.'
            : 'Nothing overlaps: their changes stay, and yours are added to them. A rebase makes the operations just what is still to be done. It is an edit, so approvals are asked for again.'}
        </Text>
        <Button
          size="xs"
          onClick={() => rebase.mutate()}
          loading={rebase.isPending}
          disabled={!opened.mayEdit}
        >
          Rebase
        </Button>
        <ActionProblem
          error={rebase.error}
          title="It was not rebased"
          hint="What is named overlaps with changes of others: remove these operations, then rebase."
        />
      </Stack>
    </Alert>
  );
}

function More({ shown, total }: { readonly shown: number; readonly total: number }) {
  return total > shown ? <Text size="sm">and {(total - shown).toLocaleString()} more</Text> : null;
}
