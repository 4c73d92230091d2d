import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, expect, it } from 'vitest';
import { createTestDatabase } from '../support/database.ts';
import { createProcessGroup, ROOT } from '../support/processes.ts';
import { newAdminToken, startControlPlane, startNodeEdge } from '../support/system.ts';
import { NEIGHBOURS } from './releases.ts';

const group = createProcessGroup();
const stateDir = mkdtempSync(join(tmpdir(), 'sf-purge-'));
afterAll(async () => {
  await group.stopAll();
  rmSync(stateDir, { recursive: true, force: true });
});

it.each(NEIGHBOURS.filter(({ edge }) => edge.name === 'base'))(
  'an edge of the base release that was away while its position was purged loses the deleted flag',
  async (releases) => {
    const database = await createTestDatabase();
    const adminToken = newAdminToken();
    const startNew = () =>
      startControlPlane(group, {
        ...releases.controlPlane.controlPlane,
        databaseUrl: database.url,
        adminToken,
      });
    const first = await startNew();
    const { id: projectId } = await first.api.createProject('Shop');
    await first.api.createEnvironment(projectId, 'production');
    for (const key of ['kept', 'gone']) await first.api.createFlag(projectId, { key });
    const relayKey = (await first.api.createKey(projectId, { kind: 'relay' })).secret;
    const key = (await first.api.createKey(projectId, { kind: 'server', environmentKey: 'production' }))
      .secret;
    const edgeOptions = { ...releases.edge.edge, relayKey, env: { METRICS_PORT: '0', STATE_DIR: stateDir } };
    const edge = await startNodeEdge(group, { ...edgeOptions, upstreamUrl: first.url });
    expect(await statusOf(edge.url, key, 'gone')).toBe(200);
    await edge.process.stop();

    await first.api.deleteFlag(projectId, 'gone');
    // A hub keeps what it has read; the next control plane has only what is in the database.
    await first.process.stop();
    const sql = postgres(database.url, { max: 1 });
    await sql`update environment_versions set created_at = created_at - interval '40 days'`;
    execFileSync(process.execPath, [join(ROOT, 'dist/purge.mjs')], {
      env: { PATH: process.env.PATH, DATABASE_URL: database.url, TOMBSTONE_RETENTION_DAYS: '30' },
    });
    const [row] = await sql`select count(*)::int as rows from flag_environments`;
    expect(row?.rows).toBe(1);
    await sql.end();

    const second = await startNew();
    const again = await startNodeEdge(group, { ...edgeOptions, upstreamUrl: second.url });
    await expect.poll(() => statusOf(again.url, key, 'gone'), { timeout: 20_000 }).toBe(404);
    expect(await statusOf(again.url, key, 'kept')).toBe(200);
    await group.stopAll();
    await database.drop();
  },
);

async function statusOf(url: string, key: string, flagKey: string): Promise<number> {
  const response = await fetch(`${url}/evaluate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ flagKey, context: { targetingKey: 'u-1' } }),
  });
  await response.body?.cancel();
  return response.status;
}
