import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { createRoleGrants } from '../../domain/role-grants.ts';
import { atLeast } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { RIGHTS, ROLES, USER_KINDS } from '../../model/role.ts';
import { pageView } from './page-view.ts';
import {
  conflict,
  environmentRoleParams,
  jsonRequest,
  jsonResponse,
  noContent,
  pageById,
  pageOf,
  problems,
  projectParams,
  projectRoleParams,
  reasonText,
  uuid,
} from './schemas/common.ts';

const grantedRole = z
  .strictObject({
    role: z.enum(ROLES),
    rights: z.array(z.enum(RIGHTS)).max(RIGHTS.length).default([]).openapi({
      description:
        'Rights that the role carries. contexts:read: attributes, targeting keys and values of users. Admins have them all.',
    }),
    reason: reasonText.optional(),
  })
  .openapi('GrantedRole');
const roleGrant = z
  .object({
    id: uuid,
    userId: uuid,
    userName: z.string(),
    userKind: z.enum(USER_KINDS),
    environmentKey: z.string().nullable().openapi({ description: 'null: in the whole project.' }),
    role: z.enum(ROLES),
    rights: z.array(z.enum(RIGHTS)).readonly(),
  })
  .openapi('RoleGrant');

const tags = ['Roles'];
const withReason = z.strictObject({
  reason: reasonText
    .optional()
    .openapi({ description: 'Required if an environment is protected in which the role counts.' }),
});
const common = { tags, security: atLeast('admin') } as const;
const path = '/api/projects/{projectId}/roles';
const ofUser = `${path}/{userId}` as const;
const inEnvironment = '/api/projects/{projectId}/environments/{environmentKey}/roles/{userId}';

const list = createRoute({
  ...common,
  method: 'get',
  path,
  operationId: 'listRoles',
  summary: 'List the roles of users in a project and in its environments',
  request: { params: projectParams, query: pageById },
  responses: { 200: jsonResponse(pageOf(roleGrant), 'A page of roles.'), ...problems },
});

const putInProject = createRoute({
  ...common,
  method: 'put',
  path: ofUser,
  operationId: 'putProjectRole',
  summary: 'Give a user a role in a project',
  request: { params: projectRoleParams, body: jsonRequest(grantedRole) },
  responses: { ...noContent, ...problems, ...conflict },
});

const removeFromProject = createRoute({
  ...common,
  method: 'delete',
  path: ofUser,
  operationId: 'deleteProjectRole',
  summary: "Remove a user's role in a project. Roles in its environments stay",
  request: { params: projectRoleParams, query: withReason },
  responses: { ...noContent, ...problems, ...conflict },
});

const putInEnvironment = createRoute({
  ...common,
  method: 'put',
  path: inEnvironment,
  operationId: 'putEnvironmentRole',
  summary: 'Give a user a role in an environment',
  request: { params: environmentRoleParams, body: jsonRequest(grantedRole) },
  responses: { ...noContent, ...problems, ...conflict },
});

const removeFromEnvironment = createRoute({
  ...common,
  method: 'delete',
  path: inEnvironment,
  operationId: 'deleteEnvironmentRole',
  summary: "Remove a user's role in an environment",
  request: { params: environmentRoleParams, query: withReason },
  responses: { ...noContent, ...problems, ...conflict },
});

/** `/api/projects/:projectId/roles`, `…/environments/:environmentKey/roles` */
export function roleGrantRoutes(grants: ReturnType<typeof createRoleGrants>): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(list, async (c) => {
    const { limit, after } = c.req.valid('query');
    const page = await grants.list(c.req.valid('param').projectId, limit, after);
    return c.json(
      pageView(page, (grant) => grant),
      200,
    );
  });
  app.openapi(putInProject, async (c) => {
    const { reason, ...content } = c.req.valid('json');
    await grants.put(c.get('caller'), { ...c.req.valid('param'), reason }, content);
    return c.body(null, 204);
  });
  app.openapi(removeFromProject, async (c) => {
    await grants.remove(c.get('caller'), { ...c.req.valid('param'), ...c.req.valid('query') });
    return c.body(null, 204);
  });
  app.openapi(putInEnvironment, async (c) => {
    const { reason, ...content } = c.req.valid('json');
    await grants.put(c.get('caller'), { ...c.req.valid('param'), reason }, content);
    return c.body(null, 204);
  });
  app.openapi(removeFromEnvironment, async (c) => {
    await grants.remove(c.get('caller'), { ...c.req.valid('param'), ...c.req.valid('query') });
    return c.body(null, 204);
  });
  return app;
}
