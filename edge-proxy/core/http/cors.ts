import type { Answer } from '../model/answer.ts';

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
/** Two hours, which is the most that Chromium takes; others take more. */
const PREFLIGHT_SECONDS = 7_200;

/**
 * What lets a page of this origin read an answer. It is named rather than `*`, so that a cache never hands one
 * origin's answer to another. Credentials are not allowed: a key travels in a header, never in a cookie.
 */
export function corsHeaders(origin: string): Readonly<Record<string, string>> {
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': EXPOSED,
    vary: 'Origin',
  };
}

/**
 * Answers a preflight. It carries no key, and so cannot know the environment whose origins count: it allows every
 * origin to ask, and the request itself is refused where its key's environment does not allow it.
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
      // Not `no-store`: it has nothing of anybody in it, and browsers keep it in a cache of their own.
      'cache-control': `public, max-age=${PREFLIGHT_SECONDS}`,
      allow: `${method}, OPTIONS`,
    },
    body: '',
  };
}

/** Where pages ask: below these, they may read also that there is nothing, and that an edge has failed. */
const FOR_PAGES = ['/ofrep', '/evaluate'];

/** Whether a page may read what a path is answered with that no route has answered. */
export function isForPages(path: string): boolean {
  return FOR_PAGES.some((root) => path === root || path.startsWith(`${root}/`));
}

/** The answer as a page may read it; one that already says that it varies by origin has been decided on. */
export function readableFrom(origin: string | undefined, answer: Answer): Answer {
  if (origin === undefined || answer.headers.vary?.includes('Origin')) return answer;
  const vary = answer.headers.vary === undefined ? 'Origin' : `${answer.headers.vary}, Origin`;
  return { ...answer, headers: { ...answer.headers, ...corsHeaders(origin), vary } };
}
