import type { Answer } from '../../model/answer.ts';

/** An answer as the web's own `Response`. */
export function toResponse(answer: Answer): Response {
  const { status, body } = answer;
  // A 204 or 304 with a body, even an empty one, is refused by the constructor.
  return new Response(status === 204 || status === 304 ? null : body, {
    status,
    headers: allHeaders(answer),
  });
}

/** The headers of an answer as they are sent, its entity tag among them. */
export function allHeaders({ headers, etag }: Answer): Answer['headers'] {
  return etag === undefined ? headers : { ...headers, etag };
}
