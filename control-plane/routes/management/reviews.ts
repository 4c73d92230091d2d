import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { createReviews } from '../../domain/drafts/reviews.ts';
import { atLeast } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { parseIfMatch } from '../../model/entity-tag.ts';
import { changeSetView, etagOf } from './change-set-view.ts';
import { pageView } from './page-view.ts';
import { changeSetParams, changeSetResponse, diffHash } from './schemas/change-set.ts';
import {
  conflict,
  ifMatchHeader,
  jsonRequest,
  jsonResponse,
  moment,
  pageById,
  pageOf,
  preconditionFailed,
  problems,
  reasonText,
  uuid,
  withEtag,
} from './schemas/common.ts';

const tags = ['Change sets'];
const path = '/api/projects/{projectId}/change-sets/{changeSetId}';
const edit = {
  tags,
  responses: {
    200: withEtag(jsonResponse(changeSetResponse, 'The current change set.')),
    ...problems,
    ...conflict,
    ...preconditionFailed,
  },
} as const;

const approval = z
  .object({ userId: uuid, userName: z.string(), diffHash, createdAt: z.string() })
  .openapi('Approval', { description: 'Counts only while the change set has this diff.' });

const newSchedule = z
  .strictObject({
    applyAt: moment,
    allowUnsupported: z.boolean().default(false).openapi({
      description:
        'Whether it is applied even if readers that are connected then lack a protocol feature that it needs: these answer GENERAL for the flags that need it.',
    }),
  })
  .openapi('Schedule');

const requestReview = createRoute({
  ...edit,
  method: 'post',
  path: `${path}/request-review`,
  operationId: 'requestReview',
  summary: 'Ask others to review a draft. Where nothing protected changes, it can be applied meanwhile',
  security: atLeast('editor', 'anyEnvironment'),
  request: { params: changeSetParams, headers: ifMatchHeader },
});

const listApprovals = createRoute({
  method: 'get',
  path: `${path}/approvals`,
  operationId: 'listApprovals',
  summary: 'List the approvals of a change set',
  tags,
  security: atLeast('viewer'),
  request: { params: changeSetParams, query: pageById },
  responses: { 200: jsonResponse(pageOf(approval), 'A page of approvals, the oldest first.'), ...problems },
});

const approve = createRoute({
  ...edit,
  method: 'post',
  path: `${path}/approvals`,
  operationId: 'approveChangeSet',
  summary: 'Approve the diff of a draft. Authors cannot; any edit of the draft voids it',
  security: atLeast('viewer'),
  request: {
    params: changeSetParams,
    headers: ifMatchHeader,
    body: jsonRequest(
      z
        .strictObject({
          diffHash: diffHash.openapi({ description: '`diffHash` of the diff that was read.' }),
        })
        .openapi('NewApproval'),
    ),
  },
});

const breakGlass = createRoute({
  ...edit,
  method: 'post',
  path: `${path}/break-glass`,
  operationId: 'breakGlass',
  summary: 'Apply a draft to protected environments without approvals. The history keeps the reason',
  security: atLeast('admin'),
  request: {
    params: changeSetParams,
    headers: ifMatchHeader,
    body: jsonRequest(z.strictObject({ reason: reasonText }).openapi('BreakGlass')),
  },
});

const schedule = createRoute({
  ...edit,
  method: 'put',
  path: `${path}/schedule`,
  operationId: 'scheduleChangeSet',
  summary: 'Apply a draft at a time, with the rights that the caller has then. Any edit ends the schedule',
  security: atLeast('editor', 'anyEnvironment'),
  request: {
    params: changeSetParams,
    headers: ifMatchHeader,
    body: jsonRequest(newSchedule),
  },
});

const unschedule = createRoute({
  ...edit,
  method: 'delete',
  path: `${path}/schedule`,
  operationId: 'unscheduleChangeSet',
  summary: 'Take a draft off the schedule',
  security: atLeast('editor', 'anyEnvironment'),
  request: { params: changeSetParams, headers: ifMatchHeader },
});

type Approval = Awaited<ReturnType<ReturnType<typeof createReviews>['approvals']>>['items'][number];
const approvalView = ({ userId, userName, diffHash: hash, createdAt }: Approval) => ({
  userId,
  userName,
  diffHash: hash,
  createdAt: createdAt.toISOString(),
});

/** What is between a draft and its application: its review, and its time. */
export function reviewRoutes(reviews: ReturnType<typeof createReviews>): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(requestReview, async (c) => {
    const revisions = parseIfMatch(c.req.valid('header')['if-match']);
    const changed = await reviews.request(c.get('caller'), c.req.valid('param'), revisions);
    return c.json(changeSetView(changed), 200, etagOf(changed));
  });
  app.openapi(listApprovals, async (c) => {
    const { limit, after } = c.req.valid('query');
    return c.json(pageView(await reviews.approvals(c.req.valid('param'), limit, after), approvalView), 200);
  });
  app.openapi(approve, async (c) => {
    const revisions = parseIfMatch(c.req.valid('header')['if-match']);
    const hash = c.req.valid('json').diffHash;
    const changed = await reviews.approve(c.get('caller'), c.req.valid('param'), revisions, hash);
    return c.json(changeSetView(changed), 200, etagOf(changed));
  });
  app.openapi(schedule, async (c) => {
    const revisions = parseIfMatch(c.req.valid('header')['if-match']);
    const { applyAt, allowUnsupported } = c.req.valid('json');
    const changed = await reviews.schedule(c.get('caller'), c.req.valid('param'), revisions, {
      applyAt: new Date(applyAt),
      allowUnsupported: allowUnsupported || c.get('caller').allowsUnsupported === true,
    });
    return c.json(changeSetView(changed), 200, etagOf(changed));
  });
  app.openapi(unschedule, async (c) => {
    const revisions = parseIfMatch(c.req.valid('header')['if-match']);
    const changed = await reviews.schedule(c.get('caller'), c.req.valid('param'), revisions, null);
    return c.json(changeSetView(changed), 200, etagOf(changed));
  });
  app.openapi(breakGlass, async (c) => {
    const revisions = parseIfMatch(c.req.valid('header')['if-match']);
    const { reason } = c.req.valid('json');
    const changed = await reviews.breakGlass(c.get('caller'), c.req.valid('param'), revisions, reason);
    return c.json(changeSetView(changed), 200, etagOf(changed));
  });
  return app;
}
