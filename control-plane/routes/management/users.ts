import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { createUsers, UserRow } from '../../domain/users.ts';
import { atLeast, signedIn } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { ROLES, USER_KINDS } from '../../model/role.ts';
import { contentTags } from './content-tags.ts';
import { pageView } from './page-view.ts';
import {
  conflict,
  ifMatchHeader,
  jsonRequest,
  jsonResponse,
  nameText,
  noContent,
  pageById,
  pageOf,
  preconditionFailed,
  problems,
  userParams,
  uuid,
  withEtag,
} from './schemas/common.ts';

const email = z.email().max(320);
const role = z.enum(ROLES).nullable().openapi({
  description:
    'The role in the installation, which counts in every project. A viewer reads. An editor also changes flags and segments. An admin also changes users, keys, environments and projects. null: only roles in projects and environments count.',
});
const kind = z.enum(USER_KINDS).openapi({
  description: 'A service account is a program: it needs no email address, and never approves a change.',
});

const user = z
  .object({
    id: uuid,
    kind,
    email: z.string().nullable(),
    name: z.string(),
    role,
    createdAt: z.string(),
  })
  .openapi('User');
const newUser = z
  .strictObject({
    kind: kind.default('person'),
    email: email.nullable().default(null).openapi({ description: 'Required for a person.' }),
    name: nameText,
    role,
  })
  .openapi('NewUser');
const userPatch = z
  .strictObject({ email: email.nullable(), name: nameText, role })
  .partial()
  .openapi('UserPatch');
const me = z.object({ userId: uuid, role }).openapi('Me');

const view = (row: UserRow) => ({ ...row, createdAt: row.createdAt.toISOString() });

const { etagOf, preconditionOf } = contentTags('The user', view);

const tags = ['Users'];
const path = '/api/users';
const onePath = '/api/users/{userId}';
const onUser = { params: userParams, headers: ifMatchHeader };
const refusals = { ...problems, ...conflict, ...preconditionFailed };

const whoAmI = createRoute({
  method: 'get',
  path: '/api/me',
  operationId: 'getMe',
  summary: 'Read the user of this token',
  tags,
  security: signedIn,
  responses: { 200: jsonResponse(me, 'The user and the role.'), ...problems },
});

const list = createRoute({
  method: 'get',
  path,
  operationId: 'listUsers',
  summary: 'List users, oldest first',
  tags,
  security: atLeast('admin'),
  request: { query: pageById },
  responses: { 200: jsonResponse(pageOf(user), 'A page of users.'), ...problems },
});

const create = createRoute({
  method: 'post',
  path,
  operationId: 'createUser',
  summary: 'Create a user',
  tags,
  security: atLeast('admin'),
  request: { body: jsonRequest(newUser) },
  responses: { 201: jsonResponse(user, 'The new user.'), ...problems, ...conflict },
});

const get = createRoute({
  method: 'get',
  path: onePath,
  operationId: 'getUser',
  summary: 'Read a user',
  tags,
  security: atLeast('admin'),
  request: { params: userParams },
  responses: { 200: withEtag(jsonResponse(user, 'The user.')), ...problems },
});

const update = createRoute({
  method: 'patch',
  path: onePath,
  operationId: 'updateUser',
  summary: 'Change email address, name or role',
  tags,
  security: atLeast('admin'),
  request: { ...onUser, body: jsonRequest(userPatch) },
  responses: { 200: withEtag(jsonResponse(user, 'The current user.')), ...refusals },
});

const remove = createRoute({
  method: 'delete',
  path: onePath,
  operationId: 'deleteUser',
  summary: 'Delete a user. The tokens of the user stop working',
  tags,
  security: atLeast('admin'),
  request: onUser,
  responses: { ...noContent, ...refusals },
});

/** `/api/me`, `/api/users` */
export function userRoutes(users: ReturnType<typeof createUsers>): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(whoAmI, (c) => {
    const { userId, role } = c.get('caller');
    return c.json({ userId, role }, 200);
  });
  app.openapi(list, async (c) => {
    const { limit, after } = c.req.valid('query');
    return c.json(pageView(await users.list(limit, after), view), 200);
  });
  app.openapi(create, async (c) =>
    c.json(view(await users.create(c.get('caller'), c.req.valid('json'))), 201),
  );
  app.openapi(get, async (c) => {
    const row = await users.get(c.req.valid('param').userId);
    return c.json(view(row), 200, etagOf(row));
  });
  app.openapi(update, async (c) => {
    const { userId } = c.req.valid('param');
    const precondition = preconditionOf(c.req.valid('header'));
    const row = await users.update(c.get('caller'), userId, c.req.valid('json'), precondition);
    return c.json(view(row), 200, etagOf(row));
  });
  app.openapi(remove, async (c) => {
    const { userId } = c.req.valid('param');
    await users.remove(c.get('caller'), userId, preconditionOf(c.req.valid('header')));
    return c.body(null, 204);
  });
  return app;
}
