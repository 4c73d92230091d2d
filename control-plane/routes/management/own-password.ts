import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { IpRange } from '../../../shared/model/ip-address.ts';
import type { createOwnPassword } from '../../domain/sign-in/own-password.ts';
import { withSession } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { clientOf } from '../../http/client-of.ts';
import { LIMITS } from '../../model/limits.ts';
import { jsonRequest, noContent, problems } from './schemas/common.ts';
import { passwordChange, tooManyAttempts } from './schemas/session.ts';

const put = createRoute({
  method: 'put',
  path: '/api/session/password',
  operationId: 'setOwnPassword',
  'x-max-body-bytes': LIMITS.signInBody,
  summary: 'Set your password. Your other sessions end, and links that you were given stop working',
  tags: ['Sign-in'],
  security: withSession,
  request: { body: jsonRequest(passwordChange) },
  responses: { ...noContent, ...problems, ...tooManyAttempts },
});

/** `/api/session/password` */
export function ownPasswordRoutes(
  password: ReturnType<typeof createOwnPassword>,
  { trustedProxies }: { readonly trustedProxies: readonly IpRange[] },
): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(put, async (c) => {
    const session = c.get('session');
    if (session === undefined) throw new Error('the guard lets no request without a session in');
    const owner = { caller: c.get('caller'), session, address: clientOf(c, trustedProxies) };
    await password.set(owner, c.req.valid('json'));
    return c.body(null, 204);
  });
  return app;
}
