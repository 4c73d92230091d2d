import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { createRollouts } from '../../domain/rollouts/rollouts.ts';
import { atLeast } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { parseIfMatch } from '../../model/entity-tag.ts';
import { changeSetView, etagOf } from './change-set-view.ts';
import { rolloutView } from './rollout-view.ts';
import { changeSetParams, changeSetResponse } from './schemas/change-set.ts';
import {
  conflict,
  ifMatchHeader,
  jsonRequest,
  jsonResponse,
  preconditionFailed,
  problems,
  withEtag,
} from './schemas/common.ts';
import {
  advanceQuery,
  newRollout,
  resumedRollout,
  rolloutResponse,
  stoppedRollout,
} from './schemas/rollout.ts';

const tags = ['Gradual rollouts'];
const path = '/api/projects/{projectId}/change-sets/{changeSetId}/rollout';
const current = withEtag(jsonResponse(rolloutResponse, 'The current rollout.'));
const edit = {
  tags,
  security: atLeast('editor', 'anyEnvironment'),
  responses: { 200: current, ...problems, ...conflict, ...preconditionFailed },
} as const;
const onDraft = { params: changeSetParams, headers: ifMatchHeader };

const get = createRoute({
  method: 'get',
  path,
  operationId: 'getRollout',
  summary: 'Read the gradual rollout of a change set: its steps, and the time of each',
  tags,
  security: atLeast('viewer'),
  request: { params: changeSetParams },
  responses: { 200: current, ...problems },
});

const put = createRoute({
  ...edit,
  method: 'put',
  path,
  operationId: 'putRollout',
  summary: 'Plan a gradual rollout of a draft, in place of the one before. An edit like any other',
  request: { ...onDraft, body: jsonRequest(newRollout) },
});

const remove = createRoute({
  ...edit,
  method: 'delete',
  path,
  operationId: 'deleteRollout',
  summary: 'Remove the gradual rollout of a draft',
  request: onDraft,
  responses: {
    200: withEtag(jsonResponse(changeSetResponse, 'The current change set.')),
    ...problems,
    ...conflict,
    ...preconditionFailed,
  },
});

const start = createRoute({
  ...edit,
  method: 'post',
  path: `${path}/start`,
  operationId: 'startRollout',
  summary:
    'Apply the operations of a draft and the first step now. A schedule of the draft does so at a time',
  request: onDraft,
});

const pause = createRoute({
  ...edit,
  method: 'post',
  path: `${path}/pause`,
  operationId: 'pauseRollout',
  summary: 'Apply no further step until the rollout is resumed',
  request: onDraft,
});

const resume = createRoute({
  ...edit,
  method: 'post',
  path: `${path}/resume`,
  operationId: 'resumeRollout',
  summary: 'Go on after the rest of the wait, or at once. The rights of the caller count from now on',
  request: { ...onDraft, body: jsonRequest(resumedRollout) },
});

const advance = createRoute({
  ...edit,
  method: 'post',
  path: `${path}/advance`,
  operationId: 'advanceRollout',
  summary:
    'Apply the next step now. If it does not fit any more, 409 says why, and the rollout stays as it is',
  request: { ...onDraft, query: advanceQuery },
});

const stop = createRoute({
  ...edit,
  method: 'post',
  path: `${path}/stop`,
  operationId: 'stopRollout',
  summary: 'Apply no further step; with revert, take the applied ones back in the same transaction',
  request: { ...onDraft, body: jsonRequest(stoppedRollout) },
});

/** The gradual rollout of a change set. */
export function rolloutRoutes(rollouts: ReturnType<typeof createRollouts>): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(get, async (c) => {
    const found = await rollouts.get(c.req.valid('param'));
    return c.json(rolloutView(found), 200, etagOf(found.changeSet));
  });
  app.openapi(put, async (c) => {
    const revisions = parseIfMatch(c.req.valid('header')['if-match']);
    const changed = await rollouts.put(c.get('caller'), c.req.valid('param'), revisions, c.req.valid('json'));
    return c.json(rolloutView(changed), 200, etagOf(changed.changeSet));
  });
  app.openapi(remove, async (c) => {
    const revisions = parseIfMatch(c.req.valid('header')['if-match']);
    const changed = await rollouts.remove(c.get('caller'), c.req.valid('param'), revisions);
    return c.json(changeSetView(changed), 200, etagOf(changed));
  });
  addControl(app, rollouts);
  return app;
}

/** The routes that change what happens to a planned or started rollout. */
function addControl(app: OpenAPIHono<AppEnv>, rollouts: ReturnType<typeof createRollouts>): void {
  app.openapi(start, async (c) => {
    const revisions = parseIfMatch(c.req.valid('header')['if-match']);
    const changed = await rollouts.start(c.get('caller'), c.req.valid('param'), revisions);
    return c.json(rolloutView(changed), 200, etagOf(changed.changeSet));
  });
  app.openapi(pause, async (c) => {
    const revisions = parseIfMatch(c.req.valid('header')['if-match']);
    const changed = await rollouts.pause(c.get('caller'), c.req.valid('param'), revisions);
    return c.json(rolloutView(changed), 200, etagOf(changed.changeSet));
  });
  app.openapi(resume, async (c) => {
    const revisions = parseIfMatch(c.req.valid('header')['if-match']);
    const { immediately } = c.req.valid('json');
    const changed = await rollouts.resume(c.get('caller'), c.req.valid('param'), revisions, immediately);
    return c.json(rolloutView(changed), 200, etagOf(changed.changeSet));
  });
  app.openapi(advance, async (c) => {
    const revisions = parseIfMatch(c.req.valid('header')['if-match']);
    const { reason } = c.req.valid('query');
    const changed = await rollouts.advance(c.get('caller'), c.req.valid('param'), revisions, reason);
    return c.json(rolloutView(changed), 200, etagOf(changed.changeSet));
  });
  app.openapi(stop, async (c) => {
    const revisions = parseIfMatch(c.req.valid('header')['if-match']);
    const { revert } = c.req.valid('json');
    const changed = await rollouts.stop(c.get('caller'), c.req.valid('param'), revisions, revert);
    return c.json(rolloutView(changed), 200, etagOf(changed.changeSet));
  });
}
