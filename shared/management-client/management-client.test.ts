import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { createManagementClient } from './management-client.ts';

/** A `fetch` that answers with this JSON, and what it was called with. */
function answeringFetch(body: object) {
  const requests: Request[] = [];
  const fetch = async (request: Request) => {
    requests.push(request);
    return Response.json(body);
  };
  return { requests, fetch };
}

const PROJECT = { params: { path: { projectId: 'a/b' } } };

it('sends a token and no cookie, or the cookies of its own origin', async () => {
  const { requests, fetch } = answeringFetch({ items: [], next: null });
  const baseUrl = 'https://flags.example';
  await createManagementClient({ baseUrl, token: 'sf_api_x', fetch }).GET('/api/projects');
  await createManagementClient({ baseUrl, fetch }).GET('/api/projects/{projectId}', PROJECT);
  expect(requests.map(({ url }) => url)).toEqual([
    'https://flags.example/api/projects',
    'https://flags.example/api/projects/a%2Fb',
  ]);
  expect(requests.map(({ credentials }) => credentials)).toEqual(['omit', 'same-origin']);
  expect(requests.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer sf_api_x', null]);
});

it('gives up when the caller aborts, and after its own timeout', async () => {
  const fetch = (request: Request) =>
    new Promise<Response>((_, reject) => {
      request.signal.addEventListener('abort', () => reject(request.signal.reason));
    });
  const client = createManagementClient({ baseUrl: 'https://flags.example', timeoutMs: 20, fetch });
  const abort = new AbortController();
  const aborted = client.GET('/api/projects', { signal: abort.signal });
  abort.abort();
  await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
  await expect(client.GET('/api/projects')).rejects.toMatchObject({ name: 'TimeoutError' });
});

it('has arrays in the types of its answers, and takes arrays that it does not change', async () => {
  const { fetch } = answeringFetch({ items: [{ name: 'Shop' }], next: null });
  const client = createManagementClient({ baseUrl: 'https://flags.example', fetch });
  const { data } = await client.GET('/api/projects');
  const names: readonly string[] | undefined = data?.items.map(({ name }) => name);
  expect(names).toEqual(['Shop']);
  const tags: readonly string[] = ['release'];
  const body = { key: 'checkout', name: 'Checkout', type: 'boolean', tags } as const;
  expect((await client.POST('/api/projects/{projectId}/flags', { ...PROJECT, body })).response.ok).toBe(true);
});

it('is small in a page', async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `export * from './management-client.ts'; export * from './outcome.ts';`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
  });
  const bytes = outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents).byteLength, 0);
  expect(bytes).toBeLessThan(4_000);
});
