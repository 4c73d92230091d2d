import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { createInsights } from '../../domain/insights/insights.ts';
import { atLeast } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { configurationParams, environmentParams, jsonResponse, problems } from './schemas/common.ts';
import { attributesQuery, evaluationCounts, evaluationsQuery, seenAttributes } from './schemas/insights.ts';

const evaluations = createRoute({
  method: 'get',
  path: '/api/projects/{projectId}/flags/{flagKey}/environments/{environmentKey}/evaluations',
  operationId: 'getEvaluations',
  summary:
    'Count the recorded evaluations of a flag in an environment by variation and hour. Clients that ask for all flags at once record none',
  tags: ['Insights'],
  security: atLeast('viewer'),
  request: { params: configurationParams, query: evaluationsQuery },
  responses: { 200: jsonResponse(evaluationCounts, 'The counts.'), ...problems },
});

const attributes = createRoute({
  method: 'get',
  path: '/api/projects/{projectId}/environments/{environmentKey}/attributes',
  operationId: 'getSeenAttributes',
  summary:
    'List attributes and values in a sample of recorded contexts, without private ones. The audit log gets an entry',
  tags: ['Insights'],
  security: atLeast('viewer', 'environment', 'contexts:read'),
  request: { params: environmentParams, query: attributesQuery },
  responses: { 200: jsonResponse(seenAttributes, 'What was seen most often comes first.'), ...problems },
});

type Series = Awaited<ReturnType<ReturnType<typeof createInsights>['evaluations']>>;

const hoursView = <T extends Series['others']>(series: T) => ({
  ...series,
  hours: series.hours.map(({ hour, evaluations: number }) => ({
    hour: hour.toISOString(),
    evaluations: number,
  })),
});

const seriesView = ({ from, to, evaluations: total, variations, others }: Series) => ({
  from: from.toISOString(),
  to: to.toISOString(),
  evaluations: total,
  variations: variations.map(hoursView),
  others: hoursView(others),
});

export function insightRoutes(insights: ReturnType<typeof createInsights>): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(evaluations, async (c) => {
    const counted = await insights.evaluations({ ...c.req.valid('param'), ...c.req.valid('query') });
    return c.json(seriesView(counted), 200);
  });
  app.openapi(attributes, async (c) => {
    const { days, flag: flagKey } = c.req.valid('query');
    const query = { ...c.req.valid('param'), days, flagKey };
    const { since, ...seen } = await insights.attributes(c.get('caller'), query);
    return c.json({ since: since.toISOString(), ...seen }, 200);
  });
  return app;
}
