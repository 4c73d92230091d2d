import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';
import type { ApiAnswer } from '../../../test/support/management-api.ts';

let plane: TestControlPlane;
let project: string;
let created = 0;

beforeAll(async () => {
  plane = await startTestControlPlane({ secretsKey: randomBytes(32) });
  project = `/api/projects/${await createProject(plane.api)}`;
});
afterAll(() => plane.stop());

interface Edit {
  readonly method: string;
  /** Behind the path of GET. */
  readonly suffix?: string;
  /** Other numbers give other contents. @param current the answer to GET */
  readonly body?: (n: number, current: ApiAnswer['body']) => unknown;
  /** Makes the state that this edit needs, after the first tag was read. Default: the first edit of the resource. */
  readonly prepare?: Pick<Edit, 'method' | 'suffix'>;
}

interface Resource {
  /** Makes a new one. Resolves with the path of GET. */
  readonly create: () => Promise<string>;
  /** By operation id. The first one has a body. */
  readonly edits: Readonly<Record<string, Edit>>;
}

async function make(path: string, body: unknown): Promise<ApiAnswer['body']> {
  const answer = await plane.api('POST', path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body;
}

const nextKey = () => `made-${++created}`;
const newFlag = async () => {
  const { key } = await make(`${project}/flags`, { key: nextKey(), type: 'boolean' });
  return `${project}/flags/${key}`;
};
const newEnvironment = async () => {
  const key = nextKey();
  const { id } = await make('/api/projects', { name: 'Of an environment' });
  await make(`/api/projects/${id}/environments`, { key, name: key });
  return `/api/projects/${id}/environments/${key}`;
};
const named = (n: number) => ({ name: `Edited ${n}` });
const enabled = (n: number) => ({ enabled: n % 2 === 1 });

const RESOURCES: Readonly<Record<string, Resource>> = {
  project: {
    create: async () => `/api/projects/${(await make('/api/projects', { name: 'Made' })).id}`,
    edits: { updateProject: { method: 'PATCH', body: named }, deleteProject: { method: 'DELETE' } },
  },
  environment: {
    create: newEnvironment,
    edits: { updateEnvironment: { method: 'PATCH', body: named }, deleteEnvironment: { method: 'DELETE' } },
  },
  protection: {
    create: async () => {
      const path = `${await newEnvironment()}/protection`;
      await plane.api('PUT', path, { approvals: 1 });
      return path;
    },
    edits: {
      putProtection: { method: 'PUT', body: (n) => ({ approvals: 1 + n, reason: 'more' }) },
      deleteProtection: { method: 'DELETE', suffix: '?reason=none' },
    },
  },
  flag: {
    create: newFlag,
    edits: {
      updateFlag: { method: 'PATCH', body: (n) => ({ ...named(n), metadata: { b: n, a: 'x' } }) },
      archiveFlag: { method: 'POST', suffix: '/archive' },
      restoreFlag: { method: 'POST', suffix: '/restore', prepare: { method: 'POST', suffix: '/archive' } },
      deleteFlag: { method: 'DELETE' },
    },
  },
  configuration: {
    create: async () => `${await newFlag()}/environments/production`,
    edits: {
      patchConfiguration: { method: 'PATCH', body: enabled },
      putConfiguration: {
        method: 'PUT',
        body: (n, { version: _, ...configuration }) => ({ ...configuration, ...enabled(n) }),
      },
    },
  },
  segment: {
    create: async () => `${project}/segments/${(await make(`${project}/segments`, { key: nextKey() })).key}`,
    edits: {
      updateSegment: { method: 'PATCH', body: named },
      changeSegmentMembers: {
        method: 'PATCH',
        suffix: '/members',
        body: (n) => ({ included: { add: [`user-${n}`] } }),
      },
      deleteSegment: { method: 'DELETE' },
    },
  },
  draft: {
    create: async () =>
      `${project}/change-sets/${(await make(`${project}/change-sets`, { name: 'Made' })).id}`,
    edits: { updateChangeSet: { method: 'PATCH', body: named } },
  },
  webhook: {
    create: async () => {
      const { id } = await make(`${project}/webhooks`, { url: 'https://93.184.215.14/x' });
      return `${project}/webhooks/${id}`;
    },
    edits: {
      updateWebhook: { method: 'PATCH', body: (n) => ({ description: `Edited ${n}` }) },
      rotateWebhookSecret: { method: 'POST', suffix: '/rotate-secret', body: () => ({ overlapHours: 1 }) },
      deleteWebhook: { method: 'DELETE' },
    },
  },
  user: {
    create: async () => {
      const user = { email: `${nextKey()}@example.org`, name: 'Made', role: 'viewer' };
      return `/api/users/${(await make('/api/users', user)).id}`;
    },
    edits: { updateUser: { method: 'PATCH', body: named }, deleteUser: { method: 'DELETE' } },
  },
};

const OF_A_DRAFT = 'takes If-Match with the tag of its draft: drafts, schedule and rollouts have tests of it';
const NO_GET = 'there is no GET of one, so there is no tag';
const REVOKED = 'a key or token is not edited; it is revoked, for ever';

const ENDED = 'a session is not edited; it is ended, for ever';

/** Operations that change something and are not in the table. */
const OTHERS: Readonly<Record<string, string>> = {
  removeOperation: OF_A_DRAFT,
  scheduleChangeSet: OF_A_DRAFT,
  unscheduleChangeSet: OF_A_DRAFT,
  putRollout: OF_A_DRAFT,
  deleteRollout: OF_A_DRAFT,
  putProjectRole: NO_GET,
  deleteProjectRole: NO_GET,
  putEnvironmentRole: NO_GET,
  deleteEnvironmentRole: NO_GET,
  revokeSdkKey: REVOKED,
  revokeApiToken: REVOKED,
  revokeOwnApiToken: REVOKED,
  signOut: ENDED,
  endOwnSession: ENDED,
  endSessionOfUser: ENDED,
  endSessionsOfUser: ENDED,
  revokeInvitation: 'an invitation is not edited; it is revoked, for ever',
  setOwnPassword: 'a password cannot be read, so there is no tag',
};

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string }[];
  readonly responses: Readonly<Record<string, { readonly headers?: object }>>;
}

const edits = Object.entries(RESOURCES).flatMap(([name, { create, edits }]) => {
  const [first] = Object.values(edits);
  return Object.entries(edits).map(([operation, edit]) => ({
    name,
    operation,
    create,
    edit,
    before: edit.prepare ?? first,
  }));
});

it('every PUT, PATCH and DELETE is in the table, or has a reason, and is documented', () => {
  const { paths } = JSON.parse(readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8'));
  const operations = Object.values<Record<string, Operation>>(paths).flatMap((item) => Object.entries(item));
  const editing = operations.flatMap(([method, { operationId }]) =>
    ['put', 'patch', 'delete'].includes(method) ? [operationId] : [],
  );
  const table = edits.map(({ operation }) => operation);
  expect(editing.filter((id) => !table.includes(id) && !(id in OTHERS))).toEqual([]);
  expect(Object.keys(OTHERS).filter((id) => table.includes(id) || !editing.includes(id))).toEqual([]);
  const conditional = [...table, ...Object.keys(OTHERS).filter((id) => OTHERS[id] === OF_A_DRAFT)];
  for (const [, { operationId, parameters, responses }] of operations) {
    if (!conditional.includes(operationId)) continue;
    expect(
      parameters?.map(({ name }) => name),
      operationId,
    ).toContain('if-match');
    expect(responses['412']?.headers, operationId).toHaveProperty('etag');
    if ('200' in responses) expect(responses['200']?.headers, operationId).toHaveProperty('etag');
  }
});

const tagOf = ({ headers }: ApiAnswer) => headers.get('etag') ?? '';

async function send(edit: Edit, path: string, n: number, ifMatch?: string): Promise<ApiAnswer> {
  const current = edit.body && (await plane.api('GET', path)).body;
  const headers = ifMatch === undefined ? {} : { 'if-match': ifMatch };
  return plane.api(edit.method, `${path}${edit.suffix ?? ''}`, edit.body?.(n, current), headers);
}

describe.each(edits)('$operation', ({ create, edit, before }) => {
  it('changes only what has the tag of If-Match', async () => {
    const path = await create();
    const old = tagOf(await plane.api('GET', path));
    expect(old).toMatch(/^"[^"]+"$/);
    const first = await send(before ?? edit, path, 1, old);
    expect(first, JSON.stringify(first.body)).toMatchObject({ status: 200 });
    const current = await plane.api('GET', path);
    const tag = tagOf(current);
    expect(tagOf(first)).toBe(tag);
    expect(tag).not.toBe(old);

    for (const stale of [old, `W/${tag}`, '"other"', 'no tag']) {
      const refused = await send(edit, path, 2, stale);
      expect(refused, stale).toMatchObject({ status: 412, body: { code: 'PRECONDITION_FAILED' } });
      expect(tagOf(refused)).toBe(tag);
      expect(refused.body.detail).toContain(tag);
    }
    expect((await plane.api('GET', path)).body).toEqual(current.body);

    const done = await send(edit, path, 2, `"other", ${tag}`);
    expect(done.status, JSON.stringify(done.body)).toBeLessThan(300);
    const after = await plane.api('GET', path);
    if (done.status === 204) expect(after.status).toBe(404);
    else expect([tagOf(done), tagOf(done) === tag]).toEqual([tagOf(after), false]);
  });

  it('succeeds with `*`', async () => {
    const path = await create();
    if (edit.prepare) await send(edit.prepare, path, 1);
    expect((await send(edit, path, 1, '*')).status).toBeLessThan(300);
  });

  it('twice at the same time with one tag succeeds once', async () => {
    const path = await create();
    if (edit.prepare) await send(edit.prepare, path, 1);
    const tag = tagOf(await plane.api('GET', path));
    const answers = await Promise.all([1, 1, 1].map((n) => send(edit, path, n, tag)));
    const statuses = answers.map(({ status }) => status);
    expect(
      statuses.filter((status) => status < 300),
      statuses.join(),
    ).toHaveLength(1);
    expect(statuses.filter((status) => status !== 412 && status !== 404 && status >= 300)).toEqual([]);
  });
});

it('If-Match refuses to protect an environment that has no protection', async () => {
  const path = `${await newEnvironment()}/protection`;
  for (const tag of ['*', '"other"']) {
    for (const [method, body] of [
      ['PUT', { approvals: 1 }],
      ['DELETE', undefined],
    ] as const) {
      const refused = await plane.api(method, path, body, { 'if-match': tag });
      expect(refused).toMatchObject({ status: 412, body: { code: 'PRECONDITION_FAILED' } });
      expect(refused.headers.get('etag')).toBeNull();
    }
  }
  expect((await plane.api('GET', path)).status).toBe(404);
});

it('the tag of a protection is that of what is stored, however its ids were written', async () => {
  const path = `${await newEnvironment()}/protection`;
  const { userId } = (await plane.api('GET', '/api/me')).body;
  const approverIds = [userId.toUpperCase()];
  const saved = await plane.api('PUT', path, { approvals: 1, approverIds });
  expect(tagOf(saved)).toBe(tagOf(await plane.api('GET', path)));
});

it('a header that is too long is refused', async () => {
  const answer = await plane.api('PATCH', await newFlag(), named(1), {
    'if-match': `"${'x'.repeat(1_000)}"`,
  });
  expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
});
