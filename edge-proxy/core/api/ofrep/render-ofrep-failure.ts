import type { ErrorCode } from '../../../../shared/model/resolution.ts';
import type { Answer } from '../../model/answer.ts';
import type { Failure } from '../../model/failure.ts';
import { decodeFlagKey } from './decode-flag-key.ts';

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
 * A failure as OFREP has it: `{"key"?,"errorCode","errorDetails","metadata"}`, with the flag's key if the path names
 * one; a code that OpenFeature does not have becomes `GENERAL`.
 */
export function renderOfrepFailure({ code, details, status, headers }: Failure, path: string): Answer {
  const key = decodeFlagKey(path);
  const body = {
    ...(key === undefined ? {} : { key }),
    errorCode: STANDARD_CODES.has(code) ? code : 'GENERAL',
    errorDetails: details,
    metadata: {},
  };
  return { status, headers, body: JSON.stringify(body) };
}
