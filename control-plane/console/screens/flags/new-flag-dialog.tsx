import { Button, Checkbox, Group, Select, Stack, TagsInput, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { ApiProblem, answerOf, faultsAt } from '../../api/api-problem.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { MountedModal } from '../../ui/mounted-modal.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { FLAG_TYPES } from './flags-search.ts';
import {
  type FlagFormProps,
  type FormFaults,
  firstVariations,
  keyFault,
  keyFromName,
  MAX_KEY,
  type NewFlag,
  type NewFlagValues,
  newFlagRequest,
  TYPE_CHOICES,
} from './new-flag.ts';
import { VariationFields } from './variation-fields.tsx';

const EMPTY: NewFlagValues = {
  name: '',
  key: '',
  type: 'boolean',
  variations: [],
  offId: 0,
  description: '',
  tags: [],
  owner: '',
  clientSide: false,
};

interface NewFlagDialogProps {
  readonly projectId: string;
  readonly onClose: () => void;
}

/** Creates a flag, and opens it. */
export function NewFlagDialog({ projectId, onClose }: NewFlagDialogProps) {
  const [values, setValues] = useState(EMPTY);
  const [faults, setFaults] = useState<FormFaults>({});
  const create = useCreateFlag(projectId);
  const change = (patch: Partial<NewFlagValues>) => {
    setFaults({});
    setValues((before) => ({ ...before, ...patch }));
  };
  const submit = () => {
    const request = newFlagRequest(values);
    if ('faults' in request) return setFaults(request.faults);
    create.mutate(request.body);
  };
  const faultAt = (path: string) => faults[path] ?? faultsAt(asProblem(create.error), path)[0];
  return (
    <MountedModal onClose={onClose} title="New flag" size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack>
          {create.isError && <ProblemAlert error={create.error} title="The flag was not created" />}
          <Identity {...{ values, change, faultAt }} />
          <VariationFields {...{ values, change, faultAt }} />
          <Details {...{ values, change, faultAt }} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Create the flag
            </Button>
          </Group>
        </Stack>
      </form>
    </MountedModal>
  );
}

const asProblem = (error: Error | null) => (error instanceof ApiProblem ? error : undefined);

function useCreateFlag(projectId: string) {
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (body: NewFlag) =>
      answerOf(api.POST('/api/projects/{projectId}/flags', { params: { path: { projectId } }, body })),
    onSuccess: ({ key: flagKey }) => {
      notifications.show({ message: `${flagKey} is created. It is off in every environment.` });
      return navigate({ to: '/projects/$projectId/flags/$flagKey', params: { projectId, flagKey } });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.resource(projectId, 'flags') }),
  });
}

function Identity({ values, change, faultAt }: FlagFormProps) {
  const { name, key, type } = values;
  const isDerived = key === keyFromName(name);
  return (
    <>
      <TextInput
        label="Name"
        description="For people. It can be changed later."
        data-autofocus
        maxLength={200}
        value={name}
        error={faultAt('name')}
        onChange={({ currentTarget: { value } }) =>
          change({ name: value, ...(isDerived ? { key: keyFromName(value) } : {}) })
        }
      />
      <TextInput
        label="Key"
        description="Applications ask for the flag by its key. It can never be changed."
        required
        maxLength={MAX_KEY}
        value={key}
        error={faultAt('key') ?? (key === '' ? undefined : keyFault(key))}
        onChange={({ currentTarget }) => change({ key: currentTarget.value })}
      />
      <Select
        label="Type"
        description="What kind of value applications get. It can never be changed."
        allowDeselect={false}
        data={TYPE_CHOICES}
        value={type}
        error={faultAt('type')}
        onChange={(value) => {
          const next = FLAG_TYPES.find((known) => known === value) ?? type;
          change({ type: next, variations: firstVariations(next), offId: 0 });
        }}
      />
    </>
  );
}

function Details({ values, change, faultAt }: FlagFormProps) {
  return (
    <>
      <Textarea
        label="Description"
        autosize
        maxLength={5_000}
        value={values.description}
        error={faultAt('description')}
        onChange={({ currentTarget }) => change({ description: currentTarget.value })}
      />
      <Group grow align="flex-start">
        <TagsInput
          label="Tags"
          description="To find flags that belong together."
          maxTags={50}
          value={[...values.tags]}
          error={faultAt('tags')}
          onChange={(tags) => change({ tags })}
        />
        <TextInput
          label="Owner"
          description="A person or a team."
          maxLength={200}
          value={values.owner}
          error={faultAt('owner')}
          onChange={({ currentTarget }) => change({ owner: currentTarget.value })}
        />
      </Group>
      <Checkbox
        label="Client side"
        description="Browsers and mobile apps get this flag too, with keys that anyone can read. Leave it off for flags of servers."
        checked={values.clientSide}
        error={faultAt('clientSide')}
        onChange={({ currentTarget }) => change({ clientSide: currentTarget.checked })}
      />
    </>
  );
}
