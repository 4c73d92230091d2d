import type { Env, MiddlewareHandler } from 'hono';
import type { Answer } from '../model/answer.ts';
import type { EvaluationRecorder } from '../model/ports.ts';
import type { EdgeMetrics } from '../state/metrics/edge-metrics.ts';
import type { HotPath } from './hot-path.ts';

/** The recorder, counting evaluations on the way. */
export function meteredRecorder(recorder: EvaluationRecorder, metrics: EdgeMetrics): EvaluationRecorder {
  return {
    recorded(evaluation) {
      metrics.evaluated(evaluation.resolution);
      recorder.recorded(evaluation);
    },
    delivered: (environmentId, flags) => recorder.delivered(environmentId, flags),
  };
}

/** The hot path, counting answers on the way: the same for every runtime that calls it. */
export function meteredHotPath(hotPath: HotPath, metrics: EdgeMetrics): HotPath {
  async function countLater(answered: Promise<Answer>, path: string): Promise<Answer> {
    const answer = await answered;
    metrics.answered(path, answer.status);
    return answer;
  }
  return {
    handles: (method, path) => hotPath.handles(method, path),
    answer(request) {
      const answer = hotPath.answer(request);
      if (answer instanceof Promise) return countLater(answer, request.path);
      metrics.answered(request.path, answer.status);
      return answer;
    },
  };
}

/** Counts what Hono answers, except for what the hot path has counted. */
export function meterRest<E extends Env>(hotPath: HotPath, metrics: EdgeMetrics): MiddlewareHandler<E> {
  return async (context, next) => {
    await next();
    const { method, path } = context.req;
    if (!hotPath.handles(method, path)) metrics.answered(path, context.res.status);
  };
}
