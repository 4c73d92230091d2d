import type { Answer } from '../../model/answer.ts';
import type { Failure } from '../../model/failure.ts';

/** A failure as every route beside OFREP answers it: `{"errorCode","errorDetails"}`. */
export function renderFailure({ code, details, status, headers }: Failure): Answer {
  return { status, headers, body: JSON.stringify({ errorCode: code, errorDetails: details }) };
}
