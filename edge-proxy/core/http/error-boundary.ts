import type { Logger } from '../../../shared/logging/logger.ts';
import type { Answer, EdgeRequest } from '../model/answer.ts';
import { readableFrom } from './cors.ts';
import { failedAnswer } from './failed-answer.ts';
import type { HotPath } from './hot-path.ts';

/**
 * The hot path, answering for its own mistakes: a failure is an answer like all others, which pages may read and
 * metrics count, whichever runtime asks.
 */
export function unfailing(hotPath: HotPath, logger: Logger): HotPath {
  /** Of requests that could not be prepared. Empty nearly always, so that it is not looked into. */
  const failures = new Map<EdgeRequest, Answer>();

  function failed(request: EdgeRequest, error: unknown): Answer {
    return readableFrom(request.header('origin'), failedAnswer(logger, error, request.path));
  }

  return {
    handles: hotPath.handles,
    answer(request) {
      const failure = failures.size === 0 ? undefined : failures.get(request);
      if (failure !== undefined) {
        failures.delete(request);
        return failure;
      }
      try {
        return hotPath.answer(request);
      } catch (error) {
        return failed(request, error);
      }
    },
    async learn(request) {
      try {
        await hotPath.learn(request);
      } catch (error) {
        failures.set(request, failed(request, error));
      }
    },
  };
}
