import { HTTPException } from 'hono/http-exception';
import { RequestError, type RequestErrorCode } from '../model/request-error.ts';

const STATUS = {
  INVALID_REQUEST: [400, 'Bad request'],
  UNAUTHENTICATED: [401, 'Not authenticated'],
  FORBIDDEN: [403, 'Forbidden'],
  ORIGIN_REFUSED: [403, 'Origin refused'],
  NOT_FOUND: [404, 'Not found'],
  METHOD_NOT_ALLOWED: [405, 'Method not allowed'],
  CONFLICT: [409, 'Conflict'],
  IN_USE: [409, 'In use'],
  PRECONDITION_FAILED: [412, 'Precondition failed'],
  PAYLOAD_TOO_LARGE: [413, 'Payload too large'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'Unsupported media type'],
  TOO_MANY_REQUESTS: [429, 'Too many requests'],
  IDEMPOTENCY_KEY_REUSED: [422, 'Idempotency key reused'],
  IDEMPOTENCY_KEY_IN_USE: [409, 'Idempotency key in use'],
  ALREADY_CREATED: [409, 'Already created'],
  UNAVAILABLE: [503, 'Unavailable'],
} as const satisfies Record<RequestErrorCode, readonly [number, string]>;

/** The response to a failed request: RFC 9457 problem details with a stable `code`. */
export function problemResponse(error: RequestError): Response {
  const [status, title] = STATUS[error.code];
  const headers: Record<string, string> = { 'content-type': 'application/problem+json' };
  if (error.retryAfterSeconds !== undefined) headers['retry-after'] = String(error.retryAfterSeconds);
  if (error.etag !== undefined) headers.etag = error.etag;
  if (status === 401) headers['www-authenticate'] = 'Bearer';
  const body = {
    type: 'about:blank',
    title,
    status,
    detail: error.message,
    code: error.code,
    ...(error.resourceId === undefined ? {} : { resourceId: error.resourceId }),
    ...(error.faults.length === 0 ? {} : { errors: error.faults, errorsTotal: error.faultsTotal }),
  };
  return new Response(JSON.stringify(body), { status, headers });
}

/** The response to a bug. It contains nothing internal. */
export function internalErrorResponse(): Response {
  const body = {
    type: 'about:blank',
    title: 'Internal error',
    status: 500,
    detail: 'An internal error occurred. See the log of the control plane.',
    code: 'INTERNAL',
  };
  return new Response(JSON.stringify(body), {
    status: 500,
    headers: { 'content-type': 'application/problem+json' },
  });
}

/** Converts an error of the framework or of an unreachable Postgres; `undefined` for a bug. */
export function toRequestError(
  error: unknown,
  isUnreachable: (error: unknown) => boolean,
): RequestError | undefined {
  if (error instanceof RequestError) return error;
  if (error instanceof HTTPException && error.status === 400) {
    return new RequestError('INVALID_REQUEST', 'The body is not JSON.', { cause: error });
  }
  if (isUnreachable(error)) {
    return new RequestError(
      'UNAVAILABLE',
      'The database is unreachable; nothing was changed. Try again later.',
      {
        retryAfterSeconds: 2,
        cause: error,
      },
    );
  }
  return undefined;
}
