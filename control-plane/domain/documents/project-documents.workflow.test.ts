import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ManagementSchemas } from '../../../shared/management-client/outcome.ts';
import { problemOf } from '../../../test/support/api-request.ts';
import { type ProjectRequest, projectRequest } from '../../../test/support/control-plane/random-requests.ts';
import {
  createProject,
  environmentVersions,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';

let plane: TestControlPlane;
beforeAll(async () => {
  plane = await startTestControlPlane();
});
afterAll(() => plane.stop());

type ProjectPath = `/api/projects/${string}`;

const exported = async (path: ProjectPath) => (await plane.request('GET', `${path}/document`)).body;
const planned = (path: ProjectPath, document: ManagementSchemas['ProjectDocument'], prune = false) =>
  plane.request('POST', `${path}/document/plan${prune ? '?prune=true' : ''}`, document);

/** Makes a draft of a plan and applies it, as the command does. */
async function apply(
  path: ProjectPath,
  document: ManagementSchemas['ProjectDocument'],
  prune = false,
): Promise<void> {
  const plan = await planned(path, document, prune);
  expect(plan, JSON.stringify(plan.body)).toMatchObject({ status: 200, body: { problemsTotal: 0 } });
  if (plan.body.operations.length === 0) return;
  const draft = await plane.request('POST', `${path}/change-sets`, {
    name: 'File',
    operations: plan.body.operations,
  });
  expect(draft, JSON.stringify(draft.body)).toMatchObject({ status: 201 });
  const applied = await plane.request('POST', `${path}/change-sets/${draft.body.id}/apply`);
  expect(applied, JSON.stringify(applied.body)).toMatchObject({ status: 200 });
}

async function randomProject(requests: readonly ProjectRequest[]): Promise<ProjectPath> {
  const path = `/api/projects/${await createProject(plane.api, ['production', 'staging'])}` as const;
  for (const { method, path: below, body } of requests) await plane.sendRaw(method, `${path}${below}`, body);
  return path;
}

const requests = fc.array(
  projectRequest.filter(({ path }) => !path.startsWith('/environments')),
  { minLength: 15, maxLength: 30 },
);

describe('a document', () => {
  it('of a project changes nothing there, and makes any other project equal', async () => {
    await fc.assert(
      fc.asyncProperty(requests, requests, async (first, second) => {
        const source = await randomProject(first);
        const target = await randomProject(second);
        const document = await exported(source);
        const same = await planned(source, document, true);
        expect(same.body, JSON.stringify(same.body)).toMatchObject({ operations: [], lines: [] });
        await apply(target, document, true);
        expect(await exported(target)).toEqual(document);
        const again = await planned(target, document, true);
        expect(again.body.operations).toEqual([]);
      }),
      { numRuns: 8, endOnFailure: true },
    );
  }, 120_000);

  it('twice takes no version and writes no entry', async () => {
    const path = `/api/projects/${await createProject(plane.api)}` as const;
    const document = {
      version: 1,
      segments: { beta: { included: ['u-2', 'u-1'] } },
      flags: {
        checkout: {
          type: 'string',
          environments: {
            production: {
              enabled: true,
              defaultValue: 'a',
              variations: [
                { key: 'a', value: 'a' },
                { key: 'b', value: 'b' },
              ],
              rules: [
                {
                  priority: 1,
                  conditions: [{ conditionType: 'segment', operator: 'in', values: ['beta'] }],
                  serve: { variation: 'b' },
                },
              ],
            },
          },
        },
      },
    } as const;
    await apply(path, document);
    const before = [await environmentVersions(plane.api, path.split('/')[3] ?? ''), await history(path)];
    await apply(path, document);
    expect([await environmentVersions(plane.api, path.split('/')[3] ?? ''), await history(path)]).toEqual(
      before,
    );
    const flag = await plane.request('GET', `${path}/flags/checkout`);
    expect(flag.body).toMatchObject({ name: 'checkout', type: 'string' });
  });

  it('with the key __proto__ is refused, and not taken for a document without it', async () => {
    const path = await randomProject([]);
    const flag = '{"type":"boolean"}';
    for (const [text, place] of [
      [`{"version":1,"flags":{"__proto__":${flag}}}`, 'flags.__proto__'],
      ['{"version":1,"segments":{"__proto__":{}}}', 'segments.__proto__'],
      [
        '{"version":1,"flags":{"a":{"type":"boolean","environments":{"__proto__":{}}}}}',
        'flags.a.environments.__proto__',
      ],
      [
        '{"version":1,"flags":{"a":{"type":"boolean","metadata":{"__proto__":"x"}}}}',
        'flags.a.metadata.__proto__',
      ],
    ]) {
      const refused = await plane.sendRaw('POST', `${path}/document/plan?prune=true`, text);
      expect(refused.status, place).toBe(400);
      expect(problemOf(refused).errors?.[0]?.path).toBe(place);
    }
  });

  it('deletes only with prune', async () => {
    const path = `/api/projects/${await createProject(plane.api)}` as const;
    await plane.request('POST', `${path}/flags`, { key: 'a', type: 'boolean' });
    const empty = { version: 1 } as const;
    expect((await planned(path, empty)).body.operations).toEqual([]);
    expect((await planned(path, empty, true)).body.lines).toEqual(['flag "a": deleted']);
  });

  it('with more members than one operation takes is applied in parts', async () => {
    const path = `/api/projects/${await createProject(plane.api)}` as const;
    const included = Array.from({ length: 25_000 }, (_, index) => `user-${index}`);
    await apply(path, { version: 1, segments: { many: { included } } });
    expect((await exported(path)).segments?.many?.included).toHaveLength(25_000);
  });

  it.each([
    [{ version: 2 }, 'version'],
    [{ version: 1, flags: { a: { type: 'string' } } }, 'flags.a.environments'],
    [{ version: 1, flags: { 'a b': { type: 'boolean' } } }, 'flags.a b'],
    [
      { version: 1, flags: { a: { type: 'boolean', environments: { moon: configuration() } } } },
      'flags.a.environments.moon',
    ],
    [{ version: 1, flags: { taken: { type: 'string' } } }, 'flags.taken.type'],
  ])('is refused at the place of its fault: %j', async (document, place) => {
    const path = `/api/projects/${await createProject(plane.api)}` as const;
    await plane.request('POST', `${path}/flags`, { key: 'taken', type: 'boolean' });
    const refused = await plane.sendRaw('POST', `${path}/document/plan`, document);
    expect(refused.status).toBe(400);
    expect(JSON.stringify(problemOf(refused).errors)).toContain(place);
  });

  it('that cannot be applied says why', async () => {
    const path = `/api/projects/${await createProject(plane.api)}` as const;
    const environments = {
      production: { ...configuration(), prerequisites: [{ flagKey: 'b', variations: ['on'] }] },
    };
    const plan = await planned(path, { version: 1, flags: { a: { type: 'boolean', environments } } });
    expect(plan).toMatchObject({ status: 200, body: { problemsTotal: 1 } });
    expect(plan.body.problems[0]?.message).toContain('"b"');
  });
});

function configuration() {
  return {
    enabled: false,
    defaultValue: false,
    variations: [
      { key: 'on', value: true },
      { key: 'off', value: false },
    ],
  };
}

const history = async (path: ProjectPath) =>
  (await plane.request('GET', `${path}/change-sets?state=applied`)).body.items.length;
