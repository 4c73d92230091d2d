import { Alert, Button, Group, Paper, Stack, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useApi } from '../../api/api-context.tsx';
import { ApiProblem, type Tagged } from '../../api/api-problem.ts';
import { useRights } from '../../api/rights.ts';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';
import { Deliveries } from './deliveries.tsx';
import { useWebhookActions } from './webhook-actions.ts';
import { WebhookFields, type WebhookValues } from './webhook-fields.tsx';
import { type Webhook, webhookQuery } from './webhook-queries.ts';
import { WebhookStateBadge } from './webhook-state.tsx';

const route = getRouteApi('/projects/$projectId/webhooks/$webhookId');

/** One webhook: its settings and what was delivered. */
export function WebhookScreen() {
  const { projectId, webhookId } = route.useParams();
  const query = useQuery(webhookQuery(useApi(), { projectId, webhookId }));
  const actions = useWebhookActions(projectId, webhookId);
  const mayManage = useRights(projectId).isAtLeast('admin');
  const webhook = query.data?.data;
  return (
    <Page
      title="Webhook"
      crumbs={[{ label: 'Webhooks', to: `/projects/${projectId}/webhooks` }]}
      actions={
        webhook &&
        mayManage && (
          <>
            <WebhookStateBadge webhook={webhook} />
            <Button variant="default" loading={actions.test.isPending} onClick={() => actions.test.mutate()}>
              Send a test event
            </Button>
            <Button
              variant="default"
              loading={actions.rotate.isPending}
              onClick={() => actions.rotate.mutate()}
            >
              New secret
            </Button>
            <Button variant="default" onClick={() => actions.remove(webhook.url)}>
              Delete …
            </Button>
          </>
        )
      }
    >
      <QueryView query={query} what="webhook">
        {(tagged) => (
          <Stack>
            {tagged.data.pausedAt !== null && (
              <Alert color="red" title="Nothing is sent: the webhook is paused after failures">
                <Button size="xs" mt="xs" onClick={() => actions.resume.mutate()} disabled={!mayManage}>
                  Resume
                </Button>
              </Alert>
            )}
            {actions.rotate.data && <SecretOnce what="signing secret" value={actions.rotate.data.secret} />}
            <WebhookForm key={tagged.etag} tagged={tagged} actions={actions} mayManage={mayManage} />
            <Deliveries projectId={projectId} webhookId={webhookId} mayManage={mayManage} />
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}

interface WebhookFormProps {
  readonly tagged: Tagged<Webhook>;
  readonly actions: ReturnType<typeof useWebhookActions>;
  readonly mayManage: boolean;
}

function WebhookForm({ tagged, actions, mayManage }: WebhookFormProps) {
  const { url, description, eventTypes, enabled } = tagged.data;
  const { save } = actions;
  const form = useForm<WebhookValues>({
    initialValues: { url, description, eventTypes: [...eventTypes], enabled },
  });
  const problem = save.error instanceof ApiProblem ? save.error : null;
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-labelledby="settings">
      <Title order={2} size="h4" id="settings" mb="sm">
        Settings
      </Title>
      <form onSubmit={form.onSubmit((values) => save.mutate({ etag: tagged.etag, values }))}>
        <fieldset disabled={!mayManage} style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
          <Stack>
            {save.isError && <ProblemAlert error={save.error} title="The webhook was not saved" />}
            <WebhookFields form={form} problem={problem} />
            <Group justify="flex-end">
              <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
                Save
              </Button>
            </Group>
          </Stack>
        </fieldset>
      </form>
    </Paper>
  );
}
