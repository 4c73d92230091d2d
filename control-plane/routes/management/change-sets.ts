import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { createChangeSets } from '../../domain/drafts/change-sets.ts';
import { atLeast } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { parseIfMatch } from '../../model/entity-tag.ts';
import {
  changeSetView,
  diffText,
  diffView,
  etagOf,
  problemsView,
  storedOperationView,
} from './change-set-view.ts';
import { pageView } from './page-view.ts';
import {
  addedOperations,
  changeSetParams,
  changeSetPatch,
  changeSetQuery,
  changeSetResponse,
  diffResponse,
  newChangeSet,
  operationParams,
  operationsQuery,
  problemsResponse,
  storedOperation,
} from './schemas/change-set.ts';
import {
  conflict,
  ifMatchHeader,
  jsonRequest,
  jsonResponse,
  pageOf,
  preconditionFailed,
  problems,
  projectParams,
  withEtag,
} from './schemas/common.ts';
import { toOperation } from './schemas/operation.ts';

const tags = ['Change sets'];
const path = '/api/projects/{projectId}/change-sets';
const onePath = `${path}/{changeSetId}` as const;
const current = withEtag(jsonResponse(changeSetResponse, 'The current change set.'));
const reader = { tags, security: atLeast('viewer') } as const;
const editor = { tags, security: atLeast('editor', 'anyEnvironment') } as const;
const edit = {
  ...editor,
  responses: { 200: current, ...problems, ...conflict, ...preconditionFailed },
} as const;
const onDraft = { params: changeSetParams, headers: ifMatchHeader };

const list = createRoute({
  ...reader,
  method: 'get',
  path,
  operationId: 'listChangeSets',
  summary: 'List drafts and applied change sets, newest first. With state=applied: the history',
  request: { params: projectParams, query: changeSetQuery },
  responses: { 200: jsonResponse(pageOf(changeSetResponse), 'A page of change sets.'), ...problems },
});

const create = createRoute({
  ...editor,
  method: 'post',
  path,
  operationId: 'createChangeSet',
  summary: 'Create a draft',
  request: { params: projectParams, body: jsonRequest(newChangeSet) },
  responses: {
    201: withEtag(jsonResponse(changeSetResponse, 'The new draft.')),
    ...problems,
    ...conflict,
  },
});

const get = createRoute({
  ...reader,
  method: 'get',
  path: onePath,
  operationId: 'getChangeSet',
  summary: 'Read a change set, without its operations',
  request: { params: changeSetParams },
  responses: { 200: current, ...problems },
});

const update = createRoute({
  ...edit,
  method: 'patch',
  path: onePath,
  operationId: 'updateChangeSet',
  summary: 'Change the name or the description of a draft',
  request: { ...onDraft, body: jsonRequest(changeSetPatch) },
});

const operations = createRoute({
  ...reader,
  method: 'get',
  path: `${onePath}/operations`,
  operationId: 'listOperations',
  summary: 'List the operations of a change set in their order',
  request: { params: changeSetParams, query: operationsQuery },
  responses: { 200: jsonResponse(pageOf(storedOperation), 'A page of operations.'), ...problems },
});

const addOperations = createRoute({
  ...edit,
  method: 'post',
  path: `${onePath}/operations`,
  operationId: 'addOperations',
  summary: 'Append operations to a draft. Each is made from the state of now',
  request: { ...onDraft, body: jsonRequest(addedOperations) },
});

const removeOperation = createRoute({
  ...edit,
  method: 'delete',
  path: `${onePath}/operations/{position}`,
  operationId: 'removeOperation',
  summary: 'Remove one operation of a draft. Those after it move up',
  request: { params: operationParams, headers: ifMatchHeader },
});

const diff = createRoute({
  ...reader,
  method: 'get',
  path: `${onePath}/diff`,
  operationId: 'getChangeSetDiff',
  summary: 'What a draft would change now, or what an applied change set has changed',
  request: { params: changeSetParams },
  responses: {
    200: {
      description: 'The diff; as text if `Accept` prefers `text/plain`.',
      content: {
        'application/json': { schema: diffResponse },
        'text/plain': {
          schema: z.string().openapi({
            description: 'One line a change; then a line for each problem and each conflict.',
          }),
        },
      },
    },
    ...problems,
    ...conflict,
  },
});

const problemList = createRoute({
  ...reader,
  method: 'get',
  path: `${onePath}/problems`,
  operationId: 'getChangeSetProblems',
  summary: 'Why a draft cannot be applied to the state of now',
  request: { params: changeSetParams },
  responses: { 200: jsonResponse(problemsResponse, 'Problems and conflicts.'), ...problems, ...conflict },
});

const discard = createRoute({
  ...edit,
  method: 'post',
  path: `${onePath}/discard`,
  operationId: 'discardChangeSet',
  summary: 'Discard a draft. It can still be read',
  request: onDraft,
});

const rebase = createRoute({
  ...edit,
  method: 'post',
  path: `${onePath}/rebase`,
  operationId: 'rebaseChangeSet',
  summary: 'Merge a draft three ways into the state of now. 409 names what cannot be merged',
  request: onDraft,
});

const apply = createRoute({
  ...edit,
  method: 'post',
  path: `${onePath}/apply`,
  operationId: 'applyChangeSet',
  summary: 'Apply a draft in one transaction. 409 names every conflict and every problem',
  request: onDraft,
});

const revert = createRoute({
  ...editor,
  method: 'post',
  path: `${onePath}/revert`,
  operationId: 'revertChangeSet',
  summary: 'Create a draft that takes an applied change set back',
  request: { params: changeSetParams },
  responses: {
    201: withEtag(jsonResponse(changeSetResponse, 'The new draft.')),
    ...problems,
    ...conflict,
  },
});

/** `/api/projects/:projectId/change-sets` */
export function changeSetRoutes(changeSets: ReturnType<typeof createChangeSets>): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(list, async (c) => {
    const { scheduled, ...query } = c.req.valid('query');
    const page = await changeSets.list({
      ...c.req.valid('param'),
      ...query,
      isScheduled: scheduled === 'true',
    });
    return c.json(pageView(page, changeSetView), 200);
  });
  app.openapi(create, async (c) => {
    const { operations: bodies, ...fields } = c.req.valid('json');
    const { projectId } = c.req.valid('param');
    const draft = { ...fields, operations: bodies.map(toOperation) };
    const created = await changeSets.create(c.get('caller'), projectId, draft);
    return c.json(changeSetView(created), 201, etagOf(created));
  });
  app.openapi(get, async (c) => {
    const found = await changeSets.get(c.req.valid('param'));
    return c.json(changeSetView(found), 200, etagOf(found));
  });
  app.openapi(operations, async (c) => {
    const { limit, after } = c.req.valid('query');
    const position = after === undefined ? undefined : Number(after);
    const page = await changeSets.operations(c.req.valid('param'), limit, position);
    return c.json(pageView(page, storedOperationView), 200);
  });
  app.openapi(diff, async (c) => {
    const review = await changeSets.review(c.req.valid('param'));
    const isText = /^\s*text\/plain\b/i.test(c.req.header('accept') ?? '');
    return isText ? c.text(diffText(review), 200) : c.json(diffView(review), 200);
  });
  app.openapi(problemList, async (c) =>
    c.json(problemsView(await changeSets.review(c.req.valid('param'))), 200),
  );
  app.openapi(revert, async (c) => {
    const created = await changeSets.revert(c.get('caller'), c.req.valid('param'));
    return c.json(changeSetView(created), 201, etagOf(created));
  });
  addEdits(app, changeSets);
  return app;
}

/** The routes that change a draft. */
function addEdits(app: OpenAPIHono<AppEnv>, changeSets: ReturnType<typeof createChangeSets>): void {
  app.openapi(update, async (c) => {
    const revisions = parseIfMatch(c.req.valid('header')['if-match']);
    const changed = await changeSets.update(
      c.get('caller'),
      c.req.valid('param'),
      revisions,
      c.req.valid('json'),
    );
    return c.json(changeSetView(changed), 200, etagOf(changed));
  });
  app.openapi(addOperations, async (c) => {
    const revisions = parseIfMatch(c.req.valid('header')['if-match']);
    const added = c.req.valid('json').operations.map(toOperation);
    const changed = await changeSets.addOperations(c.get('caller'), c.req.valid('param'), revisions, added);
    return c.json(changeSetView(changed), 200, etagOf(changed));
  });
  app.openapi(removeOperation, async (c) => {
    const revisions = parseIfMatch(c.req.valid('header')['if-match']);
    const { position, ...draft } = c.req.valid('param');
    const changed = await changeSets.removeOperation(c.get('caller'), draft, revisions, position);
    return c.json(changeSetView(changed), 200, etagOf(changed));
  });
  app.openapi(discard, async (c) => {
    const revisions = parseIfMatch(c.req.valid('header')['if-match']);
    const changed = await changeSets.discard(c.get('caller'), c.req.valid('param'), revisions);
    return c.json(changeSetView(changed), 200, etagOf(changed));
  });
  app.openapi(rebase, async (c) => {
    const revisions = parseIfMatch(c.req.valid('header')['if-match']);
    const changed = await changeSets.rebase(c.get('caller'), c.req.valid('param'), revisions);
    return c.json(changeSetView(changed), 200, etagOf(changed));
  });
  app.openapi(apply, async (c) => {
    const revisions = parseIfMatch(c.req.valid('header')['if-match']);
    const changed = await changeSets.apply(c.get('caller'), c.req.valid('param'), revisions);
    return c.json(changeSetView(changed), 200, etagOf(changed));
  });
}
