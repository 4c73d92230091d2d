import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { createSessions, SessionRow } from '../../domain/sign-in/sessions.ts';
import { self } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { pageView } from './page-view.ts';
import { jsonResponse, noContent, pageById, pageOf, problems, sessionParams } from './schemas/common.ts';
import { listedSession } from './schemas/session.ts';
import { sessionView } from './session.ts';

const tags = ['Sign-in'];
const path = '/api/sessions';

const list = createRoute({
  method: 'get',
  path,
  operationId: 'listOwnSessions',
  summary: 'List your sessions, newest first',
  tags,
  security: self,
  request: { query: pageById },
  responses: { 200: jsonResponse(pageOf(listedSession), 'A page of sessions.'), ...problems },
});

const end = createRoute({
  method: 'delete',
  path: `${path}/{sessionId}`,
  operationId: 'endOwnSession',
  summary: 'End one of your sessions, also the one of this request. Its streams end within a second',
  tags,
  security: self,
  request: { params: sessionParams },
  responses: { ...noContent, ...problems },
});

/** `/api/sessions` */
export function ownSessionRoutes(sessions: ReturnType<typeof createSessions>): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(list, async (c) => {
    const { limit, after } = c.req.valid('query');
    const currentId = c.get('session')?.id;
    const view = (row: SessionRow) => ({ ...sessionView(row), current: row.id === currentId });
    return c.json(pageView(await sessions.list(c.get('caller').userId, limit, after), view), 200);
  });
  app.openapi(end, async (c) => {
    await sessions.endOwn(c.get('caller').userId, c.req.valid('param').sessionId);
    return c.body(null, 204);
  });
  return app;
}
