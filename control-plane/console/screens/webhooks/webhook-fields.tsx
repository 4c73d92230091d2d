import { Checkbox, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import type { useForm } from '@mantine/form';
import { type ApiProblem, faultsAt } from '../../api/api-problem.ts';
import { EVENT_TYPES, type WebhookEventType } from './webhook-queries.ts';

/** What a person fills in about a webhook. */
export interface WebhookValues {
  readonly url: string;
  readonly description: string;
  readonly eventTypes: WebhookEventType[];
  readonly enabled: boolean;
}

interface WebhookFieldsProps {
  readonly form: ReturnType<typeof useForm<WebhookValues>>;
  readonly problem: ApiProblem | null;
}

export function WebhookFields({ form, problem }: WebhookFieldsProps) {
  return (
    <>
      <TextInput
        label="Address"
        description="Events are posted to it, signed after the Standard Webhooks specification. It must be https, and not in a private network."
        required
        type="url"
        maxLength={2000}
        {...form.getInputProps('url')}
        error={faultsAt(problem, 'url')[0]}
      />
      <Textarea
        label="Description"
        autosize
        maxLength={5000}
        {...form.getInputProps('description')}
        error={faultsAt(problem, 'description')[0]}
      />
      <Checkbox.Group
        label="Events"
        description="None chosen: all of them, also those to come."
        {...form.getInputProps('eventTypes')}
      >
        <Stack gap="xs" mt="xs">
          {EVENT_TYPES.map(({ value, label }) => (
            <Checkbox key={value} value={value} label={label} />
          ))}
        </Stack>
      </Checkbox.Group>
      <Switch label="Send events" {...form.getInputProps('enabled', { type: 'checkbox' })} />
    </>
  );
}
