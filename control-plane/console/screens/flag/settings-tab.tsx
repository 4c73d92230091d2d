import { Button, Checkbox, Group, Paper, Stack, TagsInput, Textarea, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { components } from '../../../../shared/management-client/openapi.ts';
import { isJsonEqual } from '../../../../shared/model/json-equal.ts';
import { useApi } from '../../api/api-context.tsx';
import { ApiProblem, answerOf, faultsAt } from '../../api/api-problem.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useRights } from '../../api/rights.ts';
import { faultText } from '../../editing/rules/editor-choices.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { FlagLifecycle } from './flag-lifecycle.tsx';
import type { FlagPlace, FlagRecord } from './flag-queries.ts';
import { MetadataFields } from './metadata-fields.tsx';
import { SchemaField } from './schema-field.tsx';

type FlagPatch = components['schemas']['FlagPatch'];

interface SettingsTabProps {
  readonly place: FlagPlace;
  readonly read: { readonly flag: FlagRecord; readonly etag: string };
}

/** What is said about a flag in all environments: its name, who owns it, who may read it. */
export function SettingsTab({ place, read }: SettingsTabProps) {
  const mayEdit = useRights(place.projectId).isAtLeast('editor');
  return (
    <Stack maw="46rem">
      <SettingsForm place={place} read={read} isReadOnly={!mayEdit || read.flag.archived} />
      {mayEdit && <FlagLifecycle place={place} flag={read.flag} etag={read.etag} />}
    </Stack>
  );
}

/** The members that differ from the flag. */
function patchOf(flag: FlagRecord, edited: FlagPatch): FlagPatch {
  const stored: Readonly<Record<string, unknown>> = { ...flag };
  return Object.fromEntries(
    Object.entries(edited).filter(([name, value]) => !isJsonEqual(value, stored[name])),
  );
}

function SettingsForm({ place, read, isReadOnly }: SettingsTabProps & { readonly isReadOnly: boolean }) {
  const { flag } = read;
  const [edited, setEdited] = useState<FlagPatch>({});
  const save = useSaveSettings(place, () => setEdited({}));
  const shown = { ...flag, ...edited };
  const patch = patchOf(flag, edited);
  const isChanged = Object.keys(patch).length > 0;
  const set = (change: FlagPatch) => setEdited((current) => ({ ...current, ...change }));
  const problem = save.error instanceof ApiProblem ? save.error : null;
  const faultOf = (path: string) => faultText(faultsAt(problem, path));
  return (
    <Paper
      withBorder
      p="md"
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged) save.mutate({ patch, etag: read.etag });
      }}
    >
      <Stack>
        <Title order={2} size="h4">
          Settings
        </Title>
        <SettingsFields shown={shown} set={set} faultOf={faultOf} isReadOnly={isReadOnly} />
        <ProblemAlert error={save.error} title="The settings were not saved" />
        {!isReadOnly && (
          <Group>
            <Button type="submit" disabled={!isChanged} loading={save.isPending}>
              Save the settings
            </Button>
            {isChanged && (
              <Button variant="default" onClick={() => setEdited({})}>
                Discard
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </Paper>
  );
}

interface SettingsFieldsProps {
  readonly shown: FlagRecord;
  readonly set: (change: FlagPatch) => void;
  readonly faultOf: (path: string) => string | undefined;
  readonly isReadOnly: boolean;
}

function SettingsFields({ shown, set, faultOf, isReadOnly }: SettingsFieldsProps) {
  return (
    <>
      <TextInput
        label="Name"
        value={shown.name}
        onChange={({ currentTarget }) => set({ name: currentTarget.value })}
        error={faultOf('name')}
        readOnly={isReadOnly}
      />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        value={shown.description}
        onChange={({ currentTarget }) => set({ description: currentTarget.value })}
        error={faultOf('description')}
        readOnly={isReadOnly}
      />
      <TagsInput
        label="Tags"
        description="To find flags by"
        value={[...shown.tags]}
        onChange={(tags) => set({ tags })}
        error={faultOf('tags')}
        readOnly={isReadOnly}
      />
      <TextInput
        label="Owner"
        description="A person or a team to ask about this flag"
        value={shown.owner ?? ''}
        onChange={({ currentTarget }) =>
          set({ owner: currentTarget.value === '' ? null : currentTarget.value })
        }
        error={faultOf('owner')}
        readOnly={isReadOnly}
      />
      <Checkbox
        label="Visible to client keys"
        description="Browsers and mobile apps can evaluate the flag. They never see its rules."
        checked={shown.clientSide}
        onChange={({ currentTarget }) => set({ clientSide: currentTarget.checked })}
        error={faultOf('clientSide')}
        disabled={isReadOnly}
      />
      <MetadataFields
        metadata={shown.metadata}
        onChange={(metadata) => set({ metadata })}
        error={faultOf('metadata')}
        isReadOnly={isReadOnly}
      />
      {shown.type === 'json' && (
        <SchemaField
          schema={shown.jsonSchema}
          onChange={(jsonSchema) => set({ jsonSchema })}
          error={faultOf('jsonSchema')}
          isReadOnly={isReadOnly}
        />
      )}
    </>
  );
}

function useSaveSettings({ projectId, flagKey }: FlagPlace, onSaved: () => void) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ patch, etag }: { readonly patch: FlagPatch; readonly etag: string }) =>
      answerOf(
        api.PATCH('/api/projects/{projectId}/flags/{flagKey}', {
          params: { path: { projectId, flagKey }, header: { 'if-match': etag } },
          body: patch,
        }),
      ),
    onSuccess: () => {
      notifications.show({ message: 'The settings are saved.' });
      onSaved();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.resource(projectId, 'flags') }),
  });
}
