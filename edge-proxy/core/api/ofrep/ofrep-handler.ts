import type { Reply } from '../../model/answer.ts';
import type { EdgeRequest } from '../../model/edge-request.ts';
import { failWith } from '../../model/failure.ts';
import type { Credential } from '../../model/key-ring.ts';
import type { EvaluationRecorder } from '../../model/ports.ts';
import { ROUTES } from '../../model/routes.ts';
import { createStateHeaders } from '../served-environment.ts';
import { type BulkDeps, createBulkHandler } from './bulk-handler.ts';
import { decodeFlagKey } from './flag-key.ts';
import { createOfrepEvaluation } from './ofrep-evaluation.ts';

export interface OfrepDeps extends BulkDeps {
  readonly recorder: EvaluationRecorder;
}

/**
 * Answers OFREP's evaluations for a key that has been let in. At once, but for a bulk evaluation that needs its
 * stream's token made, or waits for the flags that a change notice announced to its client.
 */
export type OfrepHandler = (
  credential: Credential,
  request: EdgeRequest,
  body: string,
) => Reply | Promise<Reply>;

export function createOfrepHandler(deps: OfrepDeps): OfrepHandler {
  const headersFor = createStateHeaders();
  const evaluation = createOfrepEvaluation({ ...deps, headersFor });
  const bulk = createBulkHandler(deps, evaluation, headersFor);

  function single(credential: Credential, path: string, body: string): Reply {
    const flagKey = decodeFlagKey(path);
    if (flagKey !== undefined) return evaluation.single(credential, flagKey, body);
    return failWith(
      'PARSE_ERROR',
      'The flag key in the path is not valid percent-encoding; encode it as UTF-8.',
    );
  }

  return (credential, request, body) =>
    request.path === ROUTES.ofrepBulk.path
      ? bulk(credential, request, body)
      : single(credential, request.path, body);
}
