/** What an endpoint can be told about. */
export const WEBHOOK_EVENT_TYPES = [
  'change_set.applied',
  'change_set.review_requested',
  'change_set.approved',
  'rollout.stopped',
  'environment.created',
  'environment.deleted',
] as const;
export type WebhookEventType = (typeof WEBHOOK_EVENT_TYPES)[number];

/** The event that an admin sends to try an endpoint. */
export const WEBHOOK_TEST_TYPE = 'webhook.test';

export const WEBHOOK_DELIVERY_STATES = ['pending', 'delivered', 'failed'] as const;
export type WebhookDeliveryState = (typeof WEBHOOK_DELIVERY_STATES)[number];

/** Why a control plane has paused an endpoint: attempts failed for too long, or it answered 410. */
export const WEBHOOK_PAUSE_REASONS = ['failures', 'gone'] as const;
export type WebhookPauseReason = (typeof WEBHOOK_PAUSE_REASONS)[number];
