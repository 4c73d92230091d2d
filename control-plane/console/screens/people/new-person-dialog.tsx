import { Button, Group, Modal, SegmentedControl, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useApi } from '../../api/api-context.tsx';
import { ApiProblem, answerOf, faultsAt } from '../../api/api-problem.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ROLE_CHOICES, roleOfChoice } from './role-choices.ts';

interface NewPersonDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

interface PersonValues {
  readonly kind: 'person' | 'service';
  readonly name: string;
  readonly email: string;
  readonly role: string;
}

const EMPTY: PersonValues = { kind: 'person', name: '', email: '', role: 'none' };

/** Adds a person or a service account, and opens its page, where invitations and tokens are made. */
export function NewPersonDialog({ isOpen, onClose }: NewPersonDialogProps) {
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const form = useForm({ initialValues: EMPTY });
  const create = useMutation({
    mutationFn: ({ kind, name, email, role }: PersonValues) =>
      answerOf(
        api.POST('/api/users', {
          body: { kind, name, role: roleOfChoice(role), email: kind === 'person' ? email : null },
        }),
      ),
    onSuccess: ({ id }) => navigate({ to: '/people/$userId', params: { userId: id } }),
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.users }),
  });
  const problem = create.error instanceof ApiProblem ? create.error : null;
  return (
    <Modal opened={isOpen} onClose={onClose} title="Add someone" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
        <Stack>
          {create.isError && <ProblemAlert error={create.error} title="Nobody was added" />}
          <SegmentedControl
            aria-label="Kind"
            data={[
              { value: 'person', label: 'A person' },
              { value: 'service', label: 'A program (service account)' },
            ]}
            {...form.getInputProps('kind')}
          />
          <TextInput
            label="Name"
            required
            maxLength={200}
            {...form.getInputProps('name')}
            error={faultsAt(problem, 'name')[0]}
          />
          {form.values.kind === 'person' && (
            <TextInput
              label="Email"
              type="email"
              required
              maxLength={320}
              {...form.getInputProps('email')}
              error={faultsAt(problem, 'email')[0]}
            />
          )}
          <Select
            label="Role in the installation"
            data={ROLE_CHOICES}
            allowDeselect={false}
            {...form.getInputProps('role')}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Add
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
