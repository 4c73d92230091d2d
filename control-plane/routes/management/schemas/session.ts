import { z } from '@hono/zod-openapi';
import { LIMITS } from '../../../model/limits.ts';
import { RIGHTS, ROLES, USER_KINDS } from '../../../model/role.ts';
import { SIGN_IN_METHODS } from '../../../model/session.ts';
import { keyText, problemResponseOf, uuid } from './common.ts';

const how = z.enum(SIGN_IN_METHODS).openapi({
  description: '`link`: a one-time link that somebody made for themselves with an API token.',
});

const sessionMembers = {
  id: uuid,
  how,
  userAgent: z.string().openapi({ description: 'What signed in: the beginning of its `User-Agent` header.' }),
  createdAt: z.string(),
  lastUsedAt: z.string().openapi({ description: 'When it was last used, give or take a minute.' }),
  idleExpiresAt: z.string().openapi({ description: 'When it ends if it is not used again.' }),
  expiresAt: z.string().openapi({ description: 'When it ends in any case.' }),
};

export const session = z.object(sessionMembers).openapi('Session');

export const listedSession = z
  .object({
    ...sessionMembers,
    current: z.boolean().openapi({ description: 'Whether this request is part of it.' }),
  })
  .openapi('ListedSession');

export const signedInUser = z
  .object({
    user: z.object({
      id: uuid,
      kind: z.enum(USER_KINDS),
      email: z.string().nullable(),
      name: z.string(),
    }),
    hasPassword: z.boolean(),
    role: z
      .enum(ROLES)
      .nullable()
      .openapi({ description: 'The role in the installation, which counts in every project.' }),
    roles: z
      .array(
        z.object({
          projectId: uuid,
          environmentKey: keyText.nullable().openapi({ description: 'null: in the whole project.' }),
          role: z.enum(ROLES),
          rights: z.array(z.enum(RIGHTS)).readonly(),
        }),
      )
      .readonly()
      .openapi({ description: `The roles in projects and environments, at most ${LIMITS.listedRoles}.` }),
    hasMoreRoles: z.boolean().openapi({ description: 'Whether there are roles that `roles` leaves out.' }),
    session: z.union([session, z.null()]).openapi({ description: 'null: the request has an API token.' }),
  })
  .openapi('SignedInUser');

export const passwordSignIn = z
  .strictObject({
    email: z.string().min(1).max(320),
    password: z.string().min(1).max(LIMITS.password),
  })
  .openapi('PasswordSignIn');

export const linkSignIn = z
  .strictObject({
    token: z
      .string()
      .min(1)
      .max(100)
      .openapi({ description: 'The token of a one-time link or an invitation.' }),
  })
  .openapi('LinkSignIn');

export const signInMethods = z
  .object({
    password: z.boolean().openapi({ description: 'Whether people can sign in with a password.' }),
    link: z
      .boolean()
      .openapi({ description: 'Whether people can sign in with a one-time link or an invitation.' }),
    oidc: z
      .object({
        name: z
          .string()
          .openapi({ description: 'The name of the provider, for the button: "Sign in with …".' }),
      })
      .nullable()
      .openapi({
        description:
          'OpenID Connect: the button opens `/api/sign-in/oidc?to=…`, where `to` is the path to show afterwards. null: not set up.',
      }),
  })
  .openapi('SignInMethods');

const linkMembers = {
  id: uuid,
  userId: uuid,
  createdBy: uuid,
  createdAt: z.string(),
  expiresAt: z.string(),
};

export const invitation = z.object(linkMembers).openapi('Invitation');

export const mintedSignInLink = z
  .object({
    ...linkMembers,
    token: z.string().openapi({
      description:
        'For `POST /api/session/redeem`, or in a link to the console: `/sign-in#link=<token>`. No other response contains it.',
    }),
  })
  .openapi('MintedSignInLink');

export const passwordChange = z
  .strictObject({
    currentPassword: z.string().min(1).max(LIMITS.password).optional().openapi({
      description:
        'Required, unless you have signed in with an invitation and set none since, or with a one-time link and have none.',
    }),
    newPassword: z.string().min(LIMITS.passwordAtLeast).max(LIMITS.password),
  })
  .openapi('PasswordChange');

/** Too many wrong passwords. */
export const tooManyAttempts = {
  429: problemResponseOf(
    'Too many attempts from this address, or for this account, have failed. `retry-after` says when to try again.',
  ),
} as const;

/** The error responses of signing in. */
export const signInProblems = {
  400: problemResponseOf(`The request is not valid. \`errors\` lists up to ${LIMITS.faults} faults.`),
  401: problemResponseOf('The email address, the password or the link is wrong. Which one is not said.'),
  403: problemResponseOf('A page of another origin has sent the request.'),
  405: problemResponseOf('The path does not allow this method. `allow` lists those that it allows.'),
  413: problemResponseOf('The body has too many bytes. `detail` says how many are allowed.'),
  415: problemResponseOf('The body is not JSON by its content type, or has a content encoding.'),
  ...tooManyAttempts,
  500: problemResponseOf('An internal error, a fault of the control plane.'),
  503: problemResponseOf(
    'Too many people sign in at this moment, or the database is unreachable. `retry-after` says when to try again.',
  ),
} as const;
