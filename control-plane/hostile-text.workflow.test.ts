import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ADMIN_TOKEN,
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../test/support/control-plane/test-control-plane.ts';

let plane: TestControlPlane;
let projectId: string;
beforeAll(async () => {
  plane = await startTestControlPlane();
  projectId = await createProject(plane.api);
});
afterAll(() => plane.stop());

const UNSTORABLE = ['%00', 'a%00b', '%ED%A0%80', '%FF'];

function request(method: string, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' };
  return fetch(`${plane.controlPlane.url}${path}`, {
    method,
    ...init,
    headers: { ...headers, ...init.headers },
  });
}

/** Every route as method and path, with each parameter replaced. */
const routesWith = (replacement: string) =>
  plane.controlPlane.routes.map((route) => {
    const [method = '', pattern = ''] = route.split(' ');
    const path = pattern.replace(':projectId', replacement === 'x' ? projectId : ':projectId');
    return { method, path: path.replaceAll(/:\w+/g, replacement) };
  });

describe('text that Postgres cannot store', () => {
  it('is refused in the path of every route', async () => {
    for (const text of UNSTORABLE) {
      for (const { method, path } of routesWith(text).filter((route) => route.path.includes(text))) {
        expect([path, (await request(method, path)).status]).toEqual([path, 400]);
      }
    }
  });

  it('is refused in the query of every route', async () => {
    const names = [
      'tag',
      'after',
      'limit',
      'archived',
      'resourceType',
      'resourceId',
      'environment',
      'unknown',
    ];
    for (const { method, path } of routesWith('x')) {
      for (const text of UNSTORABLE) {
        const query = names.map((name) => `${name}=${text}`).join('&');
        expect([path, (await request(method, `${path}?${query}`)).status]).toEqual([path, 400]);
        expect([path, (await request(method, `${path}?${text}=1`)).status]).toEqual([path, 400]);
      }
    }
  });

  it('is refused in the body of every route of the API that takes one', async () => {
    const bodies = ['{"name": "a\\u0000"}', '{"name": ["\\ud800"]}', '{"a\\u0000": 1}', '{"\\udc00": 1}'];
    const taking = routesWith('x').filter(
      ({ method, path }) =>
        path.startsWith('/api/') && (method === 'POST' || method === 'PATCH' || method === 'PUT'),
    );
    expect(taking.length).toBeGreaterThan(10);
    for (const { method, path } of taking) {
      for (const body of bodies) {
        const { status } = await request(method, path, { body });
        expect([method, path, status]).toEqual([method, path, statusOf(path)]);
      }
    }
  });
});

/** The status with which a token's request is answered. */
function statusOf(path: string): number {
  // These take no body.
  if (/\/(archive|restore)$/.test(path)) return 404;
  // It takes no body either, and nothing in its path can be wrong.
  if (path === '/api/sign-in-links') return 201;
  // A session may change a password, a token may not, whatever it sends.
  return path === '/api/session/password' ? 403 : 400;
}

describe('an answer', () => {
  it.each([
    ['GET', '/health/live', 200],
    ['GET', '/api/projects', 200],
    ['GET', '/api/projects?tag=%00', 400],
    ['GET', '/api/nothing', 404],
    ['GET', '/nothing', 404],
    ['DELETE', '/api/projects', 405],
    ['GET', '/stream', 401],
    ['POST', '/api/projects', 400],
  ])('to %s %s has a request id, and is not stored if it is an error', async (method, path, status) => {
    const response = await request(method, path);
    expect(response.status).toBe(status);
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    if (status >= 400) expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('has the request id of the request if that is well-formed', async () => {
    const idOf = async (id: string) =>
      (await request('GET', '/api/nothing', { headers: { 'x-request-id': id } })).headers.get('x-request-id');
    expect(await idOf('trace-1:a/b')).toBe('trace-1:a/b');
    expect(await idOf('two words')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await idOf('x'.repeat(200))).toMatch(/^[0-9a-f-]{36}$/);
  });
});
