import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type {
  createConfigurations,
  Precondition,
  VersionedConfiguration,
} from '../../domain/configurations.ts';
import { atLeast } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { LIMITS } from '../../model/limits.ts';
import {
  configurationParams,
  conflict,
  jsonAnswer,
  jsonRequest,
  preconditionFailed,
  problems,
} from './schemas/common.ts';
import { configurationAnswer, configurationPatch, configurationPut } from './schemas/configuration.ts';

const tags = ['Configurations'];
const path = '/api/projects/{projectId}/flags/{flagKey}/environments/{environmentKey}';
const etag = {
  etag: {
    description: 'Tells this state of the document from all others.',
    schema: { type: 'string' as const },
  },
};
const answer = { ...jsonAnswer(configurationAnswer, 'The document now.'), headers: etag };
const conditionalHeaders = z.object({
  'if-match': z.string().max(1_000).optional().openapi({
    description: 'ETags of which one must be the current one, or the change is refused with 412.',
  }),
});

const get = createRoute({
  method: 'get',
  path,
  operationId: 'getConfiguration',
  summary: 'Read how a flag behaves in an environment',
  tags,
  security: atLeast('viewer'),
  request: { params: configurationParams },
  responses: { 200: answer, ...problems },
});

const change = {
  path,
  tags,
  security: atLeast('editor'),
  'x-max-body-bytes': LIMITS.configurationBody,
  responses: { 200: answer, ...problems, ...conflict, ...preconditionFailed },
} as const;

const put = createRoute({
  ...change,
  method: 'put',
  operationId: 'putConfiguration',
  summary: 'Replace the whole document',
  request: { params: configurationParams, headers: conditionalHeaders, body: jsonRequest(configurationPut) },
});

const patch = createRoute({
  ...change,
  method: 'patch',
  operationId: 'patchConfiguration',
  summary: 'Replace the members given',
  request: {
    params: configurationParams,
    headers: conditionalHeaders,
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
    const { version, ...document } = c.req.valid('json');
    const precondition = preconditionOf(c.req.valid('header')['if-match'], version);
    const found = await configurations.change(c.get('caller'), c.req.valid('param'), document, precondition);
    return c.json(view(found), 200, headersOf(found));
  });
  app.openapi(patch, async (c) => {
    const { version, ...members } = c.req.valid('json');
    const precondition = preconditionOf(c.req.valid('header')['if-match'], version);
    const found = await configurations.change(c.get('caller'), c.req.valid('param'), members, precondition);
    return c.json(view(found), 200, headersOf(found));
  });
  return app;
}

const view = ({ configuration, version }: VersionedConfiguration) => ({ ...configuration, version });
const headersOf = ({ position }: VersionedConfiguration) => ({ etag: `"${position}"` });

/** `*` asks only that the document is there, which it is. Weak tags never match. */
function preconditionOf(ifMatch: string | undefined, version: number | undefined): Precondition {
  if (ifMatch === undefined || ifMatch.trim() === '*') return { version };
  const tags = [...ifMatch.matchAll(/(W\/)?"([^"]*)"/g)];
  return { version, positions: tags.flatMap(([, weak, tag]) => (weak || tag === undefined ? [] : tag)) };
}
