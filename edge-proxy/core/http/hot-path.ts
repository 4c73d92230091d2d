import type { Logger } from '../../../shared/logging/logger.ts';
import type { EvaluateHandler } from '../api/evaluate/evaluate.ts';
import type { OfrepHandler } from '../api/ofrep/ofrep-handler.ts';
import type { Answer, Reply } from '../model/answer.ts';
import { bodyFailure } from '../model/body-failure.ts';
import type { EdgeRequest } from '../model/edge-request.ts';
import type { Failure } from '../model/failure.ts';
import { hasPrefix } from '../model/has-prefix.ts';
import type { Credential } from '../model/key-ring.ts';
import { formatOf, ROUTES, SINGLE_PREFIX } from '../model/routes.ts';
import type { Guard } from './guard/guard.ts';
import { answerToError } from './responses/error-boundary.ts';
import { finishReply } from './responses/finish-reply.ts';

/**
 * The requests that make up nearly all traffic, answered from path, headers and body text. Hono calls it on every
 * runtime; a runtime may also call it straight from its listener.
 */
export interface HotPath {
  handles(method: string, path: string): boolean;
  /**
   * Answers at once, unless something must be awaited: the hash of a new key, a new token of a stream, flags that a change
   * notice announced to the client. Never throws or rejects: an error is an answer, too.
   */
  answer(request: EdgeRequest): Answer | Promise<Answer>;
}

export interface HotPathDeps {
  readonly guard: Guard;
  readonly evaluate: EvaluateHandler;
  readonly ofrep: OfrepHandler;
  readonly logger: Logger;
}

/**
 * A closure allocates what it captures as soon as its function is entered, so none is made in the functions that answer
 * at once: asynchronous continuations are functions of their own.
 */
export function createHotPath({ guard, evaluate, ofrep, logger }: HotPathDeps): HotPath {
  function reply(request: EdgeRequest): Reply | Promise<Reply> {
    const admitted = guard.admit(request, ROUTES.evaluate.access);
    return admitted instanceof Promise ? replyLater(admitted, request) : replyTo(admitted, request);
  }

  async function replyLater(admitted: Promise<Credential | Failure>, request: EdgeRequest): Promise<Reply> {
    return replyTo(await admitted, request);
  }

  function replyTo(admitted: Credential | Failure, request: EdgeRequest): Reply | Promise<Reply> {
    if ('code' in admitted) return admitted;
    const { path, body } = request;
    if (typeof body !== 'string') return bodyFailure(body);
    return path === ROUTES.evaluate.path ? evaluate(admitted, body) : ofrep(admitted, request, body);
  }

  function finish(found: Reply, request: EdgeRequest): Answer {
    const origin = request.header('origin');
    if (origin === undefined && !('code' in found)) return found;
    return finishReply(found, formatOf(request.path), request.path, origin);
  }

  async function finishLater(found: Promise<Reply>, request: EdgeRequest): Promise<Answer> {
    try {
      return finish(await found, request);
    } catch (error) {
      return failed(error, request);
    }
  }

  function failed(error: unknown, request: EdgeRequest): Answer {
    return answerToError(logger, error, request.path, request.header('origin'));
  }

  return {
    handles: (method, path) =>
      method === 'POST' &&
      (path === ROUTES.evaluate.path || path === ROUTES.ofrepBulk.path || hasPrefix(path, SINGLE_PREFIX)),
    answer(request) {
      try {
        const found = reply(request);
        return found instanceof Promise ? finishLater(found, request) : finish(found, request);
      } catch (error) {
        return failed(error, request);
      }
    },
  };
}
