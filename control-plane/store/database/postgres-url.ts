import { readFileSync } from 'node:fs';

/** How a connection is encrypted, in the words of libpq. */
export type SslMode = (typeof SSL_MODES)[number];
const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;

/** The state that a server must have. A control plane writes, so standbys are no choice. */
export type SessionAttributes = (typeof SESSION_ATTRIBUTES)[number];
const SESSION_ATTRIBUTES = ['any', 'read-write', 'primary'] as const;

export interface PostgresHost {
  /** A name or an address, without brackets. */
  readonly host: string;
  readonly port: number;
}

/** A server, or several of which one is to be used, as a connection URL names it. */
export interface PostgresServer {
  /** At least one; the first that can be used is used. */
  readonly hosts: readonly PostgresHost[];
  /** The path of a Unix socket, which replaces the hosts. */
  readonly socketPath?: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly sslMode: SslMode;
  /** Certificates in PEM that are trusted; the well-known ones if absent. */
  readonly authorities?: string;
  readonly sessionAttributes: SessionAttributes;
  /** Parameters of the session, for example `application_name` or `search_path`. */
  readonly parameters: Readonly<Record<string, string>>;
}

const DEFAULT_PORT = '5432';
const FORM =
  /^postgres(?:ql)?:\/\/(?:(?<credentials>[^/?#]*)@)?(?<hosts>[^/?#@]*)(?:\/(?<database>[^/?#]*))?(?:\?(?<query>[^#]*))?$/;

/**
 * Reads a connection URL as libpq does: several hosts, IPv6 literals in brackets, Unix sockets (`?host=/folder`),
 * `sslmode`, `sslrootcert`, `target_session_attrs`. Reads the file of `sslrootcert`.
 *
 * @throws Error that says what is wrong; it never holds a part of the URL that may be a secret
 */
export function parsePostgresUrl(url: string): PostgresServer {
  const groups = FORM.exec(url)?.groups;
  if (groups === undefined) {
    throw new Error(
      'must be postgres://user:password@host:5432/database, with special characters of the password percent-encoded (@ as %40, # as %23, / as %2F, ? as %3F)',
    );
  }
  if (/[^\x21-\x7e]/.test(url)) {
    throw new Error('has a blank, a line break or a character beyond ASCII; percent-encode it or remove it');
  }
  const query = new Map(
    (groups.query ?? '')
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const [name = '', ...value] = pair.split('=');
        return [decode(name, 'a parameter'), decode(value.join('='), 'a parameter')];
      }),
  );
  const take = (name: string): string | undefined => {
    const value = query.get(name);
    query.delete(name);
    return value;
  };
  const [user = '', ...password] = (groups.credentials ?? '').split(':');
  const hostList = take('host') ?? decode(groups.hosts ?? '', 'the host');
  const account = take('user') ?? (decode(user, 'the user') || process.env.PGUSER || 'postgres');
  return {
    ...addressOf(hostList || 'localhost', take('port')),
    user: account,
    password:
      take('password') ?? (decode(password.join(':'), 'the password') || process.env.PGPASSWORD || ''),
    database: take('dbname') ?? (decode(groups.database ?? '', 'the database') || account),
    ...tlsOf(take('sslmode') ?? take('ssl'), take('sslrootcert')),
    sessionAttributes: choice(
      'target_session_attrs',
      SESSION_ATTRIBUTES,
      take('target_session_attrs'),
      'any',
    ),
    parameters: Object.fromEntries(query),
  };
}

/** Where the server is, for log lines: without user and password. */
export function displayAddress({ hosts, socketPath, database }: PostgresServer): string {
  const shown = hosts.map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`);
  return `${socketPath ?? shown.join(',')}/${database}`;
}

function decode(text: string, part: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Error(`has a raw "%" in ${part}; write it as %25`);
  }
}

function addressOf(
  hostList: string,
  ports: string | undefined,
): Pick<PostgresServer, 'hosts' | 'socketPath'> {
  const portList = ports?.split(',') ?? [];
  const hosts = hostList.split(',').map((entry, index): PostgresHost => {
    const {
      host = '',
      bracketed,
      port,
    } = /^(?:\[(?<bracketed>[^\]]*)\]|(?<host>\/.*?|[^:]*|[^:]*:.*:.*))(?::(?<port>\d+))?$/.exec(entry)
      ?.groups ?? {};
    const number = Number(port ?? portList[index] ?? portList[0] ?? DEFAULT_PORT);
    const name = bracketed ?? host;
    if (name === '' || !Number.isInteger(number) || number < 1 || number > 65_535) {
      throw new Error(
        'must name hosts as name:port, [IPv6 address]:port or, for a Unix socket, ?host=/folder',
      );
    }
    return { host: name, port: number };
  });
  const [first] = hosts;
  if (!first?.host.startsWith('/')) return { hosts };
  return { hosts, socketPath: `${first.host}/.s.PGSQL.${first.port}` };
}

function tlsOf(
  mode: string | undefined,
  file: string | undefined,
): Pick<PostgresServer, 'sslMode' | 'authorities'> {
  if (file === 'system') return { sslMode: 'verify-full' };
  const given = mode === 'true' ? 'require' : mode === 'false' ? 'disable' : mode;
  const sslMode = choice('sslmode', SSL_MODES, given, 'disable');
  if (file === undefined) return { sslMode };
  // As in libpq: with a root certificate, `require` verifies it.
  return { sslMode: sslMode === 'require' ? 'verify-ca' : sslMode, authorities: readAuthorities(file) };
}

function readAuthorities(file: string): string {
  try {
    const text = readFileSync(file, 'utf8');
    if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  } catch {
    throw new Error('names a file in sslrootcert that cannot be read');
  }
  throw new Error('names a file in sslrootcert that holds no certificate in PEM');
}

function choice<Word extends string>(
  name: string,
  words: readonly Word[],
  given: string | undefined,
  absent: Word,
): Word {
  const found = given === undefined ? absent : words.find((word) => word === given);
  if (found === undefined) throw new Error(`has an unknown ${name}; it must be one of ${words.join(', ')}`);
  return found;
}
