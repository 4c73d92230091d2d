import type { ErrorCode } from '../../../shared/model/resolution.ts';

/** A request as the hot path sees it: nothing of a runtime's own types. */
export interface EdgeRequest {
  /** Upper case. */
  readonly method: string;
  /** As it was sent, percent-encoded; without query and fragment. */
  readonly path: string;
  /** What follows the question mark; '' without one. */
  readonly query: string;
  /** The value of a header by its lower-case name. */
  header(name: string): string | undefined;
  /** The address at the other end of the connection, where the runtime tells it. */
  peer?(): string | undefined;
  readonly body: BodyText;
}

/** The body as text, or why there is none. */
export type BodyText = string | BodyFault;

export interface BodyFault {
  readonly fault: 'too-large' | 'not-utf8' | 'incomplete';
  /** The limit, where the body is over it. */
  readonly maxBytes?: number;
}

/** A response as the hot path gives it. */
export interface Answer {
  readonly status: number;
  /** Shared by many answers where that can be, so that whoever sends them need not look at each again. */
  readonly headers: Readonly<Record<string, string>>;
  /** One header more, as it differs from answer to answer: `ETag`, of characters that need no checking. */
  readonly etag?: string;
  /** '' where the status has none (304). */
  readonly body: string;
}

/** Codes of our own beside OpenFeature's: what went wrong before there was anything to evaluate. */
export type EdgeErrorCode =
  | ErrorCode
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
  | 'PAYLOAD_TOO_LARGE'
  | 'TOO_MANY_REQUESTS';

/** The one place that maps a code to HTTP. */
const STATUS_OF: Readonly<Record<EdgeErrorCode, number>> = {
  FLAG_NOT_FOUND: 404,
  TARGETING_KEY_MISSING: 400,
  INVALID_CONTEXT: 400,
  PARSE_ERROR: 400,
  TYPE_MISMATCH: 400,
  PROVIDER_NOT_READY: 503,
  GENERAL: 500,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  PAYLOAD_TOO_LARGE: 413,
  TOO_MANY_REQUESTS: 429,
};

/** Seconds after which a client may ask again while flags or keys have not arrived. */
export const RETRY_AFTER_SECONDS = 1;

export const JSON_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
};

export function statusOf(code: EdgeErrorCode): number {
  return STATUS_OF[code];
}

/** An error for people and programs: `{"errorCode","errorDetails"}` with the code's HTTP status. */
export function errorAnswer(
  errorCode: EdgeErrorCode,
  errorDetails: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const status = STATUS_OF[errorCode];
  return {
    status,
    headers: { ...JSON_HEADERS, ...defaultHeaders(status), ...headers },
    body: JSON.stringify({ errorCode, errorDetails }),
  };
}

function defaultHeaders(status: number): Readonly<Record<string, string>> {
  if (status === 503) return { 'retry-after': String(RETRY_AFTER_SECONDS) };
  if (status === 401) return { 'www-authenticate': 'Bearer' };
  return {};
}
