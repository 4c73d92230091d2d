import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { type CuttableProxy, createCuttableProxy } from '../../../test/support/tcp-proxy.ts';
import { createPool } from './pool.ts';
import { parsePostgresUrl } from './postgres-url.ts';

const timeouts = { connectMs: 5_000, answerMs: 5_000 };

let database: TestDatabase;
let proxy: CuttableProxy;

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await createCuttableProxy(database.url);
});
afterAll(async () => {
  await proxy.close();
  await database.drop();
});

describe('a pool', () => {
  it('settles every query and transaction while connections are lost, and works afterwards', async () => {
    const sql = createPool(parsePostgresUrl(proxy.url), { max: 3, timeouts });
    expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
    sql.options.fetch_types = false;
    for (let round = 0; round < 15; round += 1) {
      const pending = Array.from({ length: 12 }, (_, index) =>
        index % 2 === 0
          ? sql`select ${index}::int as n, ${['a', 'b']}::text[] as list`
          : sql.begin(async (tx) => {
              await tx`select ${index}::int as n`;
              return tx`select pg_sleep(0.005)`;
            }),
      );
      await new Promise((later) => setTimeout(later, round));
      proxy.cut();
      const settled = await Promise.allSettled(pending);
      expect(settled).toHaveLength(12);
      proxy.mend();
      await expect
        .poll(() => sql`select ${['x']}::text[] as list`.catch(() => 'unreachable'), { timeout: 10_000 })
        .toEqual([{ list: ['x'] }]);
    }
    await sql.end();
    await expect(sql`select 1`).rejects.toMatchObject({ code: 'CONNECTION_ENDED' });
  });

  it('rejects a query at once if the server accepts and closes connections, as a proxy without a server does', async () => {
    const server = createServer((socket) => socket.end());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('expected a TCP address');
    const sql = createPool(parsePostgresUrl(`postgres://user:x@127.0.0.1:${address.port}/none`), {
      max: 2,
      timeouts,
    });
    await expect(sql`select 1`).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
    await expect(sql.begin((tx) => tx`select 1`)).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
    await sql.end({ timeout: 0 });
    server.close();
  });
});
