import type { Logger } from '../../../shared/logging/logger.ts';
import { wordedFor } from '../api/ofrep/failure.ts';
import { type Answer, errorAnswer } from '../model/answer.ts';

/** The answer to a request that a mistake of ours keeps from being answered. Logs it; tells the caller nothing of it. */
export function failedAnswer(logger: Logger, error: unknown, path: string): Answer {
  logger.error('A request failed', { error: error instanceof Error ? error.message : String(error) });
  return wordedFor(path, errorAnswer('GENERAL', 'The edge failed to answer; the failure has been logged.'));
}
