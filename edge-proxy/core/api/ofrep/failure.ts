import type { ErrorCode } from '../../../../shared/model/resolution.ts';
import type { Answer } from '../../model/answer.ts';
import { decodeFlagKey, OFREP_ROOT } from './paths.ts';

/** OpenFeature's error codes: clients in typed languages read them into an enumeration. */
const STANDARD_CODES: ReadonlySet<string> = new Set<ErrorCode>([
  'FLAG_NOT_FOUND',
  'TARGETING_KEY_MISSING',
  'INVALID_CONTEXT',
  'PARSE_ERROR',
  'TYPE_MISMATCH',
  'PROVIDER_NOT_READY',
  'GENERAL',
]);

/**
 * An error of this edge as it is worded on the path that was asked: below `/ofrep/` as OFREP wants it, with the
 * flag's key where the path names one; elsewhere as it is. Status and headers stay.
 */
export function wordedFor(path: string, answer: Answer): Answer {
  if (!path.startsWith(OFREP_ROOT) || answer.status < 400) return answer;
  return asOfrepFailure(answer, decodeFlagKey(path));
}

/** @param key of the flag that was asked for, where there is one */
export function asOfrepFailure({ status, headers, body }: Answer, key: string | undefined): Answer {
  const { errorCode, errorDetails }: { errorCode?: string; errorDetails?: string } = JSON.parse(body);
  return { status, headers, body: failureText(key, errorCode ?? 'GENERAL', errorDetails ?? '') };
}

/** `{"key"?,"errorCode","errorDetails","metadata"}`; a code of our own becomes `GENERAL`. */
export function failureText(key: string | undefined, errorCode: string, errorDetails: string): string {
  return JSON.stringify({
    ...(key === undefined ? {} : { key }),
    errorCode: STANDARD_CODES.has(errorCode) ? errorCode : 'GENERAL',
    errorDetails,
    metadata: {},
  });
}
