import type { Reply } from '../../model/answer.ts';
import type { EdgeRequest } from '../../model/edge-request.ts';
import { failWith } from '../../model/failure.ts';
import type { Credential } from '../../model/key-ring.ts';
import type { EvaluationRecorder } from '../../model/ports.ts';
import { ROUTES } from '../../model/routes.ts';
import { createStateHeaders } from '../served-environment.ts';
import { type BulkDeps, createBulkHandler } from './bulk-handler.ts';
import { createBulkResponse } from './bulk-response.ts';
import { decodeFlagKey } from './decode-flag-key.ts';
import { createOfrepFragments } from './ofrep-fragments.ts';
import { createSingleResponse } from './single-response.ts';

export interface OfrepDeps extends BulkDeps {
  readonly recorder: EvaluationRecorder;
  /** Where clients open streams of change notices; absent: the origin of their base URL. */
  readonly streamOrigin?: string | undefined;
}

/**
 * Answers OFREP's evaluations of an authorized key. The reply is synchronous, except for a bulk evaluation whose stream
 * token must be made first, or that waits for the flags that a change notice announced to its client.
 */
export type OfrepHandler = (
  credential: Credential,
  request: EdgeRequest,
  body: string,
) => Reply | Promise<Reply>;

export function createOfrepHandler(deps: OfrepDeps): OfrepHandler {
  const headersFor = createStateHeaders();
  const fragmentOf = createOfrepFragments();
  const bulkResponse = createBulkResponse({ ...deps, headersFor, fragmentOf });
  const singleResponse = createSingleResponse({ ...deps, headersFor, fragmentOf });
  const bulk = createBulkHandler(deps, bulkResponse, headersFor);

  function single(credential: Credential, path: string, body: string): Reply {
    const flagKey = decodeFlagKey(path);
    if (flagKey !== undefined) return singleResponse(credential, flagKey, body);
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
