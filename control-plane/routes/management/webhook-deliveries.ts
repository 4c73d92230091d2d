import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type {
  createWebhookDeliveries,
  DeliveryWithBody,
  WebhookDeliveryRow,
} from '../../domain/webhooks/webhook-deliveries.ts';
import { atLeast } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { pageView } from './page-view.ts';
import { conflict, jsonResponse, pageOf, problems } from './schemas/common.ts';
import {
  deliveryParams,
  deliveryQuery,
  deliveryResponse,
  deliveryWithBody,
  webhookParams,
} from './schemas/webhook.ts';

const view = ({ sequence: _, ...row }: WebhookDeliveryRow) => ({
  ...row,
  nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
  lastAttemptAt: row.lastAttemptAt?.toISOString() ?? null,
});
const viewWithBody = ({ body, ...row }: DeliveryWithBody) => ({ ...view(row), body });

const tags = ['Webhooks'];
const common = { tags, security: atLeast('admin') } as const;
const onePath = '/api/projects/{projectId}/webhooks/{webhookId}';
const deliveriesPath = `${onePath}/deliveries` as const;
const deliveryPath = `${deliveriesPath}/{deliveryId}` as const;
const pending = { 202: jsonResponse(deliveryWithBody, 'The delivery, which is sent soon.') };

const test = createRoute({
  ...common,
  method: 'post',
  path: `${onePath}/test` as const,
  operationId: 'testWebhook',
  summary: 'Send a test event, once. The delivery shows what came of it',
  request: { params: webhookParams },
  responses: { ...pending, ...problems },
});

const list = createRoute({
  ...common,
  method: 'get',
  path: deliveriesPath,
  operationId: 'listWebhookDeliveries',
  summary: 'List the deliveries of a webhook, newest first',
  request: { params: webhookParams, query: deliveryQuery },
  responses: { 200: jsonResponse(pageOf(deliveryResponse), 'A page of deliveries.'), ...problems },
});

const get = createRoute({
  ...common,
  method: 'get',
  path: deliveryPath,
  operationId: 'getWebhookDelivery',
  summary: 'Read a delivery with its body',
  request: { params: deliveryParams },
  responses: { 200: jsonResponse(deliveryWithBody, 'The delivery.'), ...problems },
});

const redeliver = createRoute({
  ...common,
  method: 'post',
  path: `${deliveryPath}/redeliver` as const,
  operationId: 'redeliverWebhook',
  summary: 'Send the event of a delivery again, as a new delivery with the same webhook-id',
  request: { params: deliveryParams },
  responses: { ...pending, ...problems, ...conflict },
});

/** `…/webhooks/:webhookId/test`, `…/deliveries` */
export function webhookDeliveryRoutes(
  deliveries: ReturnType<typeof createWebhookDeliveries>,
): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(test, async (c) =>
    c.json(viewWithBody(await deliveries.test(c.get('caller'), c.req.valid('param'))), 202),
  );
  app.openapi(list, async (c) => {
    const { after, ...filter } = c.req.valid('query');
    const page = await deliveries.list(c.req.valid('param'), { ...filter, before: after });
    return c.json(pageView(page, view), 200);
  });
  app.openapi(get, async (c) => {
    const { deliveryId, ...path } = c.req.valid('param');
    return c.json(viewWithBody(await deliveries.get(path, deliveryId)), 200);
  });
  app.openapi(redeliver, async (c) => {
    const { deliveryId, ...path } = c.req.valid('param');
    return c.json(viewWithBody(await deliveries.redeliver(c.get('caller'), path, deliveryId)), 202);
  });
  return app;
}
