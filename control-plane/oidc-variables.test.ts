import { describe, expect, it } from 'vitest';
import { readOidcSettings } from './oidc-variables.ts';

const GIVEN = {
  OIDC_ISSUER: 'https://id.example.com/realms/main',
  OIDC_CLIENT_ID: 'flags',
  OIDC_GROUP_ROLES: 'sf-admins=admin,staff=none',
  PUBLIC_URL: 'https://flags.example.com',
};

const faultsOf = (environment: Readonly<Record<string, string>>) => {
  const result = readOidcSettings(environment);
  return result.ok ? [] : result.faults;
};

describe('readOidcSettings', () => {
  it('has defaults for a public client', () => {
    expect(readOidcSettings(GIVEN)).toEqual({
      ok: true,
      config: {
        oidc: {
          issuer: 'https://id.example.com/realms/main',
          clientId: 'flags',
          scopes: 'openid profile email',
          groupsClaim: 'groups',
          groupRoles: new Map([
            ['sf-admins', 'admin'],
            ['staff', 'none'],
          ]),
          name: 'single sign-on',
        },
      },
    });
  });

  it('reads every variable', () => {
    const all = {
      ...GIVEN,
      OIDC_CLIENT_SECRET: 'se=cret, of the client',
      OIDC_SCOPES: 'openid groups',
      OIDC_GROUPS_CLAIM: 'https://example.com/groups',
      OIDC_NAME: 'Acme',
    };
    expect(readOidcSettings(all)).toMatchObject({
      ok: true,
      config: {
        oidc: {
          clientSecret: 'se=cret, of the client',
          scopes: 'openid groups',
          groupsClaim: 'https://example.com/groups',
          name: 'Acme',
        },
      },
    });
  });

  it('is off without an issuer', () => {
    expect(readOidcSettings({})).toEqual({ ok: true, config: {} });
    expect(readOidcSettings({ OIDC_NAME: 'Acme', OIDC_SCOPES: 'openid' })).toEqual({ ok: true, config: {} });
  });

  it('reports every fault at once, without a value', () => {
    const secret = 'a secret\u0000that must not be shown';
    const faults = faultsOf({
      OIDC_ISSUER: 'http://id.example.com',
      OIDC_CLIENT_SECRET: secret,
      OIDC_SCOPES: 'profile',
      OIDC_GROUPS_CLAIM: 'g'.repeat(201),
      OIDC_GROUP_ROLES: 'admins=root',
      OIDC_NAME: 'n'.repeat(61),
    });
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
      'OIDC_ISSUER',
      'OIDC_CLIENT_SECRET',
      'OIDC_SCOPES',
      'OIDC_GROUPS_CLAIM',
      'OIDC_GROUP_ROLES',
      'OIDC_NAME',
      'OIDC_CLIENT_ID',
      'PUBLIC_URL',
    ]);
    expect(faults.join()).not.toContain('must not be shown');
  });

  it('needs an issuer if there is a client', () => {
    expect(faultsOf({ OIDC_CLIENT_ID: 'flags', OIDC_CLIENT_SECRET: 'secret' })).toEqual([
      'OIDC_ISSUER is required with OIDC_CLIENT_ID, OIDC_CLIENT_SECRET',
    ]);
  });

  it.each([
    'https://id.example.com',
    'https://id.example.com/',
    'http://127.0.0.1:4000',
    'http://localhost:4000/realms/main',
    'http://[::1]:4000',
  ])('takes the issuer %s', (OIDC_ISSUER) => {
    expect(faultsOf({ ...GIVEN, OIDC_ISSUER })).toEqual([]);
  });

  it.each([
    'id.example.com',
    'http://id.example.com',
    'http://127.0.0.1.evil.example',
    'http://10.0.0.1',
    'ftp://id.example.com',
    'https://user:password@id.example.com',
    'https://id.example.com?tenant=1',
    'https://id.example.com/?',
    'https://id.example.com#a',
    'https://id.example.com/.well-known/openid-configuration',
    `https://id.example.com/${'a'.repeat(2_000)}`,
  ])('refuses the issuer %s', (OIDC_ISSUER) => {
    expect(faultsOf({ ...GIVEN, OIDC_ISSUER })).toHaveLength(1);
  });

  it.each(['openid', 'profile openid', 'openid https://graph.example/.default'])(
    'takes the scopes %j',
    (OIDC_SCOPES) => {
      expect(faultsOf({ ...GIVEN, OIDC_SCOPES })).toEqual([]);
    },
  );

  it.each(['profile', 'openidx', 'openid  email', 'openid,email', 'openid "a"', 'openid a\\b', 'openid é'])(
    'refuses the scopes %j',
    (OIDC_SCOPES) => {
      expect(faultsOf({ ...GIVEN, OIDC_SCOPES })).toHaveLength(1);
    },
  );
});
