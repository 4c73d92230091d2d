import { expect, it } from 'vitest';
import { createManagementClient } from '../../shared/management-client/management-client.ts';
import { applyFile, EXIT } from './commands.ts';

/** A project that refuses to apply a draft with these problem details, and the paths of the requests for it. */
function refusingProject(problem: object) {
  const requests: string[] = [];
  const answerOf = (path: string): Response => {
    if (path === '/document/plan') {
      return Response.json({ operations: [{}], lines: ['a change'], problems: [] });
    }
    if (path === '/change-sets') return Response.json({ id: '1' }, { status: 201 });
    if (path.endsWith('/apply')) return Response.json({ detail: 'Refused.', ...problem }, { status: 409 });
    return Response.json({});
  };
  const fetch = async (request: Request): Promise<Response> => {
    const path = new URL(request.url).pathname.replace('/api/projects/p', '');
    requests.push(path);
    return answerOf(path);
  };
  const client = createManagementClient({ baseUrl: 'http://127.0.0.1', fetch });
  return { requests, target: { client, projectId: 'p' } };
}

const options = { prune: false, name: 'File' };

it('a file that lacks approvals ends in review', async () => {
  const { requests, target } = refusingProject({ code: 'CONFLICT', detail: 'The diff lacks approvals.' });
  expect((await applyFile(target, 'version: 1', options)).exitCode).toBe(EXIT.inReview);
  expect(requests.at(-1)).toBe('/change-sets/1/request-review');
});

it('a file in conflict with a change that was made meanwhile fails, and leaves no draft in review', async () => {
  const errors = [{ path: '/flags/checkout/name', message: 'was …' }];
  const { requests, target } = refusingProject({ code: 'CONFLICT', errors, errorsTotal: 1 });
  await expect(applyFile(target, 'version: 1', options)).rejects.toMatchObject({ status: 409 });
  expect(requests.at(-1)).toBe('/change-sets/1/discard');
  expect(requests).not.toContain('/change-sets/1/request-review');
});
