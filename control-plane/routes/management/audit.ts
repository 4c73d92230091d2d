import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { createAuditExports } from '../../domain/audit/audit-export.ts';
import type { AuditRow, createAuditLog } from '../../domain/audit-log.ts';
import { atLeast } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { pageView } from './page-view.ts';
import {
  auditParams,
  jsonResponse,
  jsonValue,
  limit,
  pageOf,
  problemResponseOf,
  problems,
  projectAuditParams,
  projectParams,
  uuid,
} from './schemas/common.ts';

const entry = z
  .object({
    id: uuid,
    userId: uuid,
    userName: z.string(),
    action: z.string().openapi({ example: 'update' }),
    resourceType: z.string().openapi({ example: 'flag_environment' }),
    resourceId: uuid,
    oldValue: jsonValue,
    newValue: jsonValue,
    valuesOmitted: z.boolean().openapi({
      description: 'Only in lists: the values were left out because of their size. Read the single entry.',
    }),
    createdAt: z.string(),
  })
  .openapi('AuditEntry');

const query = z.strictObject({
  limit,
  after: z
    .string()
    .regex(/^\d{1,18}$/, 'must be the `next` of the previous page')
    .optional()
    .openapi({ description: '`next` of the previous page.' }),
  resourceId: uuid.optional(),
  resourceType: z.string().max(50).optional(),
});

const view = ({ sequence: _, ...row }: AuditRow) => ({ ...row, createdAt: row.createdAt.toISOString() });

const tags = ['Audit'];
const projectPath = '/api/projects/{projectId}/audit';
const responses = { 200: jsonResponse(pageOf(entry), 'A page of entries.'), ...problems };

const listOfProject = createRoute({
  method: 'get',
  path: projectPath,
  operationId: 'listProjectAudit',
  summary: 'List the changes of a project, newest first',
  tags,
  security: atLeast('viewer'),
  request: { params: projectParams, query },
  responses,
});

const getOfProject = createRoute({
  method: 'get',
  path: `${projectPath}/{entryId}`,
  operationId: 'getProjectAuditEntry',
  summary: 'Read one entry with its values, whatever their size',
  tags,
  security: atLeast('viewer'),
  request: { params: projectAuditParams },
  responses: { 200: jsonResponse(entry, 'The entry.'), ...problems },
});

const list = createRoute({
  method: 'get',
  path: '/api/audit',
  operationId: 'listAudit',
  summary: 'List the changes of users and API tokens, newest first',
  tags,
  security: atLeast('admin'),
  request: { query },
  responses,
});

const get = createRoute({
  method: 'get',
  path: '/api/audit/{entryId}',
  operationId: 'getAuditEntry',
  summary: 'Read one entry about users and API tokens',
  tags,
  security: atLeast('admin'),
  request: { params: auditParams },
  responses: { 200: jsonResponse(entry, 'The entry.'), ...problems },
});

const exportQuery = z.strictObject({
  after: z
    .string()
    .regex(/^g?\d{1,18}$/, 'must be a position, or g and a sequence')
    .optional()
    .openapi({
      description:
        'The position of the last line that was received; of an entry from before the chains, g and its sequence.',
    }),
});

/** No literal: its type would say that the whole body is JSON. */
const JSON_LINES: string = 'application/jsonl';

const exported = {
  200: {
    description:
      'One entry a line, oldest first, with its place in the chain, its hash and the one before it. Values are printed as the hash was made over them. The connection is closed within seconds when the token or the session no longer gives access.',
    content: { [JSON_LINES]: { schema: z.string() } },
  },
  ...problems,
  429: problemResponseOf('Too many exports run already. `retry-after` says when to try again.'),
};

const exportOfProject = createRoute({
  method: 'get',
  path: `${projectPath}-export`,
  operationId: 'exportProjectAudit',
  summary: 'Export the audit log of a project as JSON Lines, for `audit verify --file`',
  tags,
  security: atLeast('viewer'),
  request: { params: projectParams, query: exportQuery },
  responses: exported,
});

const exportAll = createRoute({
  method: 'get',
  path: '/api/audit-export',
  operationId: 'exportAudit',
  summary: 'Export the audit log of users and API tokens as JSON Lines',
  tags,
  security: atLeast('admin'),
  request: { query: exportQuery },
  responses: exported,
});

/** `/api/projects/:projectId/audit`, `/api/audit` */
export function auditRoutes(
  auditLog: ReturnType<typeof createAuditLog>,
  exports: ReturnType<typeof createAuditExports>,
): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(exportOfProject, async (c) => {
    const { projectId } = c.req.valid('param');
    const reader = { projectId, credential: c.get('credential') };
    return c.body(await exports.open(reader, c.req.valid('query').after), 200, {
      'content-type': JSON_LINES,
    });
  });
  app.openapi(exportAll, async (c) => {
    const reader = { projectId: null, credential: c.get('credential') };
    return c.body(await exports.open(reader, c.req.valid('query').after), 200, {
      'content-type': JSON_LINES,
    });
  });
  app.openapi(listOfProject, async (c) => {
    const { after, ...filter } = c.req.valid('query');
    const { projectId } = c.req.valid('param');
    const page = await auditLog.list({ ...filter, projectId, before: after });
    return c.json(pageView(page, view), 200);
  });
  app.openapi(getOfProject, async (c) => {
    const { projectId, entryId } = c.req.valid('param');
    return c.json(view(await auditLog.get(projectId, entryId)), 200);
  });
  app.openapi(list, async (c) => {
    const { after, ...filter } = c.req.valid('query');
    const page = await auditLog.list({ ...filter, projectId: null, before: after });
    return c.json(pageView(page, view), 200);
  });
  app.openapi(get, async (c) => c.json(view(await auditLog.get(null, c.req.valid('param').entryId)), 200));
  return app;
}
