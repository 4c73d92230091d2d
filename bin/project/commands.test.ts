import { expect, it } from 'vitest';
import { ApiError } from '../system/management-api.ts';
import { applyFile, EXIT } from './commands.ts';

/** A project that refuses to apply a draft with these problem details. */
function refusingProject(problem: object) {
  const requests: string[] = [];
  const post = async (path: string): Promise<unknown> => {
    requests.push(path);
    if (path.startsWith('/p/document/plan')) return { operations: [{}], lines: ['a change'], problems: [] };
    if (path === '/p/change-sets') return { id: '1' };
    if (path.endsWith('/apply')) throw new ApiError(409, 'refused', JSON.stringify(problem));
    return {};
  };
  const get = async (): Promise<unknown> => ({});
  return { requests, target: { api: { get, post }, path: '/p' } };
}

const options = { prune: false, name: 'File' };

it('a file that lacks approvals ends in review', async () => {
  const { requests, target } = refusingProject({ code: 'CONFLICT', detail: 'The diff lacks approvals.' });
  expect((await applyFile(target, 'version: 1', options)).exitCode).toBe(EXIT.inReview);
  expect(requests.at(-1)).toBe('/p/change-sets/1/request-review');
});

it('a file in conflict with a change that was made meanwhile fails, and leaves no draft in review', async () => {
  const errors = [{ path: '/flags/checkout/name', message: 'was …' }];
  const { requests, target } = refusingProject({ code: 'CONFLICT', errors, errorsTotal: 1 });
  await expect(applyFile(target, 'version: 1', options)).rejects.toMatchObject({ status: 409 });
  expect(requests.at(-1)).toBe('/p/change-sets/1/discard');
  expect(requests).not.toContain('/p/change-sets/1/request-review');
});
