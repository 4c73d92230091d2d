import { wordedFor } from '../../api/ofrep/failure.ts';
import type { Answer, EdgeRequest } from '../../model/answer.ts';
import { readableFrom } from '../cors.ts';
import type { HotPath } from '../hot-path.ts';
import type { Guard } from './guard.ts';

/** The hot path behind the guard. */
export function guardHotPath(hotPath: HotPath, guard: Guard): HotPath {
  /** Requests that have been counted and wait for something, to be asked about again. */
  const counted = new WeakSet<EdgeRequest>();

  function answer(request: EdgeRequest): Answer | undefined {
    const refusal = counted.has(request) ? undefined : guard.refuse(request);
    if (refusal !== undefined) return wordedFor(request.path, refusal);
    const answered = hotPath.answer(request);
    if (answered === undefined && guard.knows(request)) counted.add(request);
    return answered;
  }

  return {
    handles: hotPath.handles,
    learn: hotPath.learn,
    answer(request) {
      const answered = answer(request);
      return answered && readableFrom(request.header('origin'), answered);
    },
  };
}
