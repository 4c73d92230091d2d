import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type {
  CreatedSignInLink,
  createSignInLinks,
  SignInLinkRow,
} from '../../domain/sign-in/sign-in-links.ts';
import { atLeast, self } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { conflict, jsonResponse, noContent, problems, userParams } from './schemas/common.ts';
import { invitation, mintedSignInLink } from './schemas/session.ts';

const view = ({ id, userId, createdBy, createdAt, expiresAt }: SignInLinkRow) => ({
  id,
  userId,
  createdBy,
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
});

const createdView = ({ row, token }: CreatedSignInLink) => ({ ...view(row), token: token.reveal() });

const tags = ['Sign-in'];

const create = createRoute({
  method: 'post',
  path: '/api/sign-in-links',
  operationId: 'createSignInLink',
  'x-shows-secret': true,
  summary: 'Make a link that signs you in once, within 10 minutes. Only this response contains its token',
  tags,
  security: self,
  responses: { 201: jsonResponse(mintedSignInLink, 'The new link.'), ...problems, ...conflict },
});

const path = '/api/users/{userId}/invitation';

const invite = createRoute({
  method: 'post',
  path,
  operationId: 'inviteUser',
  'x-shows-secret': true,
  summary:
    'Invite a person to sign in once, within 7 days, and to set a password. The invitation before stops working. Only this response contains the token',
  tags,
  security: atLeast('admin'),
  request: { params: userParams },
  responses: { 201: jsonResponse(mintedSignInLink, 'The new invitation.'), ...problems, ...conflict },
});

const read = createRoute({
  method: 'get',
  path,
  operationId: 'getInvitation',
  summary: 'Read the invitation of a user that is not used yet',
  tags,
  security: atLeast('admin'),
  request: { params: userParams },
  responses: { 200: jsonResponse(invitation, 'The invitation.'), ...problems },
});

const revoke = createRoute({
  method: 'delete',
  path,
  operationId: 'revokeInvitation',
  summary: 'Revoke the invitation of a user',
  tags,
  security: atLeast('admin'),
  request: { params: userParams },
  responses: { ...noContent, ...problems },
});

/** `/api/sign-in-links`, `/api/users/:userId/invitation` */
export function signInLinkRoutes(links: ReturnType<typeof createSignInLinks>): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(create, async (c) => {
    const caller = c.get('caller');
    return c.json(createdView(await links.create(caller, caller.userId)), 201);
  });
  app.openapi(invite, async (c) =>
    c.json(createdView(await links.invite(c.get('caller'), c.req.valid('param').userId)), 201),
  );
  app.openapi(read, async (c) => c.json(view(await links.readInvitation(c.req.valid('param').userId)), 200));
  app.openapi(revoke, async (c) => {
    await links.revokeInvitation(c.get('caller'), c.req.valid('param').userId);
    return c.body(null, 204);
  });
  return app;
}
