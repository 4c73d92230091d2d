import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { createProtections } from '../../domain/protections.ts';
import { atLeast } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import type { Protection } from '../../model/protection.ts';
import { ROLES } from '../../model/role.ts';
import { contentTags } from './content-tags.ts';
import {
  conflict,
  environmentParams,
  ifMatchHeader,
  jsonRequest,
  jsonResponse,
  noContent,
  preconditionFailed,
  problems,
  reasonText,
  uuid,
  withEtag,
} from './schemas/common.ts';

const members = {
  approvals: z.number().int().min(1).max(10).openapi({ description: 'How many people must approve.' }),
  approverRole: z.enum(ROLES).nullable().default('admin').openapi({
    description: 'Users with at least this role may approve; null: only the named users.',
  }),
  approverIds: z.array(uuid).max(100).readonly().default([]),
  maySwitchOff: z.boolean().default(false).openapi({
    description: 'Whether editors may switch a flag off without approval.',
  }),
};
const protection = z.object(members).openapi('Protection');
const protectionPut = z
  .strictObject({ ...members, reason: reasonText.optional() })
  .superRefine(({ approverRole, approverIds, approvals }, context) => {
    if (approverRole === null && new Set(approverIds).size < approvals) {
      const message = 'must name at least as many users as approvals are needed, if approverRole is null';
      context.addIssue({ code: 'custom', path: ['approverIds'], message });
    }
  })
  .openapi('ProtectionPut');

const { etagOf, preconditionOf } = contentTags(
  'The protection',
  (current: Protection | null) => current ?? undefined,
);

const tags = ['Environments'];
const path = '/api/projects/{projectId}/environments/{environmentKey}/protection';
const refusals = { ...problems, ...conflict, ...preconditionFailed };

const get = createRoute({
  method: 'get',
  path,
  operationId: 'getProtection',
  summary: 'Read who must approve changes of an environment. 404 if it is not protected',
  tags,
  security: atLeast('viewer'),
  request: { params: environmentParams },
  responses: { 200: withEtag(jsonResponse(protection, 'The protection.')), ...problems },
});

const put = createRoute({
  method: 'put',
  path,
  operationId: 'putProtection',
  summary: 'Protect an environment. Another protection is replaced only with a reason',
  tags,
  security: atLeast('admin'),
  request: { params: environmentParams, headers: ifMatchHeader, body: jsonRequest(protectionPut) },
  responses: { 200: withEtag(jsonResponse(protection, 'The protection.')), ...refusals },
});

const remove = createRoute({
  method: 'delete',
  path,
  operationId: 'deleteProtection',
  summary: 'End the protection of an environment, with a reason',
  tags,
  security: atLeast('admin'),
  request: {
    params: environmentParams,
    headers: ifMatchHeader,
    query: z.strictObject({ reason: reasonText.optional() }),
  },
  responses: { ...noContent, ...refusals },
});

/** `/api/projects/:projectId/environments/:environmentKey/protection` */
export function protectionRoutes(protections: ReturnType<typeof createProtections>): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(get, async (c) => {
    const found = await protections.get(c.req.valid('param'));
    return c.json(found, 200, etagOf(found));
  });
  app.openapi(put, async (c) => {
    const { reason, ...given } = c.req.valid('json');
    const precondition = preconditionOf(c.req.valid('header'));
    const saved = await protections.set(c.get('caller'), c.req.valid('param'), given, {
      reason,
      precondition,
    });
    return c.json(saved, 200, etagOf(saved));
  });
  app.openapi(remove, async (c) => {
    const { reason } = c.req.valid('query');
    const precondition = preconditionOf(c.req.valid('header'));
    await protections.remove(c.get('caller'), c.req.valid('param'), { reason, precondition });
    return c.body(null, 204);
  });
  return app;
}
