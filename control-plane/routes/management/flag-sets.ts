import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { createFlagSets } from '../../domain/insights/flag-sets.ts';
import { atLeast } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { environmentParams, jsonResponse, problems } from './schemas/common.ts';
import { flagSet } from './schemas/insights.ts';

const etag = { etag: { description: 'The position of the flag set.', schema: { type: 'string' as const } } };

const get = createRoute({
  method: 'get',
  path: '/api/projects/{projectId}/environments/{environmentKey}/flag-set',
  operationId: 'getFlagSet',
  summary: 'Read the whole flag set of an environment, as its readers get it',
  tags: ['Environments'],
  security: atLeast('viewer'),
  request: {
    params: environmentParams,
    headers: z.object({
      'if-none-match': z.string().max(1_000).optional().openapi({
        description: 'ETags. If one of them is the current one, the answer is 304.',
      }),
    }),
  },
  responses: {
    200: { ...jsonResponse(flagSet, 'Data of the event `snapshot` of the stream.'), headers: etag },
    304: { description: 'The flag set is the one with this ETag.', headers: etag },
    ...problems,
  },
});

export function flagSetRoutes(flagSets: ReturnType<typeof createFlagSets>): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(get, async (c) => {
    const { projectId, environmentKey } = c.req.valid('param');
    const held =
      c.req
        .valid('header')
        ['if-none-match']?.split(',')
        .map((tag) => tag.trim()) ?? [];
    const tagOf = (position: string) => `"${position}"`;
    const isHeld = (position: string) =>
      held.some((tag) => tag === '*' || tag.replace(/^W\//, '') === tagOf(position));
    const { position, snapshot } = await flagSets.get(projectId, environmentKey, isHeld);
    const headers = { etag: tagOf(position) };
    return snapshot === null ? c.body(null, 304, headers) : c.json(snapshot, 200, headers);
  });
  return app;
}
