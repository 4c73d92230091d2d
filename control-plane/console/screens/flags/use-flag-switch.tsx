import { Button, Group, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useApi } from '../../api/api-context.tsx';
import { ApiProblem, answerOf, taggedOf } from '../../api/api-problem.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { showStatus } from './flag-queries.ts';

/** A flag that a person switches in one environment. */
export interface FlagSwitching {
  readonly flagKey: string;
  readonly environmentKey: string;
  readonly enabled: boolean;
  /** The version that the person sees, or that the switching has led to. */
  readonly version: number;
}

const CHANGED = 412;
const CONFLICT = 409;

/** Switches flags on and off. Where that needs an approval, it leads into a change set. */
export function useFlagSwitch(projectId: string) {
  const queries = useQueryClient();
  const { send, draft } = useSwitchRequests(projectId);
  const mutation = useMutation({
    mutationFn: send,
    onMutate: async ({ flagKey, environmentKey, enabled }) => {
      // An answer that is under way tells the state of before.
      await queries.cancelQueries({ queryKey: queryKeys.resource(projectId, 'flags') });
      showStatus(queries, projectId, flagKey, { environmentKey, enabled });
    },
    onSuccess: (version, switching) => {
      const { flagKey, environmentKey } = switching;
      showStatus(queries, projectId, flagKey, { environmentKey, version });
      showDone(switching, () => mutation.mutate({ ...switching, enabled: !switching.enabled, version }));
    },
    onError: (error, switching) => {
      const { flagKey, environmentKey, enabled } = switching;
      showStatus(queries, projectId, flagKey, { environmentKey, enabled: !enabled });
      if (error instanceof ApiProblem && error.status === CONFLICT)
        offerDraft(switching, error.message, () => draft.mutate(switching));
      else notifications.show({ color: 'red', title: `${flagKey} was not switched`, message: error.message });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.resource(projectId, 'flags') }),
  });
  return mutation.mutate;
}

function useSwitchRequests(projectId: string) {
  const api = useApi();
  const navigate = useNavigate();
  const send = async ({ flagKey, environmentKey, enabled, version }: FlagSwitching): Promise<number> => {
    const path = { projectId, flagKey, environmentKey };
    const url = '/api/projects/{projectId}/flags/{flagKey}/environments/{environmentKey}';
    const { data, etag } = await taggedOf(api.GET(url, { params: { path } }));
    if (data.version !== version) throw changedMeanwhile();
    const params = { path, header: { 'if-match': etag } };
    return (await answerOf(api.PATCH(url, { params, body: { enabled } }))).version;
  };
  const draft = useMutation({
    mutationFn: ({ flagKey, environmentKey, enabled }: FlagSwitching) =>
      answerOf(
        api.POST('/api/projects/{projectId}/change-sets', {
          params: { path: { projectId } },
          body: {
            name: `Switch ${enabled ? 'on' : 'off'} ${flagKey} in ${environmentKey}`.slice(0, MAX_NAME),
            operations: [{ kind: 'configuration.update', flagKey, environmentKey, patch: { enabled } }],
          },
        }),
      ),
    onSuccess: ({ id }) =>
      navigate({
        to: '/projects/$projectId/change-sets/$changeSetId',
        params: { projectId, changeSetId: id },
      }),
    onError: ({ message }) =>
      notifications.show({ color: 'red', title: 'The change set was not created', message }),
  });
  return { send, draft };
}

const MAX_NAME = 200;

const changedMeanwhile = () =>
  new ApiProblem(
    'Another person has just changed this flag here. The list shows its present state: look at it, then switch again.',
    CHANGED,
  );

function offerDraft({ flagKey, environmentKey, enabled }: FlagSwitching, why: string, make: () => void) {
  modals.openConfirmModal({
    title: `${flagKey} cannot be switched ${enabled ? 'on' : 'off'} in ${environmentKey} directly`,
    children: (
      <>
        <Text size="sm" mb="xs">
          {why}
        </Text>
        <Text size="sm">
          A change set holds the change until somebody has reviewed it. Nothing changes before it is
          published.
        </Text>
      </>
    ),
    labels: { confirm: 'Make a change set', cancel: 'Cancel' },
    closeButtonProps: { 'aria-label': 'Close' },
    onConfirm: make,
  });
}

const DONE_MS = 8_000;

function showDone({ flagKey, environmentKey, enabled }: FlagSwitching, undo: () => void): void {
  const id = `${flagKey} ${environmentKey}`;
  notifications.hide(id);
  notifications.show({
    id,
    autoClose: DONE_MS,
    closeButtonProps: { 'aria-label': 'Close' },
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {flagKey} is {enabled ? 'on' : 'off'} in {environmentKey}.
        </Text>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  });
}
