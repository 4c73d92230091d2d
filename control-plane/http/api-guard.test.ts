import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { callerWithRole } from '../model/role.ts';
import { isUnreachable } from '../store/database/database.ts';
import { apiGuard, atLeast } from './api-guard.ts';
import type { AppEnv } from './app-env.ts';
import { internalErrorResponse, problemResponse, toRequestError } from './problem.ts';

const responses = { 200: { description: 'OK.' } };

function guarded(add: (api: OpenAPIHono<AppEnv>) => void): Hono<AppEnv> {
  const api = new OpenAPIHono<AppEnv>();
  add(api);
  const app = new Hono<AppEnv>();
  const findCaller = async () => callerWithRole('u', 'admin');
  app.use('/api/*', apiGuard(api, { findCaller }));
  app.route('/', api);
  app.onError((error) => {
    const requestError = toRequestError(error, isUnreachable);
    return requestError ? problemResponse(requestError) : internalErrorResponse();
  });
  return app;
}

const asAdmin = { headers: { authorization: 'Bearer sf_api_x' } };

describe('the guard of the API', () => {
  it('refuses a route that was added without a definition, even to admins', async () => {
    const app = guarded((api) => api.get('/api/forgotten', (c) => c.text('secret')));
    expect((await app.request('/api/forgotten', asAdmin)).status).toBe(403);
  });

  it('refuses a route whose definition has no security', async () => {
    const route = createRoute({ method: 'get', path: '/api/forgotten', responses });
    const app = guarded((api) => api.openapi(route, (c) => c.text('secret')));
    expect((await app.request('/api/forgotten', asAdmin)).status).toBe(403);
  });

  it('answers HEAD like GET', async () => {
    const route = createRoute({ method: 'get', path: '/api/x', security: atLeast('admin'), responses });
    const app = guarded((api) => api.openapi(route, (c) => c.text('x')));
    expect((await app.request('/api/x', { ...asAdmin, method: 'HEAD' })).status).toBe(200);
    expect((await app.request('/api/x', { method: 'HEAD' })).status).toBe(401);
  });

  it.each(['', 'Basic abc', 'Bearer', 'Bearer a b', `Bearer ${'x'.repeat(400)}`])(
    'treats %j as a missing token',
    async (authorization) => {
      const route = createRoute({ method: 'get', path: '/api/x', security: atLeast('viewer'), responses });
      const app = guarded((api) => api.openapi(route, (c) => c.text('x')));
      const response = await app.request('/api/x', { headers: { authorization } });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
    },
  );
});
