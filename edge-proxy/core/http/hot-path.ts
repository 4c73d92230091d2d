import type { EvaluateHandler } from '../evaluate/evaluate.ts';
import type { Authorizer } from '../keys/authorize.ts';
import { type Answer, type BodyFault, type EdgeRequest, errorAnswer } from './answer.ts';
import { MAX_BODY_BYTES } from './read-body.ts';
import { ROUTES } from './routes.ts';

/**
 * The requests that make up nearly all traffic, answered by one synchronous function of path, headers and
 * body text. Hono wraps it on every runtime; a runtime may also call it straight from its listener.
 */
export interface HotPath {
  handles(method: string, path: string): boolean;
  /** `undefined` where a key is presented for the first time: `learn` it, then ask again. */
  answer(request: EdgeRequest): Answer | undefined;
  learn(request: EdgeRequest): Promise<void>;
}

export function createHotPath(authorizer: Authorizer, evaluate: EvaluateHandler): HotPath {
  function answer(request: EdgeRequest): Answer | undefined {
    const authorization = authorizer.authorize(request.header('authorization'), ROUTES.evaluate.access);
    if (authorization === undefined) return undefined;
    if (authorization.refusal !== undefined) return authorization.refusal;
    if (typeof request.body !== 'string') return refuseBody(request.body);
    return evaluate(authorization.credential, request.body);
  }
  return {
    handles: (method, path) => method === ROUTES.evaluate.method && path === ROUTES.evaluate.path,
    answer,
    learn: (request) => authorizer.learn(request.header('authorization')),
  };
}

/** The answer, at once where the key is known already. */
export function answerOnHotPath(hotPath: HotPath, request: EdgeRequest): Answer | Promise<Answer> {
  return hotPath.answer(request) ?? learnAndAnswer(hotPath, request);
}

async function learnAndAnswer(hotPath: HotPath, request: EdgeRequest): Promise<Answer> {
  await hotPath.learn(request);
  return hotPath.answer(request) ?? errorAnswer('PROVIDER_NOT_READY', 'The key could not be checked; retry.');
}

function refuseBody({ fault }: BodyFault): Answer {
  switch (fault) {
    case 'too-large':
      return errorAnswer('PAYLOAD_TOO_LARGE', `The body is larger than ${MAX_BODY_BYTES} bytes.`);
    case 'not-utf8':
      return errorAnswer('PARSE_ERROR', 'The body is not valid UTF-8.');
    case 'incomplete':
      return errorAnswer('PARSE_ERROR', 'The body ended before it was complete.');
  }
}
