import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { createSegments, SegmentRow, SegmentSummary } from '../../domain/segments.ts';
import { atLeast } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { LIMITS } from '../../model/limits.ts';
import { pageView } from './page-view.ts';
import {
  conflict,
  descriptionText,
  jsonRequest,
  jsonResponse,
  keyText,
  nameText,
  noContent,
  pageByKey,
  pageOf,
  problems,
  projectParams,
  segmentParams,
  uuid,
} from './schemas/common.ts';
import { condition } from './schemas/configuration.ts';

const members = z
  .array(z.string().min(1).max(LIMITS.targetingKey))
  .max(LIMITS.segmentMembers)
  .readonly()
  .openapi({ description: `Targeting keys, at most ${LIMITS.segmentMembers}.` });
const rules = z
  .array(z.strictObject({ conditions: z.array(condition).min(1).max(LIMITS.conditions).readonly() }))
  .max(LIMITS.segmentRules)
  .readonly()
  .openapi({ description: 'A user matches if all conditions of at least one rule hold.' });

const summaryMembers = {
  id: uuid,
  key: keyText,
  name: z.string(),
  description: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
};
const summary = z.object(summaryMembers).openapi('SegmentSummary');
const segment = z
  .object({ ...summaryMembers, included: members, excluded: members, rules })
  .openapi('Segment', {
    description: '`excluded` takes precedence over `included`, and `included` over the rules.',
  });

const newSegment = z
  .strictObject({
    key: keyText,
    name: nameText.optional().openapi({ description: 'Default: the key.' }),
    description: descriptionText.default(''),
    included: members.default([]),
    excluded: members.default([]),
    rules: rules.default([]),
  })
  .openapi('NewSegment');
const segmentPatch = z
  .strictObject({ name: nameText, description: descriptionText, included: members, excluded: members, rules })
  .partial()
  .openapi('SegmentPatch');

const summaryView = ({ id, key, name, description, createdAt, updatedAt }: SegmentSummary) => ({
  id,
  key,
  name,
  description,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});
const view = (row: SegmentRow) => ({
  ...summaryView(row),
  included: row.included,
  excluded: row.excluded,
  rules: row.rules,
});

const tags = ['Segments'];
const path = '/api/projects/{projectId}/segments';
const onePath = `${path}/{segmentKey}` as const;

const list = createRoute({
  method: 'get',
  path,
  operationId: 'listSegments',
  summary: 'List the segments of a project by key, without members and rules',
  tags,
  security: atLeast('viewer'),
  request: { params: projectParams, query: pageByKey },
  responses: { 200: jsonResponse(pageOf(summary), 'A page of segments.'), ...problems },
});

const create = createRoute({
  method: 'post',
  path,
  operationId: 'createSegment',
  summary: 'Create a segment',
  tags,
  security: atLeast('editor'),
  'x-max-body-bytes': LIMITS.segmentBody,
  request: { params: projectParams, body: jsonRequest(newSegment) },
  responses: { 201: jsonResponse(segment, 'The new segment.'), ...problems, ...conflict },
});

const get = createRoute({
  method: 'get',
  path: onePath,
  operationId: 'getSegment',
  summary: 'Read a segment',
  tags,
  security: atLeast('viewer'),
  request: { params: segmentParams },
  responses: { 200: jsonResponse(segment, 'The segment.'), ...problems },
});

const update = createRoute({
  method: 'patch',
  path: onePath,
  operationId: 'updateSegment',
  summary: 'Replace the given members',
  tags,
  security: atLeast('editor'),
  'x-max-body-bytes': LIMITS.segmentBody,
  request: { params: segmentParams, body: jsonRequest(segmentPatch) },
  responses: { 200: jsonResponse(segment, 'The current segment.'), ...problems },
});

const remove = createRoute({
  method: 'delete',
  path: onePath,
  operationId: 'deleteSegment',
  summary: 'Delete a segment that is not in use',
  tags,
  security: atLeast('editor'),
  request: { params: segmentParams },
  responses: { ...noContent, ...problems, ...conflict },
});

/** `/api/projects/:projectId/segments` */
export function segmentRoutes(segments: ReturnType<typeof createSegments>): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(list, async (c) => {
    const { limit, after } = c.req.valid('query');
    const page = await segments.list(c.req.valid('param').projectId, limit, after);
    return c.json(pageView(page, summaryView), 200);
  });
  app.openapi(create, async (c) => {
    const { projectId } = c.req.valid('param');
    const body = c.req.valid('json');
    const created = await segments.create(c.get('caller'), projectId, {
      ...body,
      name: body.name ?? body.key,
    });
    return c.json(view(created), 201);
  });
  app.openapi(get, async (c) => {
    const { projectId, segmentKey } = c.req.valid('param');
    return c.json(view(await segments.get(projectId, segmentKey)), 200);
  });
  app.openapi(update, async (c) => {
    const { projectId, segmentKey } = c.req.valid('param');
    const patch = c.req.valid('json');
    return c.json(view(await segments.update(c.get('caller'), projectId, segmentKey, patch)), 200);
  });
  app.openapi(remove, async (c) => {
    const { projectId, segmentKey } = c.req.valid('param');
    await segments.remove(c.get('caller'), projectId, segmentKey);
    return c.body(null, 204);
  });
  return app;
}
