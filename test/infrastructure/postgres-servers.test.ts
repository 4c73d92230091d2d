import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../bin/postgres/embedded-postgres.ts';
import { giveToServerAccount } from '../../bin/postgres/server-account.ts';
import { openDatabase } from '../../control-plane/store/database/database.ts';
import { silentLogger } from '../../shared/logging/logger.ts';
import { createServerCertificate, type ServerCertificate } from '../support/certificates.ts';
import { reservePort } from '../support/ports.ts';
import { createProcessGroup } from '../support/processes.ts';
import { newAdminToken, startControlPlane } from '../support/system.ts';

/** Settings of a server that differ from the defaults in how values look. */
const FOREIGN_FORMATS = {
  DateStyle: 'SQL, DMY',
  TimeZone: 'Asia/Kolkata',
  IntervalStyle: 'sql_standard',
  bytea_output: 'escape',
  extra_float_digits: '-5',
};
const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === '::1'),
);

const group = createProcessGroup();
const directory = mkdtempSync(join(tmpdir(), 'sf-servers-'));
let certificate: ServerCertificate;
let server: EmbeddedPostgres;
let readOnly: EmbeddedPostgres;

beforeAll(async () => {
  chmodSync(directory, 0o755);
  certificate = createServerCertificate(directory, 'DNS:localhost,IP:127.0.0.1');
  giveToServerAccount(certificate.key, certificate.certificate);
  const sockets = join(directory, 'sockets');
  mkdirSync(sockets);
  giveToServerAccount(sockets);
  const common = { database: 'flags', findPort: reservePort };
  server = await startEmbeddedPostgres({
    ...common,
    directory: join(directory, 'writable'),
    settings: {
      ...FOREIGN_FORMATS,
      listen_addresses: `127.0.0.1,127.0.0.2${hasIpv6 ? ',::1' : ''}`,
      unix_socket_directories: sockets,
      ssl: 'on',
      ssl_cert_file: certificate.certificate,
      ssl_key_file: certificate.key,
    },
  });
  readOnly = await startEmbeddedPostgres({ ...common, directory: join(directory, 'read-only') });
  const sql = postgres(readOnly.url, { max: 1 });
  await sql.unsafe(`alter role postgres password '${passwordOf(server)}'`);
  await sql`alter system set default_transaction_read_only = on`;
  await sql`select pg_reload_conf()`;
  await sql.end();
});
afterAll(async () => {
  await group.stopAll();
  await server.stop();
  await readOnly.stop();
  rmSync(directory, { recursive: true, force: true });
});

function passwordOf({ url }: EmbeddedPostgres): string {
  return decodeURIComponent(new URL(url).password);
}

/** The URL of the server by another address and with other parameters. */
function serverUrl(authority: string, query: string): string {
  return `postgres://postgres:${encodeURIComponent(passwordOf(server))}@${authority}/flags?${query}`;
}

interface Session {
  readonly encrypted: boolean;
  readonly address: string | null;
  readonly readOnly: string;
  readonly dateStyle: string;
  readonly timeZone: string;
  readonly at: Date;
}

/** Opens a pool and reads what its session is like. */
async function sessionOf(url: string): Promise<Session> {
  const sql = await openDatabase(url, { logger: silentLogger, timeoutMs: 2_000 });
  const [session] = await sql<Session[]>`
    select ssl as encrypted, host(inet_server_addr()) as address,
      current_setting('default_transaction_read_only') as "readOnly", current_setting('DateStyle') as "dateStyle",
      current_setting('TimeZone') as "timeZone", timestamptz '2026-03-04 05:06:07Z' as at
    from pg_stat_ssl where pid = pg_backend_pid()`;
  await sql.end();
  if (session === undefined) throw new Error('expected a session');
  return session;
}

describe('TLS', () => {
  const port = () => server.port;

  it.each(['prefer', 'require'])('sslmode=%s encrypts, whatever the certificate', async (mode) => {
    expect((await sessionOf(serverUrl(`127.0.0.2:${port()}`, `sslmode=${mode}`))).encrypted).toBe(true);
  });

  it('sslmode=disable does not encrypt, and prefer takes what the server offers', async () => {
    expect((await sessionOf(serverUrl(`127.0.0.1:${port()}`, ''))).encrypted).toBe(false);
    const plain = (mode: string) => serverUrl(`127.0.0.1:${readOnly.port}`, `sslmode=${mode}`);
    expect((await sessionOf(plain('prefer'))).encrypted).toBe(false);
    await expect(sessionOf(plain('require'))).rejects.toThrow(/does not offer TLS/);
  });

  it.each(['localhost', '127.0.0.1'])('verify-full accepts %s, which the certificate names', async (host) => {
    const url = serverUrl(`${host}:${port()}`, `sslmode=verify-full&sslrootcert=${certificate.authority}`);
    expect((await sessionOf(url)).encrypted).toBe(true);
  });

  it('verify-full refuses an address that the certificate does not name; verify-ca does not look', async () => {
    const query = (mode: string) => `sslmode=${mode}&sslrootcert=${certificate.authority}`;
    await expect(sessionOf(serverUrl(`127.0.0.2:${port()}`, query('verify-full')))).rejects.toThrow(
      /127\.0\.0\.2/,
    );
    expect((await sessionOf(serverUrl(`127.0.0.2:${port()}`, query('verify-ca')))).encrypted).toBe(true);
  });

  it.each(['verify-ca', 'verify-full'])('%s refuses an authority that is not known', async (mode) => {
    await expect(sessionOf(serverUrl(`localhost:${port()}`, `sslmode=${mode}`))).rejects.toThrow(
      /certificate/,
    );
  });
});

describe('addresses', () => {
  it('a Unix socket', async () => {
    const url = serverUrl(
      `:${server.port}`.slice(0, 0),
      `host=${join(directory, 'sockets')}&port=${server.port}`,
    );
    expect((await sessionOf(url)).address).toBeNull();
  });

  it.runIf(hasIpv6)('an IPv6 literal', async () => {
    expect((await sessionOf(serverUrl(`[::1]:${server.port}`, ''))).address).toBe('::1');
  });

  it('the first of several hosts that answers', async () => {
    const closed = await reservePort();
    expect((await sessionOf(serverUrl(`127.0.0.1:${closed},127.0.0.1:${server.port}`, ''))).readOnly).toBe(
      'off',
    );
  });

  it('the first of several hosts that takes writes', async () => {
    const hosts = `127.0.0.1:${readOnly.port},127.0.0.1:${server.port}`;
    expect((await sessionOf(serverUrl(hosts, 'target_session_attrs=any'))).readOnly).toBe('on');
    expect((await sessionOf(serverUrl(hosts, 'target_session_attrs=read-write'))).readOnly).toBe('off');
  });
});

describe('a server whose formats differ', () => {
  it('does not change what is read', async () => {
    expect(await sessionOf(server.url)).toMatchObject({
      dateStyle: 'ISO, MDY',
      timeZone: 'UTC',
      at: new Date('2026-03-04T05:06:07Z'),
    });
  });

  it('does not change what the API answers: times come back as they were given', async () => {
    const query = `sslmode=verify-full&sslrootcert=${certificate.authority}`;
    const { api } = await startControlPlane(group, {
      databaseUrl: serverUrl(`localhost:${server.port}`, query),
      adminToken: newAdminToken(),
    });
    const { id: projectId } = await api.createProject('Shop');
    await api.createEnvironment(projectId, 'production');
    await api.createFlag(projectId, { key: 'f' });
    const expiresAt = '2036-03-04T05:06:07.000Z';
    const answer = await api.call('POST', `/api/projects/${projectId}/keys`, {
      name: 'k',
      kind: 'server',
      environmentKeys: ['production'],
      expiresAt,
    });
    expect(answer).toMatchObject({ status: 201, body: { expiresAt } });
    const listed = await api.call('GET', `/api/projects/${projectId}/keys`);
    expect(JSON.stringify(listed.body)).toContain(expiresAt);
  });
});
