import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { createConfigurations, VersionedConfiguration } from '../../domain/configurations.ts';
import { atLeast } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { parseIfMatch, quotedTag } from '../../model/entity-tag.ts';
import { LIMITS } from '../../model/limits.ts';
import {
  configurationParams,
  conflict,
  ifMatchHeader,
  jsonRequest,
  jsonResponse,
  preconditionFailed,
  problems,
  withEtag,
} from './schemas/common.ts';
import { configurationPatch, configurationPut, configurationResponse } from './schemas/configuration.ts';

const tags = ['Configurations'];
const path = '/api/projects/{projectId}/flags/{flagKey}/environments/{environmentKey}';
const current = withEtag(jsonResponse(configurationResponse, 'The current configuration.'));

const get = createRoute({
  method: 'get',
  path,
  operationId: 'getConfiguration',
  summary: 'Read the configuration of a flag in an environment',
  tags,
  security: atLeast('viewer'),
  request: { params: configurationParams },
  responses: { 200: current, ...problems },
});

const change = {
  path,
  tags,
  security: atLeast('editor', 'environment'),
  'x-max-body-bytes': LIMITS.configurationBody,
  responses: { 200: current, ...problems, ...conflict, ...preconditionFailed },
} as const;

const put = createRoute({
  ...change,
  method: 'put',
  operationId: 'putConfiguration',
  summary: 'Replace the whole configuration',
  request: { params: configurationParams, headers: ifMatchHeader, body: jsonRequest(configurationPut) },
});

const patch = createRoute({
  ...change,
  method: 'patch',
  operationId: 'patchConfiguration',
  summary: 'Replace the given members',
  request: {
    params: configurationParams,
    headers: ifMatchHeader,
    body: jsonRequest(configurationPatch),
  },
});

/** `/api/projects/:projectId/flags/:flagKey/environments/:environmentKey` */
export function configurationRoutes(
  configurations: ReturnType<typeof createConfigurations>,
): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(get, async (c) => {
    const found = await configurations.get(c.req.valid('param'));
    return c.json(view(found), 200, headersOf(found));
  });
  app.openapi(put, async (c) => {
    const { version, ...configuration } = c.req.valid('json');
    const expected = { tags: parseIfMatch(c.req.valid('header')['if-match']), version };
    const found = await configurations.change(c.get('caller'), c.req.valid('param'), configuration, expected);
    return c.json(view(found), 200, headersOf(found));
  });
  app.openapi(patch, async (c) => {
    const { version, ...members } = c.req.valid('json');
    const expected = { tags: parseIfMatch(c.req.valid('header')['if-match']), version };
    const found = await configurations.change(c.get('caller'), c.req.valid('param'), members, expected);
    return c.json(view(found), 200, headersOf(found));
  });
  return app;
}

const view = ({ configuration, version }: VersionedConfiguration) => ({ ...configuration, version });
const headersOf = ({ position }: VersionedConfiguration) => ({ etag: quotedTag(position) });
