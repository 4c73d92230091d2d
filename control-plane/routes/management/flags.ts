import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { createFlags, FlagRow, ListedFlag } from '../../domain/flags.ts';
import { atLeast } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { LIMITS } from '../../model/limits.ts';
import { contentTags } from './content-tags.ts';
import { pageView } from './page-view.ts';
import {
  conflict,
  flagParams,
  ifMatchHeader,
  jsonRequest,
  jsonResponse,
  noContent,
  pageOf,
  preconditionFailed,
  problems,
  projectParams,
  withEtag,
} from './schemas/common.ts';
import { flagPatch, flagResponse, newFlag } from './schemas/flag.ts';
import { flagListQuery, listedFlag, toFlagListQuery } from './schemas/flag-list.ts';

const view = (row: FlagRow) => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

const listedView = ({ environments, ...flag }: ListedFlag) => ({
  ...view(flag),
  environments: environments.map((status) => ({
    ...status,
    updatedAt: status.updatedAt.toISOString(),
    lastEvaluatedHour: status.lastEvaluatedHour?.toISOString() ?? null,
  })),
});

const { etagOf, preconditionOf } = contentTags('The flag', view);

const tags = ['Flags'];
const path = '/api/projects/{projectId}/flags';
const onePath = `${path}/{flagKey}` as const;
const currentFlag = {
  200: withEtag(jsonResponse(flagResponse, 'The current flag.')),
  ...problems,
  ...conflict,
  ...preconditionFailed,
};
const onFlag = { params: flagParams, headers: ifMatchHeader };

const list = createRoute({
  method: 'get',
  path,
  operationId: 'listFlags',
  summary: 'List the flags of a project by key, each with its state in every environment',
  tags,
  security: atLeast('viewer'),
  request: { params: projectParams, query: flagListQuery },
  responses: { 200: jsonResponse(pageOf(listedFlag), 'A page of flags.'), ...problems },
});

const create = createRoute({
  method: 'post',
  path,
  operationId: 'createFlag',
  summary: 'Create a flag in every environment of the project, off',
  tags,
  security: atLeast('editor'),
  'x-max-body-bytes': LIMITS.configurationBody,
  request: { params: projectParams, body: jsonRequest(newFlag) },
  responses: { 201: jsonResponse(flagResponse, 'The new flag.'), ...problems, ...conflict },
});

const get = createRoute({
  method: 'get',
  path: onePath,
  operationId: 'getFlag',
  summary: 'Read a flag',
  tags,
  security: atLeast('viewer'),
  request: { params: flagParams },
  responses: { 200: withEtag(jsonResponse(flagResponse, 'The flag.')), ...problems },
});

const update = createRoute({
  method: 'patch',
  path: onePath,
  operationId: 'updateFlag',
  summary:
    'Change name, description, tags, owner, client-side visibility, metadata or JSON Schema. The last two are replaced as a whole',
  tags,
  security: atLeast('editor'),
  request: { ...onFlag, body: jsonRequest(flagPatch) },
  responses: currentFlag,
});

const remove = createRoute({
  method: 'delete',
  path: onePath,
  operationId: 'deleteFlag',
  summary: 'Delete a flag that is no prerequisite of another flag',
  tags,
  security: atLeast('editor'),
  request: onFlag,
  responses: { ...noContent, ...problems, ...conflict, ...preconditionFailed },
});

const archive = createRoute({
  method: 'post',
  path: `${onePath}/archive`,
  operationId: 'archiveFlag',
  summary: 'Archive a flag. Readers do not get it until it is restored',
  tags,
  security: atLeast('editor'),
  request: onFlag,
  responses: currentFlag,
});

const restore = createRoute({
  method: 'post',
  path: `${onePath}/restore`,
  operationId: 'restoreFlag',
  summary: 'Restore an archived flag unchanged',
  tags,
  security: atLeast('editor'),
  request: onFlag,
  responses: currentFlag,
});

/** `/api/projects/:projectId/flags` */
export function flagRoutes(flags: ReturnType<typeof createFlags>): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(list, async (c) => {
    const { projectId } = c.req.valid('param');
    const page = await flags.list({ projectId, ...toFlagListQuery(c.req.valid('query')) });
    return c.json(pageView(page, listedView), 200);
  });
  app.openapi(create, async (c) => {
    const { projectId } = c.req.valid('param');
    const body = c.req.valid('json');
    const created = await flags.create(c.get('caller'), projectId, { ...body, name: body.name ?? body.key });
    return c.json(view(created), 201);
  });
  app.openapi(get, async (c) => {
    const { projectId, flagKey } = c.req.valid('param');
    const row = await flags.get(projectId, flagKey);
    return c.json(view(row), 200, etagOf(row));
  });
  app.openapi(update, async (c) => {
    const target = { ...c.req.valid('param'), precondition: preconditionOf(c.req.valid('header')) };
    const patch = c.req.valid('json');
    const row = await flags.update(c.get('caller'), target, patch);
    return c.json(view(row), 200, etagOf(row));
  });
  app.openapi(remove, async (c) => {
    const target = { ...c.req.valid('param'), precondition: preconditionOf(c.req.valid('header')) };
    await flags.remove(c.get('caller'), target);
    return c.body(null, 204);
  });
  app.openapi(archive, async (c) => {
    const target = { ...c.req.valid('param'), precondition: preconditionOf(c.req.valid('header')) };
    const row = await flags.archive(c.get('caller'), target);
    return c.json(view(row), 200, etagOf(row));
  });
  app.openapi(restore, async (c) => {
    const target = { ...c.req.valid('param'), precondition: preconditionOf(c.req.valid('header')) };
    const row = await flags.restore(c.get('caller'), target);
    return c.json(view(row), 200, etagOf(row));
  });
  return app;
}
