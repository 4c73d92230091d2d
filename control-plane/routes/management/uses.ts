import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { createUses } from '../../domain/insights/uses.ts';
import { atLeast } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { flagParams, jsonResponse, problems, segmentParams } from './schemas/common.ts';
import { flagUses, segmentUses } from './schemas/insights.ts';

const usesOfFlag = createRoute({
  method: 'get',
  path: '/api/projects/{projectId}/flags/{flagKey}/uses',
  operationId: 'getFlagUses',
  summary: 'List what has a flag as a prerequisite, and the open change sets that name the flag',
  tags: ['Flags'],
  security: atLeast('viewer'),
  request: { params: flagParams },
  responses: { 200: jsonResponse(flagUses, 'What uses the flag.'), ...problems },
});

const usesOfSegment = createRoute({
  method: 'get',
  path: '/api/projects/{projectId}/segments/{segmentKey}/uses',
  operationId: 'getSegmentUses',
  summary: 'List the flags and segments whose rules name a segment, and the open change sets that do',
  tags: ['Segments'],
  security: atLeast('viewer'),
  request: { params: segmentParams },
  responses: { 200: jsonResponse(segmentUses, 'What uses the segment.'), ...problems },
});

type Listed = Awaited<ReturnType<ReturnType<typeof createUses>['ofFlag']>>['changeSets'];
const changeSetsView = (listed: Listed) =>
  listed.map((each) => ({ ...each, applyAt: each.applyAt?.toISOString() ?? null }));

export function usesRoutes(uses: ReturnType<typeof createUses>): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(usesOfFlag, async (c) => {
    const { projectId, flagKey } = c.req.valid('param');
    const found = await uses.ofFlag(projectId, flagKey);
    const prerequisiteOf = found.uses.map(({ requiredKey: _, ...use }) => use);
    const { isComplete } = found;
    return c.json({ prerequisiteOf, changeSets: changeSetsView(found.changeSets), isComplete }, 200);
  });
  app.openapi(usesOfSegment, async (c) => {
    const { projectId, segmentKey } = c.req.valid('param');
    const found = await uses.ofSegment(projectId, segmentKey);
    const flags = found.uses.flatMap((use) => ('flagKey' in use ? use : []));
    const segments = found.uses.flatMap((use) => ('segmentKey' in use ? use.segmentKey : []));
    const { isComplete } = found;
    return c.json({ flags, segments, changeSets: changeSetsView(found.changeSets), isComplete }, 200);
  });
  return app;
}
