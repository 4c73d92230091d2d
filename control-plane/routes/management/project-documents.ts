import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { createProjectDocuments } from '../../domain/documents/project-documents.ts';
import { atLeast } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { LIMITS } from '../../model/limits.ts';
import type { ProjectDocument } from '../../model/project-document.ts';
import { changeView } from './change-set-view.ts';
import { conflict, jsonRequest, jsonResponse, problems, projectParams } from './schemas/common.ts';
import { operationView } from './schemas/operation.ts';
import { documentPlan, projectDocument } from './schemas/project-document.ts';

const tags = ['Projects as documents'];
const path = '/api/projects/{projectId}/document';

const get = createRoute({
  method: 'get',
  path,
  operationId: 'getProjectDocument',
  summary: 'Read everything that is configured in a project as one document, by keys',
  tags,
  security: atLeast('viewer'),
  request: { params: projectParams },
  responses: { 200: jsonResponse(projectDocument, 'The document.'), ...problems, ...conflict },
});

const plan = createRoute({
  method: 'post',
  path: `${path}/plan`,
  operationId: 'planProjectDocument',
  summary: 'Compare a document with a project: what it would change, and the operations that do it',
  tags,
  security: atLeast('viewer'),
  'x-max-body-bytes': LIMITS.changeSetBytes,
  request: {
    params: projectParams,
    query: z.strictObject({
      prune: z
        .enum(['true', 'false'])
        .default('false')
        .openapi({ description: 'Whether flags and segments that the document does not have are deleted.' }),
    }),
    body: jsonRequest(projectDocument),
  },
  responses: { 200: jsonResponse(documentPlan, 'The plan. Nothing is changed.'), ...problems, ...conflict },
});

/** `/api/projects/:projectId/document` */
export function projectDocumentRoutes(
  documents: ReturnType<typeof createProjectDocuments>,
): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(get, async (c) => c.json(await documents.export(c.req.valid('param').projectId), 200));
  app.openapi(plan, async (c) => {
    const document = withNames(c.req.valid('json'));
    const isPruned = c.req.valid('query').prune === 'true';
    const planned = await documents.plan(c.req.valid('param').projectId, document, isPruned);
    const view = {
      operations: planned.operations.map(operationView),
      changes: planned.diff.map(changeView),
      lines: planned.lines,
      problems: planned.problems.slice(0, LIMITS.faults),
      problemsTotal: planned.problems.length,
    };
    return c.json(view, 200);
  });
  return app;
}

/** Names default to keys. */
function withNames({ version, flags, segments }: z.output<typeof projectDocument>): ProjectDocument {
  const named = <Value extends { readonly name?: string | undefined }>(
    values: Readonly<Record<string, Value>>,
  ) =>
    Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, { ...value, name: value.name ?? key }]),
    );
  return { version, flags: named(flags), segments: named(segments) };
}
