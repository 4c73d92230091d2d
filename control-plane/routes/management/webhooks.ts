import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type {
  CreatedWebhook,
  createWebhookEndpoints,
  WebhookEndpointRow,
  WebhookPath,
} from '../../domain/webhooks/webhook-endpoints.ts';
import { atLeast } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { contentTags } from './content-tags.ts';
import { pageView } from './page-view.ts';
import {
  conflict,
  ifMatchHeader,
  jsonRequest,
  jsonResponse,
  noContent,
  pageById,
  pageOf,
  preconditionFailed,
  problems,
  projectParams,
  withEtag,
} from './schemas/common.ts';
import {
  newWebhook,
  secretRotation,
  webhookParams,
  webhookPatch,
  webhookResponse,
  webhookWithSecret,
} from './schemas/webhook.ts';

const view = (row: WebhookEndpointRow) => ({
  ...row,
  pausedAt: row.pausedAt?.toISOString() ?? null,
  failingSince: row.failingSince?.toISOString() ?? null,
  previousSecretUntil: row.previousSecretUntil?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});
const createdView = ({ row, secret }: CreatedWebhook) => ({ ...view(row), secret: secret.reveal() });

const { etagOf, preconditionOf } = contentTags('The webhook', view);
const expected = (path: WebhookPath, headers: Parameters<typeof preconditionOf>[0]) => ({
  ...path,
  precondition: preconditionOf(headers),
});

const tags = ['Webhooks'];
const common = { tags, security: atLeast('admin') } as const;
const path = '/api/projects/{projectId}/webhooks';
const onePath = `${path}/{webhookId}` as const;
const oneWebhook = { 200: withEtag(jsonResponse(webhookResponse, 'The webhook, without its secret.')) };
const onWebhook = { params: webhookParams, headers: ifMatchHeader };

const list = createRoute({
  ...common,
  method: 'get',
  path,
  operationId: 'listWebhooks',
  summary: 'List the webhooks of a project',
  request: { params: projectParams, query: pageById },
  responses: { 200: jsonResponse(pageOf(webhookResponse), 'A page of webhooks.'), ...problems },
});

const create = createRoute({
  ...common,
  method: 'post',
  path,
  operationId: 'createWebhook',
  'x-shows-secret': true,
  summary: 'Create a webhook. Only this response contains its secret',
  request: { params: projectParams, body: jsonRequest(newWebhook) },
  responses: { 201: jsonResponse(webhookWithSecret, 'The new webhook.'), ...problems, ...conflict },
});

const get = createRoute({
  ...common,
  method: 'get',
  path: onePath,
  operationId: 'getWebhook',
  summary: 'Read a webhook, without its secret',
  request: { params: webhookParams },
  responses: { ...oneWebhook, ...problems },
});

const update = createRoute({
  ...common,
  method: 'patch',
  path: onePath,
  operationId: 'updateWebhook',
  summary: 'Change the URL or the event types of a webhook, enable or disable it',
  request: { ...onWebhook, body: jsonRequest(webhookPatch) },
  responses: { ...oneWebhook, ...problems, ...preconditionFailed },
});

const remove = createRoute({
  ...common,
  method: 'delete',
  path: onePath,
  operationId: 'deleteWebhook',
  summary: 'Delete a webhook with its deliveries',
  request: onWebhook,
  responses: { ...noContent, ...problems, ...preconditionFailed },
});

const rotateSecret = createRoute({
  ...common,
  method: 'post',
  path: `${onePath}/rotate-secret` as const,
  operationId: 'rotateWebhookSecret',
  summary: 'Make a new secret. For some hours deliveries are signed with the old one, too',
  request: { ...onWebhook, body: jsonRequest(secretRotation) },
  responses: {
    200: withEtag(jsonResponse(webhookWithSecret, 'The webhook with its new secret.')),
    ...problems,
    ...conflict,
    ...preconditionFailed,
  },
});

const resume = createRoute({
  ...common,
  method: 'post',
  path: `${onePath}/resume` as const,
  operationId: 'resumeWebhook',
  summary: 'Serve a webhook again that was paused after failures',
  request: onWebhook,
  responses: { ...oneWebhook, ...problems, ...conflict, ...preconditionFailed },
});

/** `/api/projects/:projectId/webhooks` */
export function webhookRoutes(webhooks: ReturnType<typeof createWebhookEndpoints>): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(list, async (c) => {
    const { limit, after } = c.req.valid('query');
    const page = await webhooks.list(c.req.valid('param').projectId, limit, after);
    return c.json(pageView(page, view), 200);
  });
  app.openapi(create, async (c) => {
    const { projectId } = c.req.valid('param');
    const created = await webhooks.create(c.get('caller'), projectId, c.req.valid('json'));
    return c.json(createdView(created), 201);
  });
  app.openapi(get, async (c) => {
    const row = await webhooks.get(c.req.valid('param'));
    return c.json(view(row), 200, etagOf(row));
  });
  app.openapi(update, async (c) => {
    const target = expected(c.req.valid('param'), c.req.valid('header'));
    const row = await webhooks.update(c.get('caller'), target, c.req.valid('json'));
    return c.json(view(row), 200, etagOf(row));
  });
  app.openapi(remove, async (c) => {
    await webhooks.remove(c.get('caller'), expected(c.req.valid('param'), c.req.valid('header')));
    return c.body(null, 204);
  });
  app.openapi(rotateSecret, async (c) => {
    const { overlapHours } = c.req.valid('json');
    const target = expected(c.req.valid('param'), c.req.valid('header'));
    const rotated = await webhooks.rotateSecret(c.get('caller'), target, overlapHours);
    return c.json(createdView(rotated), 200, etagOf(rotated.row));
  });
  app.openapi(resume, async (c) => {
    const target = expected(c.req.valid('param'), c.req.valid('header'));
    const row = await webhooks.resume(c.get('caller'), target);
    return c.json(view(row), 200, etagOf(row));
  });
  return app;
}
