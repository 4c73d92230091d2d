import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { ANY_ORIGIN, isOriginPattern } from '../../../shared/keys/origin.ts';
import type { createEnvironments, EnvironmentRow } from '../../domain/environments.ts';
import { atLeast } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { FLAG_SET_LIMITS, type FlagSetSize } from '../../model/flag-set-size.ts';
import { LIMITS } from '../../model/limits.ts';
import { contentTags } from './content-tags.ts';
import { pageView } from './page-view.ts';
import {
  conflict,
  environmentParams,
  ifMatchHeader,
  jsonRequest,
  jsonResponse,
  keyText,
  nameText,
  noContent,
  pageByKey,
  pageOf,
  preconditionFailed,
  problems,
  projectParams,
  uuid,
  withEtag,
} from './schemas/common.ts';

const sortOrder = z.number().int().min(-1_000_000).max(1_000_000);
const privateAttributes = z
  .array(z.string().min(1).max(LIMITS.attribute))
  .max(LIMITS.privateAttributes)
  .readonly()
  .openapi({
    description: 'Context attributes that edges redact from events. `a.b` is a member of an object.',
  });
const allowedOrigins = z
  .array(
    z.string().refine(isOriginPattern, {
      error:
        'must be "*" or an origin as browsers send it: scheme, host and (unless it is the default) port, in lower ' +
        'case and without a path, for example https://app.example.com or https://*.example.com',
    }),
  )
  .max(LIMITS.allowedOrigins)
  .readonly()
  .openapi({
    description:
      'Origins whose web pages may use client keys: `https://app.example.com`, `https://*.example.com` for all ' +
      'subdomains, `*` for any origin. An empty list refuses all browsers.',
  });

const environment = z
  .object({
    id: uuid,
    key: keyText,
    name: z.string(),
    sortOrder,
    privateAttributes,
    allowedOrigins,
    version: z
      .number()
      .int()
      .openapi({ description: 'The version of its flag set. Every change takes the next version.' }),
    createdAt: z.string(),
  })
  .openapi('Environment');

const newEnvironment = z
  .strictObject({
    key: keyText,
    name: nameText,
    sortOrder: sortOrder.default(0),
    privateAttributes: privateAttributes.default([]),
    allowedOrigins: allowedOrigins.default([ANY_ORIGIN]),
  })
  .openapi('NewEnvironment');
const environmentPatch = z
  .strictObject({ name: nameText, sortOrder, privateAttributes, allowedOrigins })
  .partial()
  .openapi('EnvironmentPatch');

const view = (row: EnvironmentRow) => ({ ...row, createdAt: row.createdAt.toISOString() });

const { etagOf, preconditionOf } = contentTags('The environment', view);

const tags = ['Environments'];
const path = '/api/projects/{projectId}/environments';
const onePath = `${path}/{environmentKey}` as const;
const onEnvironment = { params: environmentParams, headers: ifMatchHeader };
const refusals = { ...problems, ...conflict, ...preconditionFailed };

const list = createRoute({
  method: 'get',
  path,
  operationId: 'listEnvironments',
  summary: 'List the environments of a project by sort order',
  tags,
  security: atLeast('viewer'),
  request: { params: projectParams, query: pageByKey },
  responses: { 200: jsonResponse(pageOf(environment), 'A page of environments.'), ...problems },
});

const create = createRoute({
  method: 'post',
  path,
  operationId: 'createEnvironment',
  summary: 'Create an environment. Every flag gets a configuration in it, off',
  tags,
  security: atLeast('admin'),
  request: { params: projectParams, body: jsonRequest(newEnvironment) },
  responses: { 201: jsonResponse(environment, 'The new environment.'), ...problems, ...conflict },
});

const get = createRoute({
  method: 'get',
  path: onePath,
  operationId: 'getEnvironment',
  summary: 'Read an environment',
  tags,
  security: atLeast('viewer'),
  request: { params: environmentParams },
  responses: { 200: withEtag(jsonResponse(environment, 'The environment.')), ...problems },
});

const usageOf = z.object({ used: z.number().int(), limit: z.number().int() });
const usage = z
  .object({
    flags: usageOf,
    segments: usageOf,
    rules: usageOf,
    conditions: usageOf,
    values: usageOf.openapi({ description: 'Values of conditions, and targeting keys of segments.' }),
    bytes: usageOf.openapi({ description: 'An upper bound of the bytes in a snapshot.' }),
  })
  .openapi('Usage');

const readUsage = createRoute({
  method: 'get',
  path: `${onePath}/usage`,
  operationId: 'getEnvironmentUsage',
  summary: "Read how much of the limits an environment's flag set uses",
  tags,
  security: atLeast('viewer'),
  request: { params: environmentParams },
  responses: { 200: jsonResponse(usage, 'What is used, and the limits.'), ...problems },
});

const usageView = (size: FlagSetSize) => {
  const of = (measure: keyof FlagSetSize) => ({ used: size[measure], limit: FLAG_SET_LIMITS[measure] });
  return {
    flags: of('flags'),
    segments: of('segments'),
    rules: of('rules'),
    conditions: of('conditions'),
    values: of('values'),
    bytes: of('bytes'),
  };
};

const update = createRoute({
  method: 'patch',
  path: onePath,
  operationId: 'updateEnvironment',
  summary: 'Change name, order, private attributes or allowed origins',
  tags,
  security: atLeast('admin', 'environment'),
  request: { ...onEnvironment, body: jsonRequest(environmentPatch) },
  responses: { 200: withEtag(jsonResponse(environment, 'The current environment.')), ...refusals },
});

const remove = createRoute({
  method: 'delete',
  path: onePath,
  operationId: 'deleteEnvironment',
  summary: 'Delete an environment. Its keys stop working, and edges erase its flags',
  tags,
  security: atLeast('admin'),
  request: onEnvironment,
  responses: { ...noContent, ...refusals },
});

/** `/api/projects/:projectId/environments` */
export function environmentRoutes(environments: ReturnType<typeof createEnvironments>): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(list, async (c) => {
    const { limit, after } = c.req.valid('query');
    const page = await environments.list(c.req.valid('param').projectId, limit, after);
    return c.json(pageView(page, view), 200);
  });
  app.openapi(create, async (c) => {
    const { projectId } = c.req.valid('param');
    return c.json(view(await environments.create(c.get('caller'), projectId, c.req.valid('json'))), 201);
  });
  app.openapi(get, async (c) => {
    const { projectId, environmentKey } = c.req.valid('param');
    const row = await environments.get(projectId, environmentKey);
    return c.json(view(row), 200, etagOf(row));
  });
  app.openapi(readUsage, async (c) => {
    const { projectId, environmentKey } = c.req.valid('param');
    return c.json(usageView(await environments.usage(projectId, environmentKey)), 200);
  });
  app.openapi(update, async (c) => {
    const { projectId, environmentKey } = c.req.valid('param');
    const patch = c.req.valid('json');
    const precondition = preconditionOf(c.req.valid('header'));
    const row = await environments.update(c.get('caller'), projectId, environmentKey, patch, precondition);
    return c.json(view(row), 200, etagOf(row));
  });
  app.openapi(remove, async (c) => {
    const { projectId, environmentKey } = c.req.valid('param');
    const precondition = preconditionOf(c.req.valid('header'));
    await environments.remove(c.get('caller'), projectId, environmentKey, precondition);
    return c.body(null, 204);
  });
  return app;
}
