import { z } from 'zod';
import { attributePath, readAttribute } from '../../shared/evaluation/decide/attribute.ts';
import type { JsonValue } from '../../shared/model/json.ts';
import { LIMITS } from '../model/limits.ts';
import { OidcError, type OidcPerson } from '../model/oidc.ts';

/** Claims of an ID token and of the user info together. */
export type OidcClaims = Readonly<Record<string, JsonValue>>;

const MAX_ISSUER = 2_000;
/** OpenID Connect Core, section 2. */
const MAX_SUBJECT = 255;
/** Characters of a name that are looked at. */
const MAX_CLAIMED_NAME = 10 * LIMITS.name;
const email = z.email().max(320);
/** Control characters, halves of surrogate pairs, and what changes the direction of the text around it. */
const UNSHOWN = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu;

/**
 * The person whom claims describe.
 *
 * @param groupsClaim a claim, or a path of names divided by dots. A list of texts, or one text; anything else is no group
 * @throws OidcError ANSWER_INVALID if issuer or subject cannot be stored
 */
export function readPerson(claims: OidcClaims, groupsClaim: string): OidcPerson {
  const { iss: issuer, sub: subject } = claims;
  if (!isIdentifier(issuer, MAX_ISSUER) || !isIdentifier(subject, MAX_SUBJECT)) {
    throw new OidcError(
      'ANSWER_INVALID',
      'the issuer or the subject is no text, too long, or has control characters',
    );
  }
  const address = email.safeParse(claims.email);
  return {
    issuer,
    subject,
    name: nameOf([claims.name, claims.preferred_username, claims.email, subject]),
    email: address.success && claims.email_verified !== false ? address.data : null,
    groups: textsOf(readGroups(claims, groupsClaim)),
  };
}

/** Whether the claims lack something that the user info may have. */
export const lacksClaims = (claims: OidcClaims, groupsClaim: string): boolean =>
  readGroups(claims, groupsClaim) === undefined || claims.name === undefined || claims.email === undefined;

const readGroups = (claims: OidcClaims, groupsClaim: string): JsonValue | undefined =>
  readAttribute(attributePath(groupsClaim), claims);

const isIdentifier = (value: JsonValue | undefined, most: number): value is string =>
  typeof value === 'string' && value !== '' && value.length <= most && value.search(UNSHOWN) === -1;

/** The first that can be shown, made so that it can be stored. */
function nameOf(claimed: readonly (JsonValue | undefined)[]): string {
  for (const name of claimed) {
    if (typeof name !== 'string') continue;
    const shown = name.slice(0, MAX_CLAIMED_NAME).replace(UNSHOWN, '').trim();
    if (shown !== '') return [...shown].slice(0, LIMITS.name).join('').trim();
  }
  return 'Unnamed';
}

function textsOf(value: JsonValue | undefined): readonly string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((each) => typeof each === 'string');
}
