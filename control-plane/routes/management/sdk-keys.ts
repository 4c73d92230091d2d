import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { SDK_KEY_KINDS } from '../../../shared/keys/sdk-key.ts';
import type { CreatedSdkKey, createSdkKeys, SdkKeyRow } from '../../domain/sdk-keys.ts';
import { atLeast } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { LIMITS } from '../../model/limits.ts';
import { pageView } from './page-view.ts';
import {
  conflict,
  jsonRequest,
  jsonResponse,
  keyText,
  moment,
  nameText,
  noContent,
  pageById,
  pageOf,
  problems,
  projectParams,
  sdkKeyParams,
  uuid,
} from './schemas/common.ts';

const keyMembers = {
  id: uuid,
  kind: z.enum(SDK_KEY_KINDS),
  name: z.string(),
  hint: z.string().openapi({ description: 'The last characters of the key.' }),
  allEnvironments: z.boolean(),
  environmentKeys: z.array(keyText).readonly(),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
};
const sdkKey = z.object(keyMembers).openapi('SdkKey');
const mintedSdkKey = z
  .object({
    ...keyMembers,
    key: z.string().openapi({ description: 'The key itself. No other response contains it.' }),
  })
  .openapi('MintedSdkKey');

const newSdkKey = z
  .strictObject({
    kind: z.enum(SDK_KEY_KINDS).openapi({
      description:
        'client: evaluated values of client-side flags, for browsers and apps; server: the flags of one environment; relay: flags and key hashes, for edges.',
    }),
    name: nameText,
    environmentKeys: z.array(keyText).max(LIMITS.environmentsPerProject).readonly().optional().openapi({
      description: 'Exactly one for client and server keys, any number for a relay key.',
    }),
    allEnvironments: z.boolean().optional().openapi({
      description: 'Relay keys only: every environment of the project, including future ones.',
    }),
    expiresAt: moment.nullable().optional(),
  })
  .openapi('NewSdkKey');

const rotation = z
  .strictObject({
    oldKeyExpiresAt: moment.openapi({ description: 'Until this time both keys work.' }),
  })
  .openapi('SdkKeyRotation');

const view = (row: SdkKeyRow) => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  hint: row.hint,
  allEnvironments: row.allEnvironments,
  environmentKeys: row.environmentKeys,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
  revokedAt: row.revokedAt?.toISOString() ?? null,
});
const createdView = ({ row, credential }: CreatedSdkKey) => ({ ...view(row), key: credential.reveal() });

const tags = ['SDK keys'];
const path = '/api/projects/{projectId}/keys';
const onePath = `${path}/{keyId}` as const;

const list = createRoute({
  method: 'get',
  path,
  operationId: 'listSdkKeys',
  summary: 'List the keys of a project, newest first, including revoked ones',
  tags,
  security: atLeast('viewer'),
  request: { params: projectParams, query: pageById },
  responses: { 200: jsonResponse(pageOf(sdkKey), 'A page of keys.'), ...problems },
});

const create = createRoute({
  method: 'post',
  path,
  operationId: 'createSdkKey',
  'x-shows-secret': true,
  summary: 'Create a key. Only this response contains the key',
  tags,
  security: atLeast('admin'),
  request: { params: projectParams, body: jsonRequest(newSdkKey) },
  responses: { 201: jsonResponse(mintedSdkKey, 'The new key.'), ...problems, ...conflict },
});

const get = createRoute({
  method: 'get',
  path: onePath,
  operationId: 'getSdkKey',
  summary: 'Read a key, without its secret',
  tags,
  security: atLeast('viewer'),
  request: { params: sdkKeyParams },
  responses: { 200: jsonResponse(sdkKey, 'The key, without its secret.'), ...problems },
});

const rotate = createRoute({
  method: 'post',
  path: `${onePath}/rotate`,
  operationId: 'rotateSdkKey',
  'x-shows-secret': true,
  summary: 'Create a key of the same kind, scope and expiry. The old key works until the given time',
  tags,
  security: atLeast('admin'),
  request: { params: sdkKeyParams, body: jsonRequest(rotation) },
  responses: { 201: jsonResponse(mintedSdkKey, 'The new key.'), ...problems, ...conflict },
});

const revoke = createRoute({
  method: 'delete',
  path: onePath,
  operationId: 'revokeSdkKey',
  summary: 'Revoke a key. It stops working everywhere',
  tags,
  security: atLeast('admin'),
  request: { params: sdkKeyParams },
  responses: { ...noContent, ...problems },
});

/** `/api/projects/:projectId/keys` */
export function sdkKeyRoutes(keys: ReturnType<typeof createSdkKeys>): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(list, async (c) => {
    const { limit, after } = c.req.valid('query');
    const page = await keys.list(c.req.valid('param').projectId, limit, after);
    return c.json(pageView(page, view), 200);
  });
  app.openapi(create, async (c) => {
    const { expiresAt, ...request } = c.req.valid('json');
    const { projectId } = c.req.valid('param');
    const end = expiresAt ? new Date(expiresAt) : null;
    return c.json(
      createdView(await keys.create(c.get('caller'), projectId, { ...request, expiresAt: end })),
      201,
    );
  });
  app.openapi(get, async (c) => {
    const { projectId, keyId } = c.req.valid('param');
    return c.json(view(await keys.get(projectId, keyId)), 200);
  });
  app.openapi(rotate, async (c) => {
    const { projectId, keyId } = c.req.valid('param');
    const end = new Date(c.req.valid('json').oldKeyExpiresAt);
    return c.json(createdView(await keys.rotate(c.get('caller'), projectId, keyId, end)), 201);
  });
  app.openapi(revoke, async (c) => {
    const { projectId, keyId } = c.req.valid('param');
    await keys.revoke(c.get('caller'), projectId, keyId);
    return c.body(null, 204);
  });
  return app;
}
