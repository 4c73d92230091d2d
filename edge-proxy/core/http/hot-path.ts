import type { Authorizer } from '../api/authorize.ts';
import { refuseBody } from '../api/body-failure.ts';
import type { EvaluateHandler } from '../api/evaluate/evaluate.ts';
import { wordedFor } from '../api/ofrep/failure.ts';
import type { OfrepHandler } from '../api/ofrep/handler.ts';
import { BULK_PATH, OFREP_ROOT, SINGLE_PREFIX } from '../api/ofrep/paths.ts';
import { type Answer, type EdgeRequest, errorAnswer } from '../model/answer.ts';
import { hasPrefix } from '../model/has-prefix.ts';
import { ROUTES } from '../model/routes.ts';

/**
 * The requests that make up nearly all traffic, answered by one synchronous function of path, headers and
 * body text. Hono wraps it on every runtime; a runtime may also call it straight from its listener.
 */
export interface HotPath {
  handles(method: string, path: string): boolean;
  /**
   * `undefined` where something has to be done that takes time, as a key's first presentation: `learn` it, then
   * ask again, with the same request.
   */
  answer(request: EdgeRequest): Answer | undefined;
  learn(request: EdgeRequest): Promise<void>;
}

export function createHotPath(
  authorizer: Authorizer,
  evaluate: EvaluateHandler,
  ofrep: OfrepHandler,
): HotPath {
  function answer(request: EdgeRequest): Answer | undefined {
    if (hasPrefix(request.path, OFREP_ROOT)) return ofrep.answer(request);
    const authorization = authorizer.authorize(request.header('authorization'), ROUTES.evaluate.access);
    if (authorization === undefined) return undefined;
    if (authorization.refusal !== undefined) return authorization.refusal;
    if (typeof request.body !== 'string') return refuseBody(request.body);
    return evaluate(authorization.credential, request.body);
  }
  return {
    handles: (method, path) =>
      method === 'POST' &&
      (path === ROUTES.evaluate.path || path === BULK_PATH || hasPrefix(path, SINGLE_PREFIX)),
    answer,
    learn: (request) =>
      hasPrefix(request.path, OFREP_ROOT)
        ? ofrep.prepare(request)
        : authorizer.learn(request.header('authorization')),
  };
}

/** The answer, at once where the key is known already. */
export function answerOnHotPath(hotPath: HotPath, request: EdgeRequest): Answer | Promise<Answer> {
  return hotPath.answer(request) ?? learnAndAnswer(hotPath, request);
}

async function learnAndAnswer(hotPath: HotPath, request: EdgeRequest): Promise<Answer> {
  await hotPath.learn(request);
  const answer = hotPath.answer(request);
  if (answer !== undefined) return answer;
  return wordedFor(request.path, errorAnswer('PROVIDER_NOT_READY', 'The key could not be checked; retry.'));
}
