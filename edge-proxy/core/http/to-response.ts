import type { Answer } from './answer.ts';

/** An answer as the web's own `Response`. */
export function toResponse({ status, headers, body }: Answer): Response {
  // A 204 or 304 with a body, even an empty one, is refused by the constructor.
  return new Response(status === 204 || status === 304 ? null : body, { status, headers });
}
