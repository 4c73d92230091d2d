import type { Answer } from './answer.ts';

/** An answer as the web's own `Response`. */
export function toResponse({ status, headers, body }: Answer): Response {
  return new Response(body, { status, headers });
}
