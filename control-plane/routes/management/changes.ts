import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { openPlainStreamSink } from '../../../node-process/stream-sink.ts';
import { STREAM_HEADERS } from '../../../shared/streaming/stream-headers.ts';
import type { ChangeFeed } from '../../change-feed/change-feed.ts';
import { atLeast } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { problems, projectParams, tooManyRequests } from './schemas/common.ts';

const watch = createRoute({
  method: 'get',
  path: '/api/projects/{projectId}/changes',
  operationId: 'watchChanges',
  summary: 'Follow the changes of a project as server-sent events',
  description:
    'Event `ready` comes first: `position`, and `isComplete`, which is false if the position of `Last-Event-ID` is unknown here. Then comes one event `change` for each entry of the audit log: its `position`, `entryId`, `action`, `resourceType`, `resourceId`, `userId`, `createdAt`, and `flagKey`, `environmentKey`, `segmentKey` and `changeSetId`, each of which may be null. The stream ends when the token or the session no longer gives access.',
  tags: ['Audit'],
  security: atLeast('viewer'),
  request: {
    params: projectParams,
    headers: z.object({
      'last-event-id': z
        .string()
        .regex(/^\d{0,15}$/, 'must be the id of an event of this stream')
        .optional()
        .openapi({ description: 'The `id` of the last event that was received. Absent: from now on.' }),
    }),
  },
  responses: {
    200: {
      description: 'The stream.',
      content: { 'text/event-stream': { schema: z.string() } },
    },
    ...problems,
    ...tooManyRequests,
  },
});

/** `/api/projects/:projectId/changes` */
export function changeRoutes(changeFeed: ChangeFeed): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(watch, async (c) => {
    const { projectId } = c.req.valid('param');
    const { 'last-event-id': lastEventId = '' } = c.req.valid('header');
    const credential = c.get('credential');
    const { userId } = c.get('caller');
    const resumed = lastEventId === '' ? null : Number(lastEventId);
    const stream = await changeFeed.prepare({ projectId, userId, credential }, resumed);
    const { outgoing } = c.env;
    if (c.req.method === 'HEAD' || outgoing.destroyed) {
      stream.release();
      return outgoing.destroyed ? RESPONSE_ALREADY_SENT : c.body(null, 200, STREAM_HEADERS);
    }
    stream.attach(openPlainStreamSink(outgoing, { 'x-request-id': c.get('requestId') }));
    return RESPONSE_ALREADY_SENT;
  });
  return app;
}
