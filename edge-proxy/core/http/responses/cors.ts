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
  'X-API-Key',
  'Cache-Control',
  'traceparent',
  'tracestate',
  'baggage',
];
const ALLOWED_NAMES: ReadonlySet<string> = new Set(ALLOWED.map((name) => name.toLowerCase()));
/** How many characters and names of the headers that a page requests are read. */
const MAX_REQUESTED_LENGTH = 2_048;
const MAX_REQUESTED_NAMES = 50;
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]{1,100}$/;
/** Headers by which proxies say where a request comes from. No page has a reason to send one. */
const OF_PROXIES = /^(?:forwarded|x-forwarded-.*|x-real-ip|x-client-ip|true-client-ip|cf-.*|fastly-.*|via)$/i;
/** Two hours, the most that Chromium accepts; other browsers accept more. */
const PREFLIGHT_SECONDS = 7_200;

/**
 * The headers that let a page of this origin read an answer. They name the origin instead of `*`, so that a cache never
 * serves the answer for one origin to another. Credentials are not allowed: a key is sent in a header, never in a
 * cookie.
 */
export function corsHeaders(origin: string): Answer['headers'] {
  return varyBy(accessHeaders(origin), 'Origin');
}

function accessHeaders(origin: string): Answer['headers'] {
  return { 'access-control-allow-origin': origin, 'access-control-expose-headers': EXPOSED };
}

/**
 * The headers that a page may send: those that the edge reads, and those that the preflight requests, because tools add
 * headers of their own.
 */
function allowedHeaders(requested: string | undefined): string {
  const allowed = [...ALLOWED];
  const names = (requested ?? '').slice(0, MAX_REQUESTED_LENGTH).split(',', MAX_REQUESTED_NAMES);
  for (const entry of names) {
    const name = entry.trim();
    if (!HEADER_NAME.test(name) || OF_PROXIES.test(name) || ALLOWED_NAMES.has(name.toLowerCase())) continue;
    allowed.push(name);
  }
  return allowed.join(', ');
}

/**
 * Answers a preflight. A preflight contains no key, so the environment and its allowed origins are unknown. It allows
 * every origin; the request itself is refused if its key's environment does not allow it.
 *
 * @param requested the header `Access-Control-Request-Headers`
 */
export function preflightAnswer(method: string, requested: string | undefined): Answer {
  return {
    status: 204,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': method,
      'access-control-allow-headers': allowedHeaders(requested),
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
 * An answer to a request from a page, with what lets the page read it. An answer that pages must not read has `Vary:
 * Origin`, so that no cache serves it to another page.
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
