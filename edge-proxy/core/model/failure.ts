import type { ErrorCode } from '../../../shared/model/resolution.ts';
import { JSON_HEADERS } from './json-headers.ts';

/** OpenFeature's error codes, and those of this edge for requests that are refused before anything is evaluated. */
export type EdgeErrorCode =
  | ErrorCode
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
  | 'PAYLOAD_TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'TOO_MANY_REQUESTS';

/** Why a request is refused, independent of the protocol. */
export interface Failure {
  readonly code: EdgeErrorCode;
  /** For people: what was wrong, where, and what would be right. */
  readonly details: string;
  readonly status: number;
  /** All headers of the answer, those of its JSON body included. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether a web page may read it; absent: as the route says. */
  readonly readableByPages?: boolean;
}

/** The one place that maps a code to an HTTP status. */
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
  UNSUPPORTED_MEDIA_TYPE: 415,
  TOO_MANY_REQUESTS: 429,
};

/** Seconds after which a client may retry while flags or keys have not arrived. */
export const RETRY_AFTER_SECONDS = 1;

export function statusOf(code: EdgeErrorCode): number {
  return STATUS_OF[code];
}

/** A failure with the headers of its status. @param headers further ones */
export function failWith(code: EdgeErrorCode, details: string, headers: Failure['headers'] = {}): Failure {
  const status = STATUS_OF[code];
  return { code, details, status, headers: { ...JSON_HEADERS, ...headersOf(status), ...headers } };
}

/** A failure with exactly these headers, which other answers may share. */
export function failWithHeaders(code: EdgeErrorCode, details: string, headers: Failure['headers']): Failure {
  return { code, details, status: STATUS_OF[code], headers };
}

/** While an environment's flags are on their way. */
export function flagsNotReady(): Failure {
  return failWith('PROVIDER_NOT_READY', "This environment's flags have not arrived yet; retry.");
}

function headersOf(status: number): Failure['headers'] {
  if (status === 503) return { 'retry-after': String(RETRY_AFTER_SECONDS) };
  if (status === 401) return { 'www-authenticate': 'Bearer' };
  return {};
}
