import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { createSessionEnds, createSessions, SessionRow } from '../../domain/sign-in/sessions.ts';
import { atLeast, self } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { pageView } from './page-view.ts';
import {
  jsonResponse,
  noContent,
  pageById,
  pageOf,
  problems,
  sessionParams,
  userParams,
  userSessionParams,
} from './schemas/common.ts';
import { listedSession, session } from './schemas/session.ts';
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

const userPath = '/api/users/{userId}/sessions';

const listOfUser = createRoute({
  method: 'get',
  path: userPath,
  operationId: 'listSessionsOfUser',
  summary: 'List the sessions of a user, newest first',
  tags,
  security: atLeast('admin'),
  request: { params: userParams, query: pageById },
  responses: { 200: jsonResponse(pageOf(session), 'A page of sessions.'), ...problems },
});

const endAllOfUser = createRoute({
  method: 'delete',
  path: userPath,
  operationId: 'endSessionsOfUser',
  summary: 'End all sessions of a user. Their streams end within a second',
  tags,
  security: atLeast('admin'),
  request: { params: userParams },
  responses: { ...noContent, ...problems },
});

const endOfUser = createRoute({
  method: 'delete',
  path: `${userPath}/{sessionId}`,
  operationId: 'endSessionOfUser',
  summary: 'End a session of a user. Its streams end within a second',
  tags,
  security: atLeast('admin'),
  request: { params: userSessionParams },
  responses: { ...noContent, ...problems },
});

/** `/api/users/:userId/sessions` */
export function userSessionRoutes(
  sessions: ReturnType<typeof createSessions>,
  ends: ReturnType<typeof createSessionEnds>,
): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(listOfUser, async (c) => {
    const { limit, after } = c.req.valid('query');
    return c.json(pageView(await sessions.list(c.req.valid('param').userId, limit, after), sessionView), 200);
  });
  app.openapi(endAllOfUser, async (c) => {
    await ends.endAll(c.get('caller'), c.req.valid('param').userId);
    return c.body(null, 204);
  });
  app.openapi(endOfUser, async (c) => {
    const { userId, sessionId } = c.req.valid('param');
    await ends.end(c.get('caller'), userId, sessionId);
    return c.body(null, 204);
  });
  return app;
}

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
