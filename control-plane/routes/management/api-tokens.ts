import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { ApiTokenRow, CreatedApiToken, createApiTokens } from '../../domain/api-tokens.ts';
import { atLeast, self } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { LIMITS } from '../../model/limits.ts';
import { RIGHTS } from '../../model/role.ts';
import { pageView } from './page-view.ts';
import {
  conflict,
  jsonRequest,
  jsonResponse,
  limit,
  moment,
  nameText,
  noContent,
  pageById,
  pageOf,
  problems,
  tokenParams,
  userParams,
  uuid,
} from './schemas/common.ts';

const tokenMembers = {
  id: uuid,
  userId: uuid,
  name: z.string(),
  hint: z.string().openapi({ description: 'The last characters of the token.' }),
  onlyProjectId: uuid
    .nullable()
    .openapi({ description: 'The only project that it may be used for; null: all.' }),
  isReadOnly: z.boolean().openapi({ description: 'Whether it gives at most the role viewer.' }),
  rights: z.array(z.enum(RIGHTS)).readonly().openapi({
    description:
      'The rights that a read-only token gives, as far as its user has them. Other tokens give all rights of their users.',
  }),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  lastUsedAt: z.string().nullable().openapi({ description: 'When it was last used, give or take a minute.' }),
  revokedAt: z.string().nullable(),
};
const apiToken = z.object(tokenMembers).openapi('ApiToken');
const mintedApiToken = z
  .object({
    ...tokenMembers,
    token: z.string().openapi({ description: 'The token itself. No other response contains it.' }),
  })
  .openapi('MintedApiToken');
const newApiToken = z
  .strictObject({
    name: nameText,
    expiresAt: moment
      .nullable()
      .optional()
      .openapi({ description: 'null: never. If absent, the token expires after 365 days.' }),
    onlyProjectId: uuid.nullable().default(null),
    isReadOnly: z.boolean().default(false),
    rights: z.array(z.enum(RIGHTS)).max(RIGHTS.length).default([]).openapi({
      description: 'Rights that a read-only token carries. Refused if isReadOnly is false.',
    }),
  })
  .openapi('NewApiToken');

const view = (row: ApiTokenRow) => ({
  id: row.id,
  userId: row.userId,
  name: row.name,
  hint: row.hint,
  onlyProjectId: row.onlyProjectId,
  isReadOnly: row.isReadOnly,
  rights: row.rights,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  revokedAt: row.revokedAt?.toISOString() ?? null,
});

const createdView = ({ row, credential }: CreatedApiToken) => ({ ...view(row), token: credential.reveal() });

const tokenOf = ({ expiresAt, ...fields }: z.infer<typeof newApiToken>) => ({
  ...fields,
  expiresAt: typeof expiresAt === 'string' ? new Date(expiresAt) : expiresAt,
});

const tags = ['API tokens'];
const path = '/api/users/{userId}/tokens';

const list = createRoute({
  method: 'get',
  path,
  operationId: 'listApiTokens',
  summary: 'List the tokens of a user, newest first',
  tags,
  security: atLeast('admin'),
  request: { params: userParams, query: pageById.extend({ limit: limit.default(LIMITS.page) }) },
  responses: { 200: jsonResponse(pageOf(apiToken), 'A page of tokens.'), ...problems },
});

const create = createRoute({
  method: 'post',
  path,
  operationId: 'createApiToken',
  'x-shows-secret': true,
  summary: 'Create a token with the rights of its user, or fewer. Only this response contains the token',
  tags,
  security: atLeast('admin'),
  request: { params: userParams, body: jsonRequest(newApiToken) },
  responses: { 201: jsonResponse(mintedApiToken, 'The new token.'), ...problems, ...conflict },
});

const revoke = createRoute({
  method: 'delete',
  path: `${path}/{tokenId}`,
  operationId: 'revokeApiToken',
  summary: 'Revoke a token',
  tags,
  security: atLeast('admin'),
  request: { params: tokenParams },
  responses: { ...noContent, ...problems, ...conflict },
});

const ownPath = '/api/me/tokens';

const listOwn = createRoute({
  method: 'get',
  path: ownPath,
  operationId: 'listOwnApiTokens',
  summary: 'List your tokens, newest first',
  tags,
  security: self,
  request: { query: pageById.extend({ limit: limit.default(LIMITS.page) }) },
  responses: { 200: jsonResponse(pageOf(apiToken), 'A page of tokens.'), ...problems },
});

const createOwn = createRoute({
  method: 'post',
  path: ownPath,
  operationId: 'createOwnApiToken',
  'x-shows-secret': true,
  summary: 'Create a token with your rights, or fewer. Only this response contains the token',
  tags,
  security: self,
  request: { body: jsonRequest(newApiToken) },
  responses: { 201: jsonResponse(mintedApiToken, 'The new token.'), ...problems, ...conflict },
});

const revokeOwn = createRoute({
  method: 'delete',
  path: `${ownPath}/{tokenId}`,
  operationId: 'revokeOwnApiToken',
  summary: 'Revoke one of your tokens, also the one of this request',
  tags,
  security: self,
  request: { params: tokenParams.omit({ userId: true }) },
  responses: { ...noContent, ...problems, ...conflict },
});

type ApiTokens = ReturnType<typeof createApiTokens>;

/** `/api/me/tokens` */
export function ownApiTokenRoutes(tokens: ApiTokens): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(listOwn, async (c) => {
    const { limit, after } = c.req.valid('query');
    return c.json(pageView(await tokens.list(c.get('caller').userId, limit, after), view), 200);
  });
  app.openapi(createOwn, async (c) => {
    const caller = c.get('caller');
    const created = await tokens.create(caller, caller.userId, tokenOf(c.req.valid('json')));
    return c.json(createdView(created), 201);
  });
  app.openapi(revokeOwn, async (c) => {
    const caller = c.get('caller');
    await tokens.revoke(caller, caller.userId, c.req.valid('param').tokenId);
    return c.body(null, 204);
  });
  return app;
}

/** `/api/users/:userId/tokens` */
export function apiTokenRoutes(tokens: ApiTokens): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(list, async (c) => {
    const { limit, after } = c.req.valid('query');
    const page = await tokens.list(c.req.valid('param').userId, limit, after);
    return c.json(pageView(page, view), 200);
  });
  app.openapi(create, async (c) => {
    const { userId } = c.req.valid('param');
    const created = await tokens.create(c.get('caller'), userId, tokenOf(c.req.valid('json')));
    return c.json(createdView(created), 201);
  });
  app.openapi(revoke, async (c) => {
    const { userId, tokenId } = c.req.valid('param');
    await tokens.revoke(c.get('caller'), userId, tokenId);
    return c.body(null, 204);
  });
  return app;
}
