import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { createSegments, SegmentRow, SegmentSummary } from '../../domain/segments.ts';
import { atLeast } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { LIMITS } from '../../model/limits.ts';
import { SEGMENT_MEMBER_LIMITS } from '../../model/segment-members.ts';
import { contentTags } from './content-tags.ts';
import { pageView } from './page-view.ts';
import {
  conflict,
  ifMatchHeader,
  jsonRequest,
  jsonResponse,
  keyText,
  noContent,
  pageByKey,
  pageOf,
  preconditionFailed,
  problems,
  projectParams,
  segmentParams,
  uuid,
  withEtag,
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

const { etagOf, preconditionOf } = contentTags('The segment', view);

const tags = ['Segments'];
const path = '/api/projects/{projectId}/segments';
const onePath = `${path}/{segmentKey}` as const;
const onSegment = { params: segmentParams, headers: ifMatchHeader };
const refusals = { ...problems, ...conflict, ...preconditionFailed };

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

const TOO_LARGE_ADVICE = `Send members in parts of up to ${SEGMENT_MEMBER_LIMITS.change} keys, with PATCH ${onePath}/members.`;

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
  responses: { 200: withEtag(jsonResponse(segment, 'The segment.')), ...problems },
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
  request: { ...onSegment, body: jsonRequest(segmentPatch) },
  responses: { 200: withEtag(jsonResponse(segment, 'The current segment.')), ...refusals },
});

const changeMembers = createRoute({
  method: 'patch',
  path: `${onePath}/members`,
  operationId: 'changeSegmentMembers',
  summary: 'Add and remove members. Sending the same change again changes nothing',
  tags,
  security: atLeast('editor'),
  'x-max-body-bytes': LIMITS.configurationBody,
  request: { ...onSegment, body: jsonRequest(memberChanges) },
  responses: { 200: withEtag(jsonResponse(memberCounts, 'The numbers of members now.')), ...refusals },
});

const remove = createRoute({
  method: 'delete',
  path: onePath,
  operationId: 'deleteSegment',
  summary: 'Delete a segment that is not in use',
  tags,
  security: atLeast('editor'),
  request: onSegment,
  responses: { ...noContent, ...refusals },
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
    const row = await segments.get(projectId, segmentKey);
    return c.json(view(row), 200, etagOf(row));
  });
  app.openapi(update, async (c) => {
    const target = { ...c.req.valid('param'), precondition: preconditionOf(c.req.valid('header')) };
    const patch = c.req.valid('json');
    const row = await segments.update(c.get('caller'), target, patch);
    return c.json(view(row), 200, etagOf(row));
  });
  app.openapi(changeMembers, async (c) => {
    const target = { ...c.req.valid('param'), precondition: preconditionOf(c.req.valid('header')) };
    const changes = c.req.valid('json');
    const row = await segments.changeMembers(c.get('caller'), target, changes);
    const counts = { included: row.included.length, excluded: row.excluded.length };
    return c.json({ ...summaryView(row), members: counts }, 200, etagOf(row));
  });
  app.openapi(remove, async (c) => {
    const target = { ...c.req.valid('param'), precondition: preconditionOf(c.req.valid('header')) };
    await segments.remove(c.get('caller'), target);
    return c.body(null, 204);
  });
  return app;
}
