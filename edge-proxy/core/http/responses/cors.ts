import type { Answer } from '../../model/answer.ts';
import { varyBy } from './vary.ts';

/** What a page may read of an answer beside its body. */
const EXPOSED = ['ETag', 'Retry-After', 'Flags-Version', 'Flags-Age', 'Content-Encoding'].join(', ');
/** What a page may send. */
const ALLOWED = [
  'Authorization',
  'Content-Type',
  'If-None-Match',
  'Last-Event-ID',
  'Cache-Control',
  'traceparent',
  'tracestate',
  'baggage',
].join(', ');
/** Two hours, the most that Chromium accepts; other browsers accept more. */
const PREFLIGHT_SECONDS = 7_200;

/**
 * What lets a page of this origin read an answer. It is named rather than `*`, so that a cache never hands one
 * origin's answer to another. Credentials are not allowed: a key travels in a header, never in a cookie.
 */
export function corsHeaders(origin: string): Answer['headers'] {
  return varyBy(accessHeaders(origin), 'Origin');
}

function accessHeaders(origin: string): Answer['headers'] {
  return { 'access-control-allow-origin': origin, 'access-control-expose-headers': EXPOSED };
}

/**
 * Answers a preflight. It carries no key, and so cannot know the environment whose origins count: it allows every
 * origin to ask, and the request itself is refused if its key's environment does not allow it.
 */
export function preflightAnswer(method: string): Answer {
  return {
    status: 204,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': method,
      'access-control-allow-headers': ALLOWED,
      'access-control-max-age': String(PREFLIGHT_SECONDS),
      vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
      // Not `no-store`: it is the same for all clients, and browsers have a cache of their own for it.
      'cache-control': `public, max-age=${PREFLIGHT_SECONDS}`,
      allow: `${method}, OPTIONS`,
    },
    body: '',
  };
}

/**
 * An answer to a request from a page, with what lets the page read it. One that pages must not read says that it
 * differs by origin, so that no cache hands it to another page.
 *
 * @param forPages whether pages may read what the route answers
 * @param readableByPages what was decided for this answer, whatever the route says; `undefined`: nothing
 */
export function withCors(
  answer: Answer,
  origin: string,
  forPages: boolean,
  readableByPages: boolean | undefined,
): Answer {
  if (readableByPages ?? forPages) {
    const headers = { ...answer.headers, ...accessHeaders(origin) };
    return { ...answer, headers: varyBy(headers, 'Origin') };
  }
  return readableByPages === undefined ? answer : { ...answer, headers: varyBy(answer.headers, 'Origin') };
}
