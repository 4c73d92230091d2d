import { Redis } from 'ioredis';
import { eventually } from './eventually.ts';
import { reservePort } from './ports.ts';
import { type RedisServer, startRedisSentinel, startRedisServer } from './redis-server.ts';

/** A primary, a replica and three Sentinels. */
export interface SentinelDeployment {
  /** The Sentinels, as a URL names them: `127.0.0.1:1,127.0.0.1:2`. */
  readonly hosts: string;
  readonly sentinelPassword: string;
  readonly password: string;
  readonly first: RedisServer;
  readonly second: RedisServer;
  /** The port of the primary as the Sentinels know it. */
  primaryPort(): Promise<number>;
  /** Asks for a fail-over while all servers run. */
  failOver(): Promise<void>;
  stop(): Promise<void>;
}

export const PRIMARY_NAME = 'flags';

export async function startSentinelDeployment(): Promise<SentinelDeployment> {
  const password = 'server-secret';
  const sentinelPassword = 'sentinel-secret';
  const secured = ['--requirepass', password, '--masterauth', password, '--repl-diskless-sync-delay', '0'];
  const first = await startRedisServer(...secured);
  const second = await startRedisServer(...secured, '--replicaof', '127.0.0.1', String(first.port));
  const monitor = [
    `sentinel monitor ${PRIMARY_NAME} 127.0.0.1 ${first.port} 2`,
    `sentinel auth-pass ${PRIMARY_NAME} ${password}`,
    `sentinel down-after-milliseconds ${PRIMARY_NAME} 1000`,
    `sentinel failover-timeout ${PRIMARY_NAME} 5000`,
    `requirepass ${sentinelPassword}`,
  ];
  const sentinels = [
    await startRedisSentinel(...monitor),
    await startRedisSentinel(...monitor),
    await startRedisSentinel(...monitor),
  ];
  const [asked] = sentinels;
  const sentinel = new Redis(asked?.port ?? 0, '127.0.0.1', { password: sentinelPassword, protocol: 2 });
  const property = async (name: string) => {
    const reply = await sentinel.call('SENTINEL', 'MASTER', PRIMARY_NAME);
    const fields = Array.isArray(reply) ? reply.map(String) : [];
    return Number(fields[fields.indexOf(name) + 1]);
  };
  await eventually(
    'Sentinels know each other and the replica',
    async () => (await property('num-other-sentinels')) === 2 && (await property('num-slaves')) === 1,
  );
  return {
    hosts: sentinels.map(({ port }) => `127.0.0.1:${port}`).join(','),
    sentinelPassword,
    password,
    first,
    second,
    primaryPort: () => property('port'),
    failOver: async () => void (await sentinel.call('SENTINEL', 'FAILOVER', PRIMARY_NAME)),
    async stop() {
      sentinel.disconnect();
      for (const server of [...sentinels, first, second]) await server.stop();
    },
  };
}

/** Three primaries, each with a third of the slots, and a replica of each. */
export interface RedisCluster {
  /** `redis-cluster://…` with two of the primaries. */
  readonly url: string;
  /** The first three were primaries at the start. */
  readonly servers: readonly RedisServer[];
  /** The primary that has the slot of this key now. */
  primaryOf(key: string): Promise<RedisServer>;
  /** Moves the slot of this key, with the key, from its primary to the next one. */
  moveSlot(key: string): Promise<void>;
  stop(): Promise<void>;
}

/** They divide the keys of the product, too. */
const LAST_SLOTS = [4000, 10_000, 16_383] as const;

export async function startRedisCluster(): Promise<RedisCluster> {
  const startNode = async () => {
    const bus = String(await reservePort());
    const settings = ['--cluster-enabled', 'yes', '--cluster-port', bus, '--cluster-node-timeout', '2000'];
    const server = await startRedisServer(...settings, '--repl-diskless-sync-delay', '0');
    return { server, bus, client: new Redis(server.url, { protocol: 2 }) };
  };
  const nodes = await Promise.all(Array.from({ length: 6 }, startNode));
  for (const { client } of nodes) client.on('error', () => {});
  const [a, b, c, ...replicas] = nodes;
  if (a === undefined || b === undefined || c === undefined) throw new Error('expected three primaries');
  const primaries = [a, b, c] as const;
  for (const [index, { client }] of nodes.entries()) {
    await client.call('CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1));
  }
  for (const { server, bus } of nodes.slice(1)) {
    await a.client.call('CLUSTER', 'MEET', '127.0.0.1', String(server.port), bus);
  }
  let first = 0;
  for (const [index, { client }] of primaries.entries()) {
    const last = LAST_SLOTS[index] ?? 0;
    await client.call('CLUSTER', 'ADDSLOTSRANGE', String(first), String(last));
    first = last + 1;
  }
  for (const [index, { client }] of replicas.entries()) {
    const id = String(await primaries[index]?.client.call('CLUSTER', 'MYID'));
    await eventually('the primary is known', () => client.call('CLUSTER', 'REPLICATE', id));
  }
  const isUp = async ({ client }: (typeof nodes)[number]) => {
    const known = String(await client.call('CLUSTER', 'NODES'));
    return (
      String(await client.call('CLUSTER', 'INFO')).includes('cluster_state:ok') &&
      (known.match(/slave /g) ?? []).length === 3
    );
  };
  for (const node of nodes) await eventually('the cluster is up', () => isUp(node), 20_000);
  const ownerOf = async (key: string) => {
    const slot = Number(await a.client.call('CLUSTER', 'KEYSLOT', key));
    const ranges = slotRanges(await a.client.call('CLUSTER', 'SLOTS'));
    const range = ranges.find(({ first, last }) => first <= slot && slot <= last);
    return { slot, owner: nodes.find(({ server }) => server.port === range?.port) ?? a };
  };
  return {
    url: `redis-cluster://127.0.0.1:${a.server.port},127.0.0.1:${b.server.port}`,
    servers: nodes.map(({ server }) => server),
    primaryOf: async (key) => (await ownerOf(key)).owner.server,
    async moveSlot(key) {
      const { slot, owner } = await ownerOf(key);
      const target = owner === b ? c : b;
      const idOf = async ({ client }: typeof a) => String(await client.call('CLUSTER', 'MYID'));
      const [from, to] = [await idOf(owner), await idOf(target)];
      await target.client.call('CLUSTER', 'SETSLOT', String(slot), 'IMPORTING', from);
      await owner.client.call('CLUSTER', 'SETSLOT', String(slot), 'MIGRATING', to);
      await owner.client.call('MIGRATE', '127.0.0.1', String(target.server.port), key, '0', '2000');
      for (const { client } of [target, owner]) {
        await client.call('CLUSTER', 'SETSLOT', String(slot), 'NODE', to);
      }
    },
    async stop() {
      for (const { client, server } of nodes) {
        client.disconnect();
        await server.stop();
      }
    },
  };
}

function slotRanges(reply: unknown): readonly { first: number; last: number; port: number }[] {
  const rows: readonly unknown[] = Array.isArray(reply) ? reply : [];
  return rows.map((row) => {
    const [first, last, primary]: readonly unknown[] = Array.isArray(row) ? row : [];
    const port: unknown = Array.isArray(primary) ? primary[1] : undefined;
    return { first: Number(first), last: Number(last), port: Number(port) };
  });
}
