import { Badge } from '@mantine/core';
import { type Webhook, webhookState } from './webhook-queries.ts';

const COLORS = { off: 'gray', paused: 'red', failing: 'yellow', sending: 'green' } as const;

/** Whether a webhook sends. */
export function WebhookStateBadge({ webhook }: { readonly webhook: Webhook }) {
  const state = webhookState(webhook);
  return (
    <Badge color={COLORS[state]} miw="max-content">
      {state}
    </Badge>
  );
}
