import { HTTPException } from 'hono/http-exception';
import { RequestError, type RequestErrorCode } from '../model/request-error.ts';

const STATUS = {
  INVALID_REQUEST: [400, 'Bad request'],
  UNAUTHENTICATED: [401, 'Not authenticated'],
  FORBIDDEN: [403, 'Forbidden'],
  NOT_FOUND: [404, 'Not found'],
  METHOD_NOT_ALLOWED: [405, 'Method not allowed'],
  CONFLICT: [409, 'Conflict'],
  IN_USE: [409, 'In use'],
  PRECONDITION_FAILED: [412, 'Precondition failed'],
  PAYLOAD_TOO_LARGE: [413, 'Payload too large'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'Unsupported media type'],
  TOO_MANY_REQUESTS: [429, 'Too many requests'],
  UNAVAILABLE: [503, 'Unavailable'],
} as const satisfies Record<RequestErrorCode, readonly [number, string]>;

/** The answer to a failed request: RFC 9457 problem details with a stable `code`. */
export function problemResponse(failure: RequestError): Response {
  const [status, title] = STATUS[failure.code];
  const headers: Record<string, string> = { 'content-type': 'application/problem+json' };
  if (failure.retryAfterSeconds !== undefined) headers['retry-after'] = String(failure.retryAfterSeconds);
  if (status === 401) headers['www-authenticate'] = 'Bearer';
  const body = {
    type: 'about:blank',
    title,
    status,
    detail: failure.message,
    code: failure.code,
    ...(failure.faults.length === 0 ? {} : { errors: failure.faults }),
  };
  return new Response(JSON.stringify(body), { status, headers });
}

/** The answer to a defect of ours: nothing of our insides. */
export function defectResponse(): Response {
  const body = {
    type: 'about:blank',
    title: 'Internal error',
    status: 500,
    detail: 'Something went wrong on our side; the log of the control plane says more.',
    code: 'INTERNAL',
  };
  return new Response(JSON.stringify(body), {
    status: 500,
    headers: { 'content-type': 'application/problem+json' },
  });
}

/** Brings an error of the framework or of an unreachable Postgres into our one class; `undefined`: a defect. */
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
      'The database cannot be reached; nothing was changed. Try again soon.',
      {
        retryAfterSeconds: 2,
        cause: error,
      },
    );
  }
  return undefined;
}
