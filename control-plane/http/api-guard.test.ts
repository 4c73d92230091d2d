import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { type Caller, callerWithRole } from '../model/role.ts';
import { isUnreachable } from '../store/database/database.ts';
import { apiGuard, atLeast } from './api-guard.ts';
import type { AppEnv } from './app-env.ts';
import { internalErrorResponse, problemResponse, toRequestError } from './problem.ts';

const admin = callerWithRole('u', 'admin');
const responses = { 200: { description: 'OK.' } };

function guarded(add: (api: OpenAPIHono<AppEnv>) => void, caller: Caller = admin): Hono<AppEnv> {
  const api = new OpenAPIHono<AppEnv>();
  add(api);
  const app = new Hono<AppEnv>();
  const findCaller = async () => caller;
  app.use(
    '/api/*',
    apiGuard(api, { findCaller, findSession: async () => undefined, ownSite: { origin: undefined } }),
  );
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

  it('requires the right that a definition names', async () => {
    const projectId = '00000000-0000-4000-8000-000000000000';
    const path = '/api/projects/{projectId}/environments/{environmentKey}/x';
    const security = atLeast('viewer', 'environment', 'contexts:read');
    const statusFor = async (caller: Caller) => {
      const route = createRoute({ method: 'get', path, security, responses });
      const app = guarded((api) => api.openapi(route, (c) => c.text('x')), caller);
      return (await app.request(`/api/projects/${projectId}/environments/production/x`, asAdmin)).status;
    };
    expect(await statusFor(admin)).toBe(200);
    expect(await statusFor(callerWithRole('u', 'editor'))).toBe(403);
  });
});
