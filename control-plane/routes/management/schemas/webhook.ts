import { z } from '@hono/zod-openapi';
import { LIMITS } from '../../../model/limits.ts';
import {
  WEBHOOK_DELIVERY_STATES,
  WEBHOOK_EVENT_TYPES,
  WEBHOOK_PAUSE_REASONS,
} from '../../../model/webhook.ts';
import { descriptionText, limit, projectParams, uuid } from './common.ts';

const pathName = (name: string) => ({ param: { name, in: 'path' as const } });
export const webhookParams = projectParams.extend({ webhookId: uuid.openapi(pathName('webhookId')) });
export const deliveryParams = webhookParams.extend({ deliveryId: uuid.openapi(pathName('deliveryId')) });

/** Hours for which the secret before a rotation still signs. */
const MAX_OVERLAP_HOURS = 168;

const url = z.string().min(1).max(LIMITS.webhookUrl).openapi({
  description: 'https; http only in networks that the operator allows. Without user, password and fragment.',
  example: 'https://hooks.example.org/flags',
});
const eventTypes = z
  .array(z.enum(WEBHOOK_EVENT_TYPES))
  .max(WEBHOOK_EVENT_TYPES.length)
  .readonly()
  .openapi({ description: 'The types that are sent; empty: all.' });

const moment = z.string().openapi({ format: 'date-time' });

const webhookMembers = {
  id: uuid,
  url: z.string(),
  description: z.string(),
  eventTypes,
  enabled: z.boolean(),
  pausedAt: moment.nullable().openapi({
    description: 'Paused by the control plane after failures: nothing is sent until an admin resumes it.',
  }),
  pauseReason: z.enum(WEBHOOK_PAUSE_REASONS).nullable(),
  failures: z.number().int().openapi({ description: 'Failed attempts in a row.' }),
  failingSince: moment.nullable(),
  previousSecretUntil: moment.nullable().openapi({
    description: 'Until when the secret before the last rotation signs, too.',
  }),
  createdBy: uuid,
  createdAt: moment,
  updatedAt: moment,
};

export const webhookResponse = z.object(webhookMembers).openapi('Webhook');
export const webhookWithSecret = z
  .object({
    ...webhookMembers,
    secret: z.string().openapi({
      description: 'whsec_ and 32 bytes in base64. No other response contains it.',
      example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYq=',
    }),
  })
  .openapi('WebhookWithSecret');

export const newWebhook = z
  .strictObject({
    url,
    description: descriptionText.default(''),
    eventTypes: eventTypes.default([]),
    enabled: z.boolean().default(true),
  })
  .openapi('NewWebhook');

export const webhookPatch = z
  .strictObject({ url, description: descriptionText, eventTypes, enabled: z.boolean() })
  .partial()
  .openapi('WebhookPatch');

export const secretRotation = z
  .strictObject({
    overlapHours: z.number().int().min(0).max(MAX_OVERLAP_HOURS).default(24).openapi({
      description: 'For how long the secret before signs, too. Deliveries have two signatures until then.',
    }),
  })
  .openapi('WebhookSecretRotation');

const deliveryMembers = {
  id: uuid,
  eventId: uuid.openapi({ description: 'Sent as webhook-id, on each attempt and each redelivery.' }),
  eventType: z.string(),
  state: z.enum(WEBHOOK_DELIVERY_STATES),
  attempts: z.number().int(),
  nextAttemptAt: moment.nullable().openapi({
    description: 'null: never, or not before the webhook is served again.',
  }),
  createdAt: moment,
  lastAttemptAt: moment.nullable(),
  lastDurationMs: z.number().int().nullable(),
  lastStatus: z.number().int().nullable(),
  lastError: z.string().nullable(),
};
export const deliveryResponse = z.object(deliveryMembers).openapi('WebhookDelivery');
export const deliveryWithBody = z
  .object({ ...deliveryMembers, body: z.string().openapi({ description: 'Exactly what is sent.' }) })
  .openapi('WebhookDeliveryWithBody');

export const deliveryQuery = z.strictObject({
  limit,
  after: z
    .string()
    .regex(/^\d{1,18}$/, 'must be the `next` of the previous page')
    .optional()
    .openapi({ description: '`next` of the previous page.' }),
  state: z.enum(WEBHOOK_DELIVERY_STATES).optional(),
});
