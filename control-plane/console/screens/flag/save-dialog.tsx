import { Alert, Button, Group, Modal, NativeSelect, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { ApiProblem } from '../../api/api-problem.ts';
import { configurationChanges } from '../../editing/configuration/configuration-changes.ts';
import { DiffView } from '../../editing/diff/diff-view.tsx';
import { focusContent } from '../../ui/focus-content.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { draftsQuery, type FlagPlace } from './flag-queries.ts';
import type { EnvironmentEdits } from './use-flag-edits.ts';
import { SaveProblem, useAddToDraft, usePublish } from './use-save.ts';

interface SaveDialogProps {
  readonly place: FlagPlace;
  /** Only those with changes. */
  readonly edits: readonly EnvironmentEdits[];
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onProblem: (problem: SaveProblem | undefined) => void;
}

type Way = 'now' | 'draft';
const NEW_DRAFT = '';

/** What would change, in words; then publish it at once or put it into a change set. */
export function SaveDialog(props: SaveDialogProps) {
  const { place, edits, isOpen, onClose } = props;
  const changes = edits.flatMap(({ environmentKey, session }) =>
    session === undefined
      ? []
      : configurationChanges(
          { flagKey: place.flagKey, environmentKey },
          session.base.configuration,
          session.edited,
        ),
  );
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      onExitTransitionEnd={() => focusContent()}
      title="Save the changes"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack>
        <DiffView projectId={place.projectId} changes={changes} />
        <SaveForm {...props} />
      </Stack>
    </Modal>
  );
}

function SaveForm({ place, edits, onClose, onProblem }: SaveDialogProps) {
  const [way, setWay] = useState<Way>('now');
  const [draft, setDraft] = useState(NEW_DRAFT);
  const [name, setName] = useState(`Change ${place.flagKey}`);
  const [comment, setComment] = useState('');
  const drafts = useQuery({ ...draftsQuery(useApi(), place.projectId), enabled: way === 'draft' });
  const publish = usePublish(place);
  const add = useAddToDraft(place);
  const navigate = useNavigate();
  const publishNow = () =>
    publish.mutate(
      { edits, comment },
      {
        onSuccess: () => {
          onProblem(undefined);
          notifications.show({ message: `${place.flagKey} is changed.` });
          onClose();
        },
        onError: (error) => onProblem(error instanceof SaveProblem ? error : undefined),
      },
    );
  const addToDraft = () =>
    add.mutate(
      {
        edits,
        target:
          draft === NEW_DRAFT
            ? { kind: 'new', name, description: comment }
            : { kind: 'existing', changeSetId: draft },
      },
      {
        onSuccess: (changeSetId) =>
          void navigate({
            to: '/projects/$projectId/change-sets/$changeSetId',
            params: { projectId: place.projectId, changeSetId },
            ignoreBlocker: true,
          }),
      },
    );
  return (
    <>
      <WayFields
        {...{ way, setWay, draft, setDraft, name, setName, comment, setComment }}
        drafts={drafts.data?.items ?? []}
      />
      <NotSaved error={way === 'now' ? publish.error : add.error} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Back to editing
        </Button>
        <Button
          onClick={way === 'now' ? publishNow : addToDraft}
          loading={publish.isPending || add.isPending}
        >
          {way === 'now' ? 'Publish now' : 'Add to the change set'}
        </Button>
      </Group>
    </>
  );
}

interface WayFieldsProps {
  readonly way: Way;
  readonly setWay: (way: Way) => void;
  /** The id of a draft, or that of a new one. */
  readonly draft: string;
  readonly setDraft: (draft: string) => void;
  readonly name: string;
  readonly setName: (name: string) => void;
  readonly comment: string;
  readonly setComment: (comment: string) => void;
  readonly drafts: readonly { readonly id: string; readonly name: string }[];
}

function WayFields({
  way,
  setWay,
  draft,
  setDraft,
  name,
  setName,
  comment,
  setComment,
  drafts,
}: WayFieldsProps) {
  return (
    <>
      <Radio.Group label="How" value={way} onChange={(value) => setWay(value === 'now' ? 'now' : 'draft')}>
        <Stack gap={6} mt={4}>
          <Radio
            value="now"
            label="Publish now"
            description="Edges and applications have it within a second."
          />
          <Radio
            value="draft"
            label="Add to a change set"
            description="A change set collects changes to be reviewed and published together, now or later."
          />
        </Stack>
      </Radio.Group>
      {way === 'draft' && (
        <NativeSelect
          label="Change set"
          data={[
            { value: NEW_DRAFT, label: 'A new one' },
            ...drafts.map(({ id, name: label }) => ({ value: id, label })),
          ]}
          value={draft}
          onChange={({ currentTarget }) => setDraft(currentTarget.value)}
        />
      )}
      {way === 'draft' && draft === NEW_DRAFT && (
        <TextInput
          label="Name"
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          required
        />
      )}
      {(way === 'now' || draft === NEW_DRAFT) && (
        <Textarea
          label="Comment"
          description="Why this changes. The history keeps it."
          autosize
          minRows={1}
          value={comment}
          onChange={({ currentTarget }) => setComment(currentTarget.value)}
        />
      )}
    </>
  );
}

/** Why nothing was saved, and what to do about it. Faults of fields are shown there, too. */
function NotSaved({ error }: { readonly error: Error | null }) {
  const problem = error instanceof SaveProblem ? error.problem : error;
  const isBehind = problem instanceof ApiProblem && problem.status === 412;
  if (!isBehind) return <ProblemAlert error={problem} title="The changes were not saved" />;
  return (
    <Alert color="orange" role="alert" title="Somebody else has changed the flag meanwhile">
      Their change is part of what you see now, unless both of you changed the same. Look at it, then save
      again.
    </Alert>
  );
}
