import { createHash } from 'node:crypto';
import { canonicalJson } from '../../shared/model/canonical-json.ts';
import { RequestError } from './request-error.ts';

/** What `If-Match` names, without quotes; `*`: whatever the resource is, as long as it exists; `undefined`: no header. */
export type ExpectedTags = readonly string[] | '*' | undefined;

/**
 * Refuses a change of a resource that is not as the caller has read it. Must be called under the lock of the change, with
 * what the change replaces: then only one of two changes with the same tag succeeds.
 */
export type Precondition<T> = (current: T) => void;

/** Weak tags never match (RFC 9110, 13.1.1), so they are left out. */
export function parseIfMatch(header: string | undefined): ExpectedTags {
  if (header === undefined) return undefined;
  if (header.trim() === '*') return '*';
  const tags = [...header.matchAll(/(W\/)?"([^"]*)"/g)];
  return tags.flatMap(([, weak, tag]) => (weak || tag === undefined ? [] : tag));
}

/**
 * @param subject as a sentence begins, for example `The flag`
 * @param current the tag of the resource, without quotes; `undefined` if it does not exist
 * @throws RequestError PRECONDITION_FAILED
 */
export function assertExpectedTag(
  subject: string,
  expected: ExpectedTags,
  current: string | undefined,
): void {
  if (expected === undefined) return;
  if (current === undefined) {
    throw new RequestError(
      'PRECONDITION_FAILED',
      `${subject} does not exist. Repeat the request without If-Match.`,
    );
  }
  if (expected === '*' || expected.includes(current)) return;
  const etag = quotedTag(current);
  throw new RequestError(
    'PRECONDITION_FAILED',
    `${subject} has changed: its ETag is ${etag} now. Read it again, then repeat the request.`,
    { etag },
  );
}

/** A tag as headers have it. */
export const quotedTag = (tag: string): string => `"${tag}"`;

/** A strong tag, without quotes, of a resource that has no revision: equal representations have equal tags. */
export const contentTag = (representation: unknown): string =>
  createHash('sha256').update(canonicalJson(representation)).digest('base64url').slice(0, 22);
