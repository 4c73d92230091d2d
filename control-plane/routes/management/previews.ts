import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { Resolution } from '../../../shared/evaluation/index.ts';
import type { createPreviews } from '../../domain/preview/previews.ts';
import { atLeast } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { changeSetParams } from './schemas/change-set.ts';
import { conflict, jsonRequest, jsonResponse, problems, tooManyRequests } from './schemas/common.ts';
import { previewRequest, previewResponse } from './schemas/preview.ts';

/** Characters of a value as JSON in an outcome. */
const MAX_VALUE = 1_000;

const post = createRoute({
  method: 'post',
  path: '/api/projects/{projectId}/change-sets/{changeSetId}/preview',
  operationId: 'previewChangeSet',
  summary: 'Evaluate given and recorded contexts before and after a draft, and count what changes',
  tags: ['Change sets'],
  security: atLeast('viewer'),
  request: { params: changeSetParams, body: jsonRequest(previewRequest) },
  responses: {
    200: jsonResponse(previewResponse, 'What changes, and what the numbers do not say.'),
    ...problems,
    ...conflict,
    ...tooManyRequests,
  },
});

type Previews = ReturnType<typeof createPreviews>;
type PreviewResult = Awaited<ReturnType<Previews['preview']>>;

/** `/api/projects/:projectId/change-sets/:changeSetId/preview` */
export function previewRoutes(previews: Previews): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(post, async (c) => {
    const request = { ...c.req.valid('param'), ...c.req.valid('json') };
    return c.json(previewView(await previews.preview(c.get('caller'), request)), 200);
  });
  return app;
}

function previewView(preview: PreviewResult) {
  const view = outcomeViews();
  const pair = ({ before, after }: { readonly before: Resolution; readonly after: Resolution }) => ({
    before: view(before),
    after: view(after),
  });
  const { sample } = preview;
  return {
    ...preview,
    flags: preview.flags.map(({ transitions, otherContexts, ...flag }) => ({
      ...flag,
      otherUsers: otherContexts,
      transitions: transitions.map((each) => ({
        ...pair(each),
        changed: each.isChange,
        users: each.contexts,
      })),
    })),
    given: preview.given.map(({ context, flagKey, isChange, ...each }) => ({
      context,
      flagKey,
      ...pair(each),
      changed: isChange,
    })),
    examples: preview.examples?.map((each) => ({ ...each, ...pair(each) })) ?? null,
    sample: sample && { ...sample, from: sample.from.toISOString(), to: sample.to.toISOString() },
  };
}

/** Resolutions are shared objects, so each is written once. */
function outcomeViews() {
  const known = new Map<Resolution, ReturnType<typeof outcomeView>>();
  return (resolution: Resolution) => {
    const found = known.get(resolution) ?? outcomeView(resolution);
    known.set(resolution, found);
    return found;
  };
}

function outcomeView({ variationKey, reason, errorCode, value }: Resolution) {
  const isShort = JSON.stringify(value).length <= MAX_VALUE;
  return { variationKey, reason: String(reason), errorCode, ...(isShort && { value }) };
}
