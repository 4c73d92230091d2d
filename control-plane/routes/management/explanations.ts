import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { createExplanations } from '../../domain/preview/explanations.ts';
import { atLeast } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import {
  conflict,
  jsonRequest,
  jsonResponse,
  keyText,
  problems,
  projectParams,
  uuid,
} from './schemas/common.ts';
import { evaluationContext, explanation } from './schemas/explanation.ts';

const request = z
  .strictObject({
    environmentKey: keyText,
    flagKey: keyText,
    context: evaluationContext.default({}),
    after: z.int().min(1).max(2_147_483_647).optional().openapi({
      description:
        'The number of an entry of the history: the flag is evaluated as it was after it. Default: as it is now.',
    }),
    changeSetId: uuid.optional().openapi({
      description: 'A draft: the flag is evaluated as it would be after it. Not together with `after`.',
    }),
  })
  .refine(({ after, changeSetId }) => after === undefined || changeSetId === undefined, {
    path: ['changeSetId'],
    message: 'must be absent if `after` is given: an entry of the history cannot have a draft applied',
  })
  .openapi('ExplainRequest');

const post = createRoute({
  method: 'post',
  path: '/api/projects/{projectId}/explain',
  operationId: 'explainEvaluation',
  summary: 'Evaluate a flag for a context, and say why it serves what it serves',
  tags: ['Evaluation'],
  security: atLeast('viewer'),
  request: { params: projectParams, body: jsonRequest(request) },
  responses: {
    200: jsonResponse(explanation, 'The resolution, and each step that led to it.'),
    ...problems,
    ...conflict,
  },
});

/** `/api/projects/:projectId/explain` */
export function explanationRoutes(explanations: ReturnType<typeof createExplanations>): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(post, async (c) => {
    const { projectId } = c.req.valid('param');
    return c.json(await explanations.explain({ projectId, ...c.req.valid('json') }), 200);
  });
  return app;
}
