import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { createBulkEdits } from '../../domain/bulk-edits/bulk-edits.ts';
import { atLeast } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { parseIfMatch } from '../../model/entity-tag.ts';
import { changeSetView, etagOf } from './change-set-view.ts';
import { bulkEdit, toBulkEdit } from './schemas/bulk-edit.ts';
import { changeSetParams, changeSetResponse } from './schemas/change-set.ts';
import {
  conflict,
  ifMatchHeader,
  jsonRequest,
  jsonResponse,
  preconditionFailed,
  problems,
  withEtag,
} from './schemas/common.ts';

const append = createRoute({
  method: 'post',
  path: '/api/projects/{projectId}/change-sets/{changeSetId}/operations/bulk',
  operationId: 'addBulkOperations',
  summary: 'Append to a draft one operation for each flag of a filter that the change changes',
  tags: ['Change sets'],
  security: atLeast('editor', 'anyEnvironment'),
  request: { params: changeSetParams, headers: ifMatchHeader, body: jsonRequest(bulkEdit) },
  responses: {
    200: withEtag(jsonResponse(changeSetResponse, 'The current change set.')),
    ...problems,
    ...conflict,
    ...preconditionFailed,
  },
});

/** `/api/projects/:projectId/change-sets/:changeSetId/operations/bulk` */
export function bulkEditRoutes(bulkEdits: ReturnType<typeof createBulkEdits>): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(append, async (c) => {
    const revisions = parseIfMatch(c.req.valid('header')['if-match']);
    const edit = toBulkEdit(c.req.valid('json'));
    const changed = await bulkEdits.append(c.get('caller'), c.req.valid('param'), revisions, edit);
    return c.json(changeSetView(changed), 200, etagOf(changed));
  });
  return app;
}
