import { describe, expect, it } from 'vitest';
import { displayAddress, parsePostgresUrl } from './postgres-url.ts';

const hostsOf = (url: string) => parsePostgresUrl(url).hosts.map(({ host, port }) => `${host} ${port}`);

describe('parsePostgresUrl', () => {
  it.each([
    ['postgres://u:p@db/flags', ['db 5432']],
    ['postgresql://u:p@db:6000/flags', ['db 6000']],
    ['postgres://u:p@[2001:db8::1]:6000/flags', ['2001:db8::1 6000']],
    ['postgres://u:p@[::1]/flags', ['::1 5432']],
    ['postgres://u:p@a:1,b:2,[::1]:3/flags', ['a 1', 'b 2', '::1 3']],
    ['postgres://u:p@/flags?host=a,b&port=1,2', ['a 1', 'b 2']],
  ])('reads the hosts of %s', (url, hosts) => {
    expect(hostsOf(url)).toEqual(hosts);
  });

  it('reads Unix sockets, as a parameter and encoded as host', () => {
    for (const url of ['postgres://u@/flags?host=/run/pg&port=6000', 'postgres://u@%2Frun%2Fpg:6000/flags']) {
      expect(parsePostgresUrl(url).socketPath).toBe('/run/pg/.s.PGSQL.6000');
    }
  });

  it('decodes user, password and database, and passes other parameters on to the session', () => {
    expect(
      parsePostgresUrl('postgres://a%40b:p%25%2F@db/my%20flags?search_path=x&sslmode=require'),
    ).toMatchObject({
      user: 'a@b',
      password: 'p%/',
      database: 'my flags',
      sslMode: 'require',
      parameters: { search_path: 'x' },
    });
  });

  it.each([
    ['postgres://u:100%@db/flags', /raw "%" in the password/],
    ['postgres://u:secret-word#@db/flags', /percent-encoded/],
    ['mysql://u:secret-word@db/flags', /postgres:\/\//],
    ['postgres://u:secret word@db/flags', /blank/],
    ['postgres://u:secret-word@db:70000/flags', /hosts/],
    ['postgres://u:secret-word@db/flags?sslmode=full', /unknown sslmode/],
    ['postgres://u:secret-word@db/flags?target_session_attrs=standby', /unknown target_session_attrs/],
    ['postgres://u:secret-word@db/flags?sslrootcert=/none', /sslrootcert that cannot be read/],
  ])('refuses %s', (url, fault) => {
    expect(() => parsePostgresUrl(url)).toThrow(fault);
    expect(() => parsePostgresUrl(url)).not.toThrow(/secret/);
  });

  it('shows the address without the account', () => {
    expect(displayAddress(parsePostgresUrl('postgres://u:p@a:1,[::1]:2/flags'))).toBe('a:1,[::1]:2/flags');
  });
});
