import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { createSegments, SegmentRow, SegmentSummary } from '../../domain/segments.ts';
import { atLeast } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { LIMITS } from '../../model/limits.ts';
import { pageView } from './page-view.ts';
import {
  conflict,
  jsonRequest,
  jsonResponse,
  keyText,
  noContent,
  pageByKey,
  pageOf,
  problems,
  projectParams,
  segmentParams,
  uuid,
} from './schemas/common.ts';
import { memberChanges, newSegment, segmentMembers, segmentPatch, segmentRules } from './schemas/segment.ts';

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
  .object({ ...summaryMembers, included: segmentMembers, excluded: segmentMembers, rules: segmentRules })
  .openapi('Segment', {
    description: '`excluded` takes precedence over `included`, and `included` over the rules.',
  });

const memberCounts = z
  .object({
    ...summaryMembers,
    members: z.object({ included: z.number().int(), excluded: z.number().int() }),
  })
  .openapi('SegmentMemberCounts');

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

const TOO_LARGE_ADVICE = `Send members in parts of up to ${LIMITS.memberChanges} keys, with PATCH ${onePath}/members.`;

const create = createRoute({
  method: 'post',
  path,
  operationId: 'createSegment',
  summary: 'Create a segment',
  tags,
  security: atLeast('editor'),
  'x-max-body-bytes': LIMITS.configurationBody,
  'x-too-large-advice': TOO_LARGE_ADVICE,
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
  'x-max-body-bytes': LIMITS.configurationBody,
  'x-too-large-advice': TOO_LARGE_ADVICE,
  request: { params: segmentParams, body: jsonRequest(segmentPatch) },
  responses: { 200: jsonResponse(segment, 'The current segment.'), ...problems, ...conflict },
});

const changeMembers = createRoute({
  method: 'patch',
  path: `${onePath}/members`,
  operationId: 'changeSegmentMembers',
  summary: 'Add and remove members. Sending the same change again changes nothing',
  tags,
  security: atLeast('editor'),
  'x-max-body-bytes': LIMITS.configurationBody,
  request: { params: segmentParams, body: jsonRequest(memberChanges) },
  responses: { 200: jsonResponse(memberCounts, 'The numbers of members now.'), ...problems, ...conflict },
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
  app.openapi(changeMembers, async (c) => {
    const { projectId, segmentKey } = c.req.valid('param');
    const row = await segments.changeMembers(c.get('caller'), projectId, segmentKey, c.req.valid('json'));
    const counts = { included: row.included.length, excluded: row.excluded.length };
    return c.json({ ...summaryView(row), members: counts }, 200);
  });
  app.openapi(remove, async (c) => {
    const { projectId, segmentKey } = c.req.valid('param');
    await segments.remove(c.get('caller'), projectId, segmentKey);
    return c.body(null, 204);
  });
  return app;
}
