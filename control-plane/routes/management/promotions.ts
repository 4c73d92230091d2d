import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { createPromotions, FlagComparison, Promotion } from '../../domain/promotion/promotions.ts';
import { atLeast } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { LIMITS } from '../../model/limits.ts';
import { changeSetView, changeView, etagOf } from './change-set-view.ts';
import { pageView } from './page-view.ts';
import { changeSetResponse } from './schemas/change-set.ts';
import {
  conflict,
  flagParams,
  jsonRequest,
  jsonResponse,
  pageOf,
  problems,
  withEtag,
} from './schemas/common.ts';
import {
  comparisonQuery,
  flagComparison,
  newFlagCopy,
  newPromotion,
  promotionResponse,
  twoEnvironmentsParams,
} from './schemas/promotion.ts';

const environmentPath = '/api/projects/{projectId}/environments/{environmentKey}';

const compare = createRoute({
  method: 'get',
  path: `${environmentPath}/compare/{targetKey}`,
  operationId: 'compareEnvironments',
  summary: 'Compare two environments flag by flag: what promoting from the first to the second would change',
  tags: ['Environments'],
  security: atLeast('viewer'),
  request: { params: twoEnvironmentsParams, query: comparisonQuery },
  responses: { 200: jsonResponse(pageOf(flagComparison), 'A page of flags.'), ...problems, ...conflict },
});

const promote = createRoute({
  method: 'post',
  path: `${environmentPath}/promote/{targetKey}`,
  operationId: 'promoteFlags',
  summary:
    'Create a draft that brings the configurations of flags in the second environment to those in the first',
  tags: ['Environments'],
  security: atLeast('editor', 'anyEnvironment'),
  request: { params: twoEnvironmentsParams, body: jsonRequest(newPromotion) },
  responses: {
    200: jsonResponse(promotionResponse, 'Nothing differs, so there is no draft.'),
    201: withEtag(jsonResponse(promotionResponse, 'The new draft.')),
    ...problems,
    ...conflict,
  },
});

const copy = createRoute({
  method: 'post',
  path: '/api/projects/{projectId}/flags/{flagKey}/copy',
  operationId: 'copyFlag',
  summary: 'Copy a flag under a new key',
  tags: ['Flags'],
  security: atLeast('editor'),
  request: { params: flagParams, body: jsonRequest(newFlagCopy) },
  responses: {
    201: withEtag(
      jsonResponse(changeSetResponse, 'The change set that makes the copy: applied, or a draft.'),
    ),
    ...problems,
    ...conflict,
  },
});

/** Comparing, promoting and copying. */
export function promotionRoutes(promotions: ReturnType<typeof createPromotions>): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(compare, async (c) => {
    const { projectId, environmentKey: from, targetKey: to } = c.req.valid('param');
    const { flagKeys: keys, onlyDifferent, ...page } = c.req.valid('query');
    const query = { ...page, projectId, from, to, keys, onlyDifferent: onlyDifferent === 'true' };
    return c.json(pageView(await promotions.compare(query), comparisonView), 200);
  });
  app.openapi(promote, async (c) => {
    const { projectId, environmentKey: from, targetKey: to } = c.req.valid('param');
    const { name = `Promote ${from} to ${to}`, ...body } = c.req.valid('json');
    const request = { ...body, name: name.slice(0, LIMITS.name), projectId, from, to };
    const promotion = await promotions.promote(c.get('caller'), request);
    if (promotion === undefined) return c.json(NOTHING, 200);
    return c.json(promotionView(promotion), 201, etagOf(promotion.draft));
  });
  app.openapi(copy, async (c) => {
    const request = { ...c.req.valid('param'), ...c.req.valid('json') };
    const changeSet = await promotions.copyFlag(c.get('caller'), request);
    return c.json(changeSetView(changeSet), 201, etagOf(changeSet));
  });
  return app;
}

const comparisonView = ({ flagKey, diff, lines }: FlagComparison) => ({
  flagKey,
  isSame: diff.length === 0,
  changes: diff.map(changeView),
  lines,
});

const promotionView = ({ draft, flagKeys, problems: found }: Promotion) => ({
  changeSet: changeSetView(draft),
  flagKeys,
  problems: found.slice(0, LIMITS.faults),
  problemsTotal: found.length,
});

const NOTHING = { changeSet: null, flagKeys: [], problems: [], problemsTotal: 0 };
