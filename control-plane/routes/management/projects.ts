import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { createProjects, ProjectRow } from '../../domain/projects.ts';
import { atLeast, signedIn } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { contentTags } from './content-tags.ts';
import { pageView } from './page-view.ts';
import {
  conflict,
  descriptionText,
  ifMatchHeader,
  jsonRequest,
  jsonResponse,
  nameText,
  noContent,
  pageById,
  pageOf,
  preconditionFailed,
  problems,
  projectParams,
  uuid,
  withEtag,
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

const { etagOf, preconditionOf } = contentTags('The project', view);

const tags = ['Projects'];
const path = '/api/projects';
const onePath = '/api/projects/{projectId}';
const onProject = { params: projectParams, headers: ifMatchHeader };

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
  responses: { 200: withEtag(jsonResponse(project, 'The project.')), ...problems },
});

const update = createRoute({
  method: 'patch',
  path: onePath,
  operationId: 'updateProject',
  summary: 'Change name or description',
  tags,
  security: atLeast('admin'),
  request: { ...onProject, body: jsonRequest(projectPatch) },
  responses: {
    200: withEtag(jsonResponse(project, 'The current project.')),
    ...problems,
    ...preconditionFailed,
  },
});

const remove = createRoute({
  method: 'delete',
  path: onePath,
  operationId: 'deleteProject',
  summary: 'Delete a project with its environments. Its keys stop working',
  tags,
  security: atLeast('admin', 'installation'),
  request: onProject,
  responses: { ...noContent, ...problems, ...conflict, ...preconditionFailed },
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
  app.openapi(get, async (c) => {
    const row = await projects.get(c.req.valid('param').projectId);
    return c.json(view(row), 200, etagOf(row));
  });
  app.openapi(update, async (c) => {
    const { projectId } = c.req.valid('param');
    const precondition = preconditionOf(c.req.valid('header'));
    const row = await projects.update(c.get('caller'), projectId, c.req.valid('json'), precondition);
    return c.json(view(row), 200, etagOf(row));
  });
  app.openapi(remove, async (c) => {
    const { projectId } = c.req.valid('param');
    await projects.remove(c.get('caller'), projectId, preconditionOf(c.req.valid('header')));
    return c.body(null, 204);
  });
  return app;
}
