import { expect, expectTypeOf, it } from 'vitest';
import type { ManagementSchemas } from '../../shared/management-client/outcome.ts';
import { type ApiRequest, requestBelow } from './api-request.ts';

/** Answers every request with its path. */
const request: ApiRequest = async (_, path, ..._rest) =>
  JSON.parse(JSON.stringify({ status: 200, body: { name: path } }));
const projectId: string = 'p';

it('has the types of the operation that method and path select', async () => {
  const project = await request('GET', `/api/projects/${projectId}`);
  expectTypeOf(project.body).toEqualTypeOf<ManagementSchemas['Project']>();
  const flag = await request('PATCH', `/api/projects/${projectId}/flags/checkout?a=1`, { tags: ['a'] });
  expectTypeOf(flag.body).toEqualTypeOf<ManagementSchemas['Flag']>();
  const deleted = await request('DELETE', `/api/projects/${projectId}`);
  expectTypeOf(deleted.body).toEqualTypeOf<undefined>();
  expect(project.body.name).toBe('/api/projects/p');
});

it('refuses what the document does not have', () => {
  // @ts-expect-error -- there is no such path
  void request('GET', `/api/projects/${projectId}/flag`);
  // @ts-expect-error -- the path has no such method
  void request('PUT', `/api/projects/${projectId}`, { name: 'Shop' });
  // @ts-expect-error -- the body has no such member
  void request('PATCH', `/api/projects/${projectId}`, { title: 'Shop' });
  // @ts-expect-error -- the body is missing
  void request('POST', '/api/projects');
  // @ts-expect-error -- which operation it is cannot be told
  void request('GET', projectId);
});

it('adds a prefix that is read at each request', async () => {
  let id = 'a';
  const inProject = requestBelow(
    () => request,
    () => `/api/projects/${id}` as const,
  );
  id = 'b';
  const flag = await inProject('GET', '/flags/checkout');
  expectTypeOf(flag.body).toEqualTypeOf<ManagementSchemas['Flag']>();
  expect(flag.body.name).toBe('/api/projects/b/flags/checkout');
  // @ts-expect-error -- there is no such path below the prefix
  void inProject('GET', '/flag/checkout');
});
