import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  ADMIN_TOKEN,
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';
import { credentialHash } from '../../model/api-credential.ts';
import { migrate } from '../../store/database/migrate.ts';
import { createAuditExports, exportAllLines } from './audit-export.ts';
import { verifyAuditExport } from './verify-audit-export.ts';
import { verifyAuditLog } from './verify-audit-log.ts';

const NO_PROJECT = '00000000-0000-0000-0000-000000000000';

let plane: TestControlPlane;
let sql: postgres.Sql;
let projectId: string;
beforeAll(async () => {
  plane = await startTestControlPlane();
  sql = postgres(plane.database.url, { max: 2, onnotice: () => {} });
});
afterAll(async () => {
  await sql.end();
  await plane.stop();
});
beforeEach(async () => {
  projectId = await createProject(plane.api);
  // Texts and numbers that JSON can write in several ways.
  for (const [index, value] of ['a,"newValue":null}', 1.5e300, 'ü\u2028"\\', -0.1].entries()) {
    const type = typeof value === 'number' ? 'number' : 'string';
    const variations = [{ key: 'v', value, description: ',"newValue":' }];
    const flag = { key: `f-${index}`, type, variations, defaultValue: value } as const;
    expect((await plane.request('POST', `/api/projects/${projectId}/flags`, flag)).status).toBe(201);
  }
});

const request = (path: string, signal?: AbortSignal) =>
  fetch(new URL(path, plane.controlPlane.url), {
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    ...(signal && { signal }),
  });
const exported = async (after = '') => {
  const response = await request(`/api/projects/${projectId}/audit-export${after}`);
  expect(response.headers.get('content-type')).toBe('application/jsonl');
  return (await response.text()).split('\n').slice(0, -1);
};
/** Entries of 640 kB. @param chain `null`: of no project */
const addLargeEntries = (chain: string | null, count: number) => sql`
  insert into audit_logs (project_id, user_id, action, resource_type, resource_id, new_value)
  select ${chain}, '00000000-0000-0000-0000-000000000001', 'update', 'flag', ${projectId},
    to_jsonb((select string_agg(md5(random()::text), '') from generate_series(1, 20000) where n > 0))
  from generate_series(1, ${count}::int) n`;
async function* each(lines: readonly string[]) {
  yield* lines;
}
const kinds = async (lines: readonly string[]) =>
  (await verifyAuditExport(each(lines))).faults.map(({ kind, entryId }) => ({ kind, entryId }));
const parsed = (line = '') => JSON.parse(line);

describe('the export of a project', () => {
  it('is one entry a line with its place in the chain, and fits the head of the chain', async () => {
    const lines = await exported();
    const { body } = await plane.request('GET', `/api/projects/${projectId}/audit?limit=100`);
    expect(lines.map((line) => parsed(line).id)).toEqual(body.items.map(({ id }) => id).reverse());
    const [first] = body.items;
    expect(parsed(lines.at(-1))).toMatchObject({
      chain: projectId,
      position: lines.length,
      action: first?.action,
      resourceId: first?.resourceId,
      newValue: first?.newValue,
    });
    const head = (await verifyAuditLog(sql)).heads.find(({ chain }) => chain === projectId);
    const report = await verifyAuditExport(each(lines), head && [head]);
    expect(report).toMatchObject({ entries: lines.length, faults: [], heads: [head] });
  });

  it('goes on after a line', async () => {
    const lines = await exported();
    expect(await exported('?after=3')).toEqual(lines.slice(3));
    expect(await exported(`?after=${lines.length}`)).toEqual([]);
    expect(await kinds(lines.slice(3))).toEqual([]);
  });

  it('shows lines that were changed, are missing, or have another order', async () => {
    const lines = await exported();
    const [, , third = '', fourth = ''] = lines;
    const { id } = parsed(third);
    const replaced = (text: string) => lines.map((line) => (line === third ? text : line));
    for (const [text, other] of [
      ['"action":"create"', '"action":"delete"'],
      ['"defaultValue": "a', '"defaultValue": "b'],
      ['"createdAt":"2', '"createdAt":"3'],
    ] as const) {
      expect(third).toContain(text);
      expect(await kinds(replaced(third.replace(text, other))), text).toEqual([
        { kind: 'changed', entryId: id },
      ]);
    }
    expect(await kinds(lines.filter((line) => line !== third))).toEqual([
      { kind: 'missing', entryId: undefined },
    ]);
    const swapped = [...lines.slice(0, 2), fourth, third, ...lines.slice(4)];
    expect((await kinds(swapped)).map(({ kind }) => kind)).toEqual(['missing', 'swapped', 'missing']);
    await expect(kinds([...lines, '{}'])).rejects.toThrow(/is no line of an audit export/);
  });

  it('shows a tail that was cut off, with a recorded head', async () => {
    const lines = await exported();
    const head = (await verifyAuditLog(sql)).heads.find(({ chain }) => chain === projectId);
    const { faults } = await verifyAuditExport(each(lines.slice(0, -1)), head && [head]);
    expect(faults.map(({ kind }) => kind)).toEqual(['cut off']);
  });

  it('leaves room after a HEAD, whose body nobody reads', async () => {
    const path = `/api/projects/${projectId}/audit-export`;
    for (let count = 0; count < 3; count += 1) {
      const { status, headers } = await fetch(new URL(path, plane.controlPlane.url), {
        method: 'HEAD',
        headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
      });
      expect([status, headers.get('content-type')]).toEqual([200, 'application/jsonl']);
    }
    expect((await exported()).length).toBeGreaterThan(0);
  });

  it('is refused while two run, and leaves room when a reader goes away', async () => {
    await addLargeEntries(projectId, 60);
    const path = `/api/projects/${projectId}/audit-export` as const;
    const aborts = [new AbortController(), new AbortController()];
    for (const { signal } of aborts) expect((await request(path, signal)).status).toBe(200);
    const refused = await request(path);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10']);
    for (const abort of aborts) abort.abort();
    const retry = async () => {
      const { status, body } = await request(path);
      await body?.cancel();
      return status;
    };
    await expect.poll(retry, { timeout: 20_000 }).toBe(200);
  });
});

it('ends when its reader takes nothing for too long, and one that reads slowly goes on', async () => {
  const IDLE_MS = 2_000;
  await addLargeEntries(projectId, 30);
  const exports = createAuditExports({ sql }, IDLE_MS);
  const reader = { projectId, credential: { kind: 'token', hash: credentialHash(ADMIN_TOKEN) } } as const;
  // The sockets of a real reader hold some hundred kilobytes, so the export of 19 MB waits for it.
  const server = createServer(async (_, response) => {
    Readable.from(await exports.open(reader, undefined))
      .on('error', () => response.destroy())
      .pipe(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a TCP address');
  const open = () =>
    new Promise<IncomingMessage>((resolve, reject) => {
      httpRequest({ host: '127.0.0.1', port: address.port }, resolve).on('error', reject).end();
    });
  const refusal = () => exports.open(reader, undefined).then((stream) => stream.cancel(), String);

  const [stuck, slow] = [await open(), await open()];
  expect(await refusal()).toContain('2 exports run already');
  stuck.pause();
  let bytes = 0;
  const reading = (async () => {
    for await (const part of slow) {
      bytes += part.length;
      // More than twice the time that a reader may take nothing, in all. Its right is asked for meanwhile.
      await sleep(15);
    }
  })();
  // The stuck one has ended: there is room again while the slow one goes on.
  await expect.poll(refusal, { timeout: 20_000 }).toBeUndefined();
  await reading;
  expect(bytes).toBeGreaterThan(19_000_000);
  const broken = once(stuck.resume(), 'error');
  expect(await broken).toMatchObject([{ code: 'ECONNRESET' }]);
  server.close();
});

describe('an export under way ends', () => {
  /** A user with a token and a session. */
  async function addUser(role: 'viewer' | 'admin' | null) {
    const email = `${randomBytes(4).toString('hex')}@example.org`;
    const user = await plane.request('POST', '/api/users', { email, name: 'U', role });
    const { id } = user.body;
    const token = await plane.request('POST', `/api/users/${id}/tokens`, { name: 'Test' });
    const secret = `sf_ses_${randomBytes(32).toString('base64url')}`;
    await sql`
      insert into sessions (hash, user_id, how, idle_seconds, expires_at)
      values (${credentialHash(secret)}, ${id}, 'password', 600, now() + interval '1 hour')`;
    return {
      id,
      tokenId: token.body.id,
      withToken: { authorization: `Bearer ${token.body.token}` },
      withSession: { cookie: `sf_session=${secret}` },
    };
  }
  type User = Awaited<ReturnType<typeof addUser>>;

  /** Reads 1 MB a second: the whole export takes about 20 seconds. */
  async function readSlowly({ body }: Response): Promise<'whole' | 'broken'> {
    try {
      for await (const part of body ?? []) await sleep(part.length / 1_000);
      return 'whole';
    } catch {
      return 'broken';
    }
  }

  const ofProject = () => `/api/projects/${projectId}/audit-export`;
  it.each<{
    readonly when: string;
    readonly role: 'viewer' | 'admin' | null;
    readonly headers: (user: User) => Record<string, string>;
    readonly path: () => string;
    readonly end: (user: User) => Promise<unknown>;
  }>([
    {
      when: 'its token is revoked',
      role: 'viewer',
      headers: ({ withToken }) => withToken,
      path: ofProject,
      end: ({ id, tokenId }) => plane.request('DELETE', `/api/users/${id}/tokens/${tokenId}`),
    },
    {
      when: 'its session is ended',
      role: 'viewer',
      headers: ({ withSession }) => withSession,
      path: ofProject,
      end: ({ id }) => sql`delete from sessions where user_id = ${id}`,
    },
    {
      when: 'its user has no role in the project any more',
      role: null,
      headers: ({ withSession }) => withSession,
      path: ofProject,
      end: ({ id }) =>
        plane.request('DELETE', `/api/projects/${projectId}/environments/production/roles/${id}`),
    },
    {
      when: 'its user is no admin any more, about users and tokens',
      role: 'admin',
      headers: ({ withToken }) => withToken,
      path: () => '/api/audit-export',
      end: ({ id }) => plane.request('PATCH', `/api/users/${id}`, { role: 'editor' }),
    },
  ])('when $when', async ({ role, headers, path, end }) => {
    await addLargeEntries(path() === ofProject() ? projectId : null, 30);
    const user = await addUser(role);
    if (role === null) {
      const grant = `/api/projects/${projectId}/environments/production/roles/${user.id}` as const;
      await plane.request('PUT', grant, { role: 'viewer' });
    }
    const url = new URL(path(), plane.controlPlane.url);
    const response = await fetch(url, { headers: headers(user) });
    expect(response.status).toBe(200);
    const reading = readSlowly(response);
    await end(user);
    expect(await reading).toBe('broken');
  });
});

it('of the installation has the entries of users and tokens', async () => {
  const text = await (await request('/api/audit-export')).text();
  const lines = text.split('\n').slice(0, -1);
  expect(lines.map((line) => parsed(line).resourceType)).toEqual(
    expect.arrayContaining(['user', 'api_token']),
  );
  expect(new Set(lines.map((line) => parsed(line).chain))).toEqual(new Set([NO_PROJECT]));
  expect(await kinds(lines)).toEqual([]);
});

it('guards the chains: only the trigger of the log writes them, and only forward', async () => {
  for (const statement of [
    `update audit_chains set position = position + 1`,
    `update audit_chains set hash = sha256('')`,
    `delete from audit_chains`,
    `truncate audit_chains cascade`,
    `insert into audit_chains (chain, hash, genesis) values (gen_random_uuid(), sha256(''), sha256(''))`,
    `insert into audit_links (chain, position, entry_id, hash) select chain, 1000, chain, hash from audit_chains`,
  ]) {
    await expect(sql.unsafe(statement), statement).rejects.toThrow(/append-only/);
  }
  expect((await verifyAuditLog(sql)).faults).toEqual([]);
});

it('says that entries are missing, also if those after them were renumbered', async () => {
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`delete from audit_logs where id = (
      select entry_id from audit_links where chain = ${projectId} and position = 3)`;
    await tx`delete from audit_links where chain = ${projectId} and position = 3`;
    for (let position = 4; position <= 6; position += 1) {
      await tx`update audit_links set position = position - 1 where chain = ${projectId} and position = ${position}`;
    }
  });
  const { faults } = await verifyAuditLog(sql);
  expect(faults).toEqual([
    {
      kind: 'missing',
      chain: projectId,
      message: expect.stringMatching(/^1 entries before position 3 are missing/),
    },
  ]);
});

it('begins with the entries from before the chains', async () => {
  await sql`drop table audit_links, audit_chains cascade`;
  await sql`drop trigger audit_logs_chained on audit_logs`;
  await sql`drop function chain_audit_entries, audit_digest, guard_audit_chain`;
  await sql`delete from schema_migrations where name like '%audit_chain.sql' or name like '%audit_guards.sql'`;
  expect(await migrate(sql)).toHaveLength(2);
  await plane.request('PATCH', `/api/projects/${projectId}`, { name: 'Later' });
  const lines: string[] = [];
  for await (const part of exportAllLines(sql)) lines.push(...part.split('\n').slice(0, -1));
  const ofProject = lines.filter((line) => parsed(line).chain === projectId);
  expect(ofProject.slice(0, -1).every((line) => parsed(line).position === 0)).toBe(true);
  expect(await kinds(lines)).toEqual([]);
  expect(await kinds(ofProject.slice(1))).toEqual([{ kind: 'changed', entryId: undefined }]);
  const cursor = `g${parsed(ofProject[1]).sequence}`;
  expect(await exported(`?after=${cursor}`)).toEqual(ofProject.slice(2));
});
