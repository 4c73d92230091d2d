import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { createProjects, ProjectRow } from '../../domain/projects.ts';
import { atLeast, signedIn } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { pageView } from './page-view.ts';
import {
  conflict,
  descriptionText,
  jsonRequest,
  jsonResponse,
  nameText,
  noContent,
  pageById,
  pageOf,
  problems,
  projectParams,
  uuid,
} from './schemas/common.ts';

const project = z
  .object({
    id: uuid,
    name: z.string(),
    description: z.string(),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .openapi('Project');

const newProject = z
  .strictObject({ name: nameText, description: descriptionText.default('') })
  .openapi('NewProject');
const projectPatch = z
  .strictObject({ name: nameText, description: descriptionText })
  .partial()
  .openapi('ProjectPatch');

const view = (row: ProjectRow) => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

const tags = ['Projects'];
const path = '/api/projects';
const onePath = '/api/projects/{projectId}';

const list = createRoute({
  method: 'get',
  path,
  operationId: 'listProjects',
  summary: 'List the projects that the token may read, oldest first',
  tags,
  security: signedIn,
  request: { query: pageById },
  responses: { 200: jsonResponse(pageOf(project), 'A page of projects.'), ...problems },
});

const create = createRoute({
  method: 'post',
  path,
  operationId: 'createProject',
  summary: 'Create a project',
  tags,
  security: atLeast('admin'),
  request: { body: jsonRequest(newProject) },
  responses: { 201: jsonResponse(project, 'The new project.'), ...problems },
});

const get = createRoute({
  method: 'get',
  path: onePath,
  operationId: 'getProject',
  summary: 'Read a project',
  tags,
  security: atLeast('viewer'),
  request: { params: projectParams },
  responses: { 200: jsonResponse(project, 'The project.'), ...problems },
});

const update = createRoute({
  method: 'patch',
  path: onePath,
  operationId: 'updateProject',
  summary: 'Change name or description',
  tags,
  security: atLeast('admin'),
  request: { params: projectParams, body: jsonRequest(projectPatch) },
  responses: { 200: jsonResponse(project, 'The current project.'), ...problems },
});

const remove = createRoute({
  method: 'delete',
  path: onePath,
  operationId: 'deleteProject',
  summary: 'Delete a project with its environments. Its keys stop working',
  tags,
  security: atLeast('admin', 'installation'),
  request: { params: projectParams },
  responses: { ...noContent, ...problems, ...conflict },
});

/** `/api/projects` */
export function projectRoutes(projects: ReturnType<typeof createProjects>): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(list, async (c) => {
    const { limit, after } = c.req.valid('query');
    return c.json(pageView(await projects.list(c.get('caller'), limit, after), view), 200);
  });
  app.openapi(create, async (c) =>
    c.json(view(await projects.create(c.get('caller'), c.req.valid('json'))), 201),
  );
  app.openapi(get, async (c) => c.json(view(await projects.get(c.req.valid('param').projectId)), 200));
  app.openapi(update, async (c) => {
    const { projectId } = c.req.valid('param');
    return c.json(view(await projects.update(c.get('caller'), projectId, c.req.valid('json'))), 200);
  });
  app.openapi(remove, async (c) => {
    await projects.remove(c.get('caller'), c.req.valid('param').projectId);
    return c.body(null, 204);
  });
  return app;
}
