import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type TLSSocket } from 'node:tls';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createHintBus } from '../../control-plane/messaging/hint-bus.ts';
import type { RedisSettings } from '../../shared/config/redis-variables.ts';
import { type Logger, silentLogger } from '../../shared/logging/logger.ts';
import { createServerCertificate, type ServerCertificate } from '../support/certificates.ts';
import { createEventFixture, type EventFixture } from '../support/control-plane/event-fixture.ts';
import { eventually } from '../support/eventually.ts';
import {
  type RedisServer,
  startRedisSentinel,
  startRedisServer,
  startTlsRedisSentinel,
  startTlsRedisServer,
} from '../support/redis-server.ts';
import { startRedisTraffic } from '../support/redis-traffic.ts';

let fixture: EventFixture;
let directory: string;
let files: ServerCertificate;
/** Asks for a certificate of the client. */
let server: RedisServer;
let settings: Omit<RedisSettings, 'url'>;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'sf-redis-tls-'));
  files = createServerCertificate(directory, 'DNS:localhost');
  settings = { caFile: files.authority, certFile: files.certificate, keyFile: files.key };
  [fixture, server] = await Promise.all([createEventFixture(), startTlsRedisServer(files)]);
});
afterAll(async () => {
  await server.stop();
  await fixture.stop();
  rmSync(directory, { recursive: true, force: true });
});

it('events and hints travel over TLS with an own authority and a certificate of the client', async () => {
  await startRedisTraffic({ ...settings, url: server.url }, fixture).flowsWithin(10_000);
});

it('Sentinels and the primary that they name show certificates for their names', async () => {
  const sentinel = await startTlsRedisSentinel(
    files,
    'sentinel resolve-hostnames yes',
    'sentinel announce-hostnames yes',
    `sentinel monitor flags localhost ${server.port} 1`,
  );
  onTestFinished(() => sentinel.stop());
  const url = `rediss-sentinel://localhost:${sentinel.port}?sentinelMasterId=flags`;
  await startRedisTraffic({ ...settings, url }, fixture).flowsWithin(10_000);
});

it('the nodes of a cluster show certificates for the names that they announce', async () => {
  const announced = [
    '--cluster-announce-hostname',
    'localhost',
    '--cluster-preferred-endpoint-type',
    'hostname',
  ];
  const node = await startTlsRedisServer(
    files,
    '--cluster-enabled',
    'yes',
    '--tls-cluster',
    'yes',
    ...announced,
  );
  const admin = new Redis(node.url, {
    tls: {
      ca: readFileSync(files.authority),
      cert: readFileSync(files.certificate),
      key: readFileSync(files.key),
    },
  });
  onTestFinished(async () => {
    admin.disconnect();
    await node.stop();
  });
  await admin.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
  const url = node.url.replace('rediss:', 'rediss-cluster:');
  await startRedisTraffic({ ...settings, url }, fixture).flowsWithin(10_000);
});

/** Opens connections, and returns the messages of the errors that are logged. */
function openWith(redis: RedisSettings): string[] {
  const errors: string[] = [];
  const warn: Logger['warn'] = (_, fields) => {
    const { error } = fields ?? {};
    errors.push(error instanceof Error ? error.message : 'no error');
  };
  const bus = createHintBus({
    redis,
    logger: { ...silentLogger, warn },
    listener: { environmentsChanged: () => {}, keysChanged: () => {} },
    onSubscribed: () => errors.push('subscribed'),
  });
  onTestFinished(() => bus.close());
  return errors;
}

it.each([
  ['of another name', () => ({ ...settings, url: `rediss://127.0.0.1:${server.port}` }), /altnames/i],
  ['of an unknown authority', () => ({ url: server.url }), /self.signed|unable to/i],
])('a certificate %s is refused', async (_, redisOf, message) => {
  const errors = openWith(redisOf());
  await eventually('it is refused', () => errors.length === 2);
  for (const error of errors) expect(error).toMatch(message);
});

it('a server that asks for a certificate refuses a client without one', async () => {
  const errors = openWith({ url: server.url, caFile: files.authority });
  await eventually('it is refused', () => errors.length === 2);
  expect(errors).not.toContain('subscribed');
});

it('a file that cannot be used is named by its variable', () => {
  const open = (more: Partial<RedisSettings>) => () => openWith({ url: server.url, ...settings, ...more });
  expect(open({ caFile: join(directory, 'missing.pem') })).toThrow(
    'REDIS_CA_FILE names a file that cannot be read',
  );
  expect(open({ certFile: files.key })).toThrow(
    'REDIS_CERT_FILE names a file that holds no CERTIFICATE in PEM',
  );
  expect(open({ keyFile: files.authority })).toThrow(
    'REDIS_KEY_FILE names a file that holds no PRIVATE KEY in PEM',
  );
});

describe('the server name that TLS sends', () => {
  let own: ServerCertificate;
  beforeAll(() => {
    const folder = join(directory, 'own');
    mkdirSync(folder);
    own = createServerCertificate(folder, 'DNS:localhost,IP:127.0.0.1');
  });

  /** Passes TLS connections on to a port without TLS, and notes the server name of each. */
  async function startTlsFront(behind: number) {
    const names = new Set<string | false | null>();
    const pems = { cert: readFileSync(own.certificate), key: readFileSync(own.key) };
    const front = createServer(pems, (near: TLSSocket) => {
      names.add(near.servername);
      const far = connect(behind, '127.0.0.1');
      for (const socket of [near, far]) socket.on('error', () => {});
      near.pipe(far).pipe(near);
    });
    front.listen(0, '127.0.0.1');
    await once(front, 'listening');
    onTestFinished(() => void front.close());
    const { port } = front.address() as AddressInfo;
    return { port, names };
  }

  async function startPlain(starting: Promise<RedisServer>): Promise<number> {
    const started = await starting;
    onTestFinished(() => started.stop());
    return started.port;
  }

  it.each([
    ['the host of the URL', 'localhost', 'localhost'],
    ['nothing for an IP address', '127.0.0.1', false],
  ])('is %s', async (_, host, expected) => {
    const front = await startTlsFront(await startPlain(startRedisServer()));
    const messages = openWith({ url: `rediss://${host}:${front.port}`, caFile: own.authority });
    await eventually('it is connected', () => messages.includes('subscribed'));
    expect(front.names).toEqual(new Set([expected]));
  });

  it("is each Sentinel's own host, and that of the primary", async () => {
    const primary = await startTlsFront(await startPlain(startRedisServer()));
    const knowing = startRedisSentinel(
      'sentinel resolve-hostnames yes',
      'sentinel announce-hostnames yes',
      `sentinel monitor flags localhost ${primary.port} 1`,
    );
    const withAddress = await startTlsFront(await startPlain(startRedisSentinel()));
    const withName = await startTlsFront(await startPlain(knowing));
    const hosts = `127.0.0.1:${withAddress.port},localhost:${withName.port}`;
    const url = `rediss-sentinel://${hosts}?sentinelMasterId=flags`;
    const messages = openWith({ url, caFile: own.authority });
    await eventually('it is connected', () => messages.includes('subscribed'));
    expect(withAddress.names).toEqual(new Set([false]));
    expect(withName.names).toEqual(new Set(['localhost']));
    expect(primary.names).toEqual(new Set(['localhost']));
  });
});
