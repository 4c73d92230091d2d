import { Accordion, Alert, Code, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { components } from '../../../../shared/management-client/openapi.ts';
import { useApi } from '../../api/api-context.tsx';
import { changeSetDiffQuery } from '../../api/change-set-queries.ts';
import { DiffView } from '../../editing/diff/diff-view.tsx';
import { shareText } from '../../editing/diff/rule-words.ts';
import { isOpenState } from '../../editing/review/state-words.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { durationWords } from './durations.ts';
import type { SectionProps } from './opened-change-set.ts';
import { Section } from './section.tsx';

type StepDiff = components['schemas']['RolloutStepDiff'];

/** What it changes, in words. */
export function DiffSection({ opened: { path, changeSet } }: SectionProps) {
  const query = useQuery(changeSetDiffQuery(useApi(), path));
  const isOpen = isOpenState(changeSet.state);
  return (
    <Section
      title={isOpen ? 'What it would change' : 'What it changed'}
      intro={
        isOpen
          ? 'Compared with what is in effect now. Approvals are of exactly this diff.'
          : 'The old value is crossed out.'
      }
    >
      <QueryView query={query} what="diff">
        {({ changes, steps, diffHash, conflictsTotal }) => (
          <Stack gap="sm">
            <DiffView
              projectId={path.projectId}
              changes={changes}
              emptyText={emptyText(isOpen, conflictsTotal)}
            />
            {steps.length > 0 && <StepDiffs projectId={path.projectId} steps={steps} />}
            <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              Hash of this diff: <Code fz="xs">{diffHash.slice(0, 16)}…</Code>
            </Text>
          </Stack>
        )}
      </QueryView>
    </Section>
  );
}

function emptyText(isOpen: boolean, conflictsTotal: number): string {
  if (!isOpen) return 'Nothing.';
  return conflictsTotal > 0
    ? 'This is known as soon as what overlaps with changes of others is decided.'
    : 'Nothing yet. Add changes on the pages of flags and segments: save there with “Add to a change set”.';
}

interface StepDiffsProps {
  readonly projectId: string;
  readonly steps: readonly StepDiff[];
}

function StepDiffs({ projectId, steps }: StepDiffsProps) {
  return (
    <>
      <Alert color="blue" title="In steps">
        The changes are applied in {steps.length} {steps.length === 1 ? 'step' : 'steps'}; an approval is of
        all of them and of the time between them.
      </Alert>
      <Accordion variant="contained" order={3} multiple>
        {steps.map(({ weight, waitSeconds, changes }, index) => (
          <Accordion.Item key={weight} value={String(weight)}>
            <Accordion.Control>
              Step {index + 1}: {shareText(weight)}
              {waitSeconds > 0 && `, then ${durationWords(waitSeconds)} until the next one`}
            </Accordion.Control>
            <Accordion.Panel>
              <DiffView projectId={projectId} changes={changes} />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </>
  );
}
