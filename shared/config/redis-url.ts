/** A Redis server, a Sentinel, or a node of a cluster. */
export interface RedisHost {
  /** A name or an address, without brackets. */
  readonly host: string;
  readonly port: number;
}

/** The contents of the URL of a Redis, in any deployment. */
export type RedisAddress = Common &
  (
    | { readonly kind: 'server' }
    /** The hosts are Sentinels, which return the address of the primary of this name. */
    | { readonly kind: 'sentinel'; readonly primaryName: string }
    /** The hosts are some nodes of a cluster, which return the addresses of the others. */
    | { readonly kind: 'cluster' }
  );

interface Common {
  /** One for a server, at least one otherwise. */
  readonly hosts: readonly [RedisHost, ...RedisHost[]];
  readonly isTls: boolean;
  /** Of the Redis servers, not of Sentinels. */
  readonly username?: string;
  readonly password?: string;
  readonly database: number;
  /** The version of IP to which names are resolved; 0: any. */
  readonly ipVersion: 0 | 4 | 6;
}

type RedisKind = RedisAddress['kind'];

const REDIS_URL_FORMS =
  'redis://host:6379, redis-sentinel://host1:26379,host2:26379/0?sentinelMasterId=mymaster or redis-cluster://host1:6379,host2:6379; rediss… for TLS; valkey is taken, too';

const FORM =
  /^(?:redis|valkey)(?<tls>s?)(?:[-+](?<kind>sentinel|cluster))?:\/\/(?:(?<credentials>[^@/?#]*)@)?(?<hosts>[^@/?#]*)(?<path>\/[^?#]*)?(?:\?(?<query>[^#]*))?$/;
const MAX_URL_LENGTH = 8_192;
const MAX_HOSTS = 50;
const DEFAULT_PORTS: Readonly<Record<RedisKind, number>> = { server: 6379, sentinel: 26379, cluster: 6379 };
const IP_VERSIONS = [0, 4, 6] as const;

/**
 * Reads a URL as the clients of Redis do: Lettuce's form for Sentinel (`?sentinelMasterId=mymaster`), the form of Python's
 * clients (`/mymaster/0`), lists of hosts separated by commas, IPv6 addresses in brackets.
 *
 * @throws Error that says what is wrong; it never holds a part of the URL, which may be a secret
 */
export function parseRedisUrl(url: string): RedisAddress {
  const groups = url.length > MAX_URL_LENGTH ? undefined : FORM.exec(url)?.groups;
  if (groups === undefined) {
    throw new Error(
      `must be a URL such as ${REDIS_URL_FORMS}, with special characters of the password percent-encoded (@ as %40, # as %23, / as %2F, ? as %3F)`,
    );
  }
  const kind = kindOf(groups.kind);
  const query = parametersOf(groups.query ?? '');
  const path = (groups.path ?? '')
    .split('/')
    .filter((part) => part !== '')
    .map((part) => decode(part, 'the path'));
  const common = {
    hosts: hostsOf(groups.hosts ?? '', kind),
    isTls: groups.tls === 's',
    ...credentialsOf(groups.credentials ?? ''),
    ipVersion: ipVersionOf(query.family),
  };
  if (kind !== 'sentinel') {
    if (query.sentinelMasterId !== undefined)
      throw new Error('names a primary, which only redis-sentinel:// takes');
    const database = databaseOf(path);
    if (kind === 'cluster' && database !== 0)
      throw new Error('must not name a database: a cluster has only 0');
    return { ...common, kind, database };
  }
  const named = query.sentinelMasterId ?? (/^\d*$/.test(path[0] ?? '') ? undefined : path.shift());
  if (!named) {
    throw new Error(
      'must say the name by which Sentinels know the primary, for example ?sentinelMasterId=mymaster',
    );
  }
  return { ...common, kind, primaryName: named, database: databaseOf(path) };
}

function kindOf(text: string | undefined): RedisKind {
  if (text === 'sentinel' || text === 'cluster') return text;
  return 'server';
}

function hostsOf(list: string, kind: RedisKind): readonly [RedisHost, ...RedisHost[]] {
  const [first = '', ...others] = (list || (kind === 'server' ? 'localhost' : '')).split(',');
  if (others.length > 0 && kind === 'server')
    throw new Error('names several hosts, which only redis-sentinel:// and redis-cluster:// take');
  if (others.length >= MAX_HOSTS) throw new Error(`must name at most ${MAX_HOSTS} hosts`);
  return [hostOf(first, kind), ...others.map((entry) => hostOf(entry, kind))];
}

function hostOf(entry: string, kind: RedisKind): RedisHost {
  const found = /^(?:\[(?<address>[0-9A-Fa-f:.]+)\]|(?<name>[^:[\]]*))(?::(?<port>\d{1,5}))?$/.exec(
    entry,
  )?.groups;
  const port = found?.port === undefined ? DEFAULT_PORTS[kind] : Number(found.port);
  const name = found?.address ?? decode(found?.name ?? '', 'a host');
  const host = name === '' && kind === 'server' ? 'localhost' : name;
  if (found === undefined || host === '' || /\s/.test(host) || port < 1 || port > 65_535)
    throw new Error('must name hosts as name:port or [IPv6 address]:port, separated by commas');
  return { host, port };
}

function credentialsOf(text: string): Pick<Common, 'username' | 'password'> {
  const [user = '', ...rest] = text.split(':');
  const username = decode(user, 'user or password');
  const password = decode(rest.join(':'), 'user or password');
  return {
    ...(username === '' ? {} : { username }),
    ...(password === '' ? {} : { password }),
  };
}

function databaseOf(path: readonly string[]): number {
  const [text = '0', ...more] = path;
  if (more.length > 0 || !/^\d{1,5}$/.test(text)) {
    throw new Error(
      'must end with the number of a database after the hosts, for example /0, or with nothing',
    );
  }
  return Number(text);
}

interface Parameters {
  readonly sentinelMasterId?: string;
  readonly family?: string;
}

function parametersOf(query: string): Parameters {
  const parameters: { sentinelMasterId?: string; family?: string } = {};
  for (const pair of query.split('&').filter((text) => text !== '')) {
    const [name, ...rest] = pair.split('=');
    const value = decode(rest.join('='), 'a parameter');
    if (name === 'sentinelMasterId' || name === 'master') parameters.sentinelMasterId = value;
    else if (name === 'family') parameters.family = value;
    else throw new Error('has an unknown parameter; sentinelMasterId (or master) and family are known');
  }
  return parameters;
}

function ipVersionOf(text: string | undefined): Common['ipVersion'] {
  const version = IP_VERSIONS.find((known) => String(known) === (text ?? '0'));
  if (version === undefined) throw new Error('has an unknown family; it must be 0, 4 or 6');
  return version;
}

function decode(text: string, part: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Error(`has a raw "%" in ${part}; write it as %25`);
  }
}
