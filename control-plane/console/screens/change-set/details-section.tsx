import { Anchor, Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { PersonName } from '../../editing/review/person-name.tsx';
import { isOpenState } from '../../editing/review/state-words.ts';
import { RelativeTime } from '../../ui/time.tsx';
import { ActionProblem } from './action-problem.tsx';
import { type SectionProps, useAction } from './opened-change-set.ts';
import { Section } from './section.tsx';

/** What it is for, who made it, and when. The description is where authors and reviewers find what to look at. */
export function DetailsSection({ opened }: SectionProps) {
  const { changeSet, path, mayEdit } = opened;
  const { description, createdBy, createdAt, appliedBy, appliedAt, reverts, rolloutOf, rolloutStep } =
    changeSet;
  const [isEditing, { open, close }] = useDisclosure(false);
  const linkTo = (id: string) => `/projects/${path.projectId}/change-sets/${id}`;
  const edit = mayEdit && isOpenState(changeSet.state) && (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconPencil size={14} aria-hidden />}
      onClick={open}
      aria-label="Edit the name and the description"
    >
      Edit
    </Button>
  );
  return (
    <Section title="About" actions={edit}>
      <Stack gap={4}>
        <Text style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {description === '' ? 'No description yet.' : description}
        </Text>
        <Text size="sm" c="dimmed">
          Created by <PersonName userId={createdBy} /> <RelativeTime value={createdAt} />
        </Text>
        {appliedBy !== null && appliedAt !== null && (
          <Text size="sm" c="dimmed">
            Applied by <PersonName userId={appliedBy} /> <RelativeTime value={appliedAt} />
          </Text>
        )}
        {reverts !== null && (
          <Anchor size="sm" component={Link} to={linkTo(reverts)}>
            It takes back another change set
          </Anchor>
        )}
        {rolloutOf !== null && (
          <Anchor size="sm" component={Link} to={linkTo(rolloutOf)}>
            It is step {rolloutStep} of a rollout
          </Anchor>
        )}
        <BypassNote opened={opened} />
      </Stack>
      <Modal opened={isEditing} onClose={close} title="Name and description">
        {isEditing && <DetailsForm opened={opened} onClose={close} />}
      </Modal>
    </Section>
  );
}

function BypassNote({ opened: { changeSet } }: SectionProps) {
  const { bypass, bypassReason } = changeSet;
  if (bypass === null) return null;
  return (
    <Text size="sm" fw={600}>
      {bypass === 'break-glass'
        ? `Applied without approvals: ${bypassReason ?? 'no reason was given'}`
        : 'A flag was switched off without approvals, as the protection allows.'}
    </Text>
  );
}

function DetailsForm({ opened, onClose }: SectionProps & { readonly onClose: () => void }) {
  const { name, description } = opened.changeSet;
  const form = useForm({ initialValues: { name, description } });
  const save = useAction(opened, {
    run: (calls, values: typeof form.values) => calls.update(values),
    done: 'Saved.',
    onDone: onClose,
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack>
        <TextInput label="Name" required data-autofocus {...form.getInputProps('name')} />
        <Textarea
          label="Description"
          description="Why it is changed, what reviewers should look at, and what they answered."
          autosize
          minRows={4}
          maxRows={14}
          {...form.getInputProps('description')}
        />
        <Text size="sm" c="dimmed">
          An edit makes a reviewed change set a draft again.
        </Text>
        <ActionProblem error={save.error} title="It was not saved" />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
