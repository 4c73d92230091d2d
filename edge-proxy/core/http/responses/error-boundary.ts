import type { Logger } from '../../../../shared/logging/logger.ts';
import type { Answer } from '../../model/answer.ts';
import { type Failure, failWith } from '../../model/failure.ts';
import { formatOf } from '../../model/routes.ts';
import { finishReply } from './finish-reply.ts';

/** The failure of a request in which something was thrown. Logs the error. The response contains nothing of it. */
export function failureOfError(logger: Logger, error: unknown): Failure {
  logger.error('request failed', { error });
  return failWith('GENERAL', 'The edge failed to answer; the failure has been logged.');
}

/** The same as the answer on a path. */
export function answerToError(
  logger: Logger,
  error: unknown,
  path: string,
  origin: string | undefined,
): Answer {
  return finishReply(failureOfError(logger, error), formatOf(path), path, origin);
}
