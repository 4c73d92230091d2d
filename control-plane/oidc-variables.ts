import { type ConfigResult, type Environment, readVariables } from '../shared/config/read-variables.ts';
import { optionalVariable, type VariableKind, variableWithDefault } from '../shared/config/variable.ts';
import { matching } from '../shared/config/variable-kinds.ts';
import { parseGroupRoles } from './model/group-roles.ts';
import { isLoopbackHost } from './model/loopback-host.ts';
import type { GroupRole, OidcSettings } from './model/oidc.ts';

const MAX_ISSUER = 2_000;
const ISSUER_EXAMPLE = 'https://id.example.com/realms/main';

/** The URL by which a provider names itself. Whoever could answer in its place could sign in as anybody. */
const issuer: VariableKind<string> = {
  rule: `must be an https URL without a query, for example ${ISSUER_EXAMPLE}; http only on this machine`,
  parse(text) {
    if (text.length > MAX_ISSUER || !URL.canParse(text)) return undefined;
    const { protocol, hostname, username, password, search, hash, pathname } = new URL(text);
    const isSafe = protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));
    if (!isSafe || `${username}${password}${search}${hash}` !== '' || /[?#]/.test(text)) return undefined;
    // The library does not compare the issuer of a document that is named directly.
    if (pathname.includes('/.well-known/')) {
      throw new Error('must be the issuer, without /.well-known/openid-configuration');
    }
    return text;
  },
};

const groupRoles: VariableKind<ReadonlyMap<string, GroupRole>> = {
  rule: 'must be groups with roles',
  parse: parseGroupRoles,
};

const printable = (most: number, what: string): VariableKind<string> =>
  matching(
    new RegExp(`^[^\\p{Cc}\\p{Cs}]{1,${most}}$`, 'u'),
    `must be ${what} of at most ${most} characters`,
  );

export const OIDC_VARIABLES = {
  oidcIssuer: optionalVariable({
    name: 'OIDC_ISSUER',
    kind: issuer,
    absent: 'no OpenID Connect',
    meaning: `The provider of OpenID Connect that people [sign in](sign-in.md#openid-connect) with: \`${ISSUER_EXAMPLE}\`; needs \`PUBLIC_URL\`, \`OIDC_CLIENT_ID\` and \`OIDC_GROUP_ROLES\``,
  }),
  oidcClientId: optionalVariable({
    name: 'OIDC_CLIENT_ID',
    kind: printable(1_000, 'a text'),
    meaning: 'The client at the provider; its redirect URI is `PUBLIC_URL` with `/api/sign-in/oidc/callback`',
  }),
  oidcClientSecret: optionalVariable({
    name: 'OIDC_CLIENT_SECRET',
    kind: printable(1_000, 'a text'),
    absent: 'a public client',
    meaning: 'The secret of the client. A secret',
  }),
  oidcScopes: variableWithDefault({
    name: 'OIDC_SCOPES',
    kind: matching(
      /^(?=(.* )?openid( |$))[!#-[\]-~]+( [!#-[\]-~]+){0,49}$/,
      'must be up to 50 scopes divided by blanks, among them openid',
    ),
    default: 'openid profile email',
    meaning: 'The scopes that are asked for, divided by blanks; some providers need one more for groups',
  }),
  oidcGroupsClaim: variableWithDefault({
    name: 'OIDC_GROUPS_CLAIM',
    kind: printable(200, 'the name of a claim'),
    default: 'groups',
    meaning: 'The claim with the groups of a person, or a path: `realm_access.roles`',
  }),
  oidcGroupRoles: optionalVariable({
    name: 'OIDC_GROUP_ROLES',
    kind: groupRoles,
    meaning:
      'What groups may do in the installation; the highest role counts: `sf-admins=admin,developers=editor,everyone=none`. `none`: may sign in, and has the roles of projects. A comma in a group is `%2C`, a percent sign `%25`',
  }),
  oidcName: variableWithDefault({
    name: 'OIDC_NAME',
    kind: printable(60, 'a name'),
    default: 'single sign-on',
    meaning: 'The name of the provider on the button of the sign-in page: "Sign in with …"',
  }),
};

/**
 * Reads these variables.
 *
 * @returns no settings if `OIDC_ISSUER` is absent
 */
export function readOidcSettings(environment: Environment): ConfigResult<{ readonly oidc?: OidcSettings }> {
  const variables = OIDC_VARIABLES;
  const result = readVariables(Object.values(variables), environment, (get) => {
    const issuer = get(variables.oidcIssuer);
    const clientId = get(variables.oidcClientId);
    const groupRoles = get(variables.oidcGroupRoles);
    const clientSecret = get(variables.oidcClientSecret);
    if (issuer === undefined || clientId === undefined || groupRoles === undefined) return {};
    return {
      oidc: {
        issuer,
        clientId,
        ...(clientSecret === undefined ? {} : { clientSecret }),
        scopes: get(variables.oidcScopes),
        groupsClaim: get(variables.oidcGroupsClaim),
        groupRoles,
        name: get(variables.oidcName),
      },
    };
  });
  const faults = [...(result.ok ? [] : result.faults), ...faultsTogether(environment)];
  return faults.length > 0 ? { ok: false, faults } : result;
}

/** What is wrong with variables each of which is right by itself. */
function faultsTogether(environment: Environment): readonly string[] {
  const isSet = (name: string) => (environment[name] ?? '') !== '';
  const required = ['OIDC_CLIENT_ID', 'OIDC_GROUP_ROLES', 'PUBLIC_URL'];
  if (isSet('OIDC_ISSUER')) {
    return required.filter((name) => !isSet(name)).map((name) => `${name} is required with OIDC_ISSUER`);
  }
  const alone = ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_GROUP_ROLES'].filter(isSet);
  return alone.length === 0 ? [] : [`OIDC_ISSUER is required with ${alone.join(', ')}`];
}
