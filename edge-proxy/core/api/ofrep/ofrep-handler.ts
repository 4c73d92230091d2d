import type { Clock } from '../../../../shared/model/clock.ts';
import type { Reply } from '../../model/answer.ts';
import type { EdgeRequest } from '../../model/edge-request.ts';
import { failWith, failWithHeaders, flagsNotReady } from '../../model/failure.ts';
import type { FlagSource, ServedEnvironment } from '../../model/flag-source.ts';
import type { Credential } from '../../model/key-ring.ts';
import type { EvaluationRecorder } from '../../model/ports.ts';
import { ROUTES } from '../../model/routes.ts';
import type { AwaitFlags } from '../../state/await-flags.ts';
import type { Authorizer } from '../authorizer.ts';
import { createStateHeaders, environmentOf } from '../served-environment.ts';
import { decodeFlagKey } from './flag-key.ts';
import { type FreshnessHint, readFreshnessHint } from './freshness-hint.ts';
import { createOfrepEvaluation } from './ofrep-evaluation.ts';
import { createContextReader, type ReadContext } from './read-context.ts';
import type { StreamTokens } from './stream-token.ts';

export interface OfrepDeps {
  readonly authorizer: Authorizer;
  readonly source: FlagSource;
  readonly recorder: EvaluationRecorder;
  readonly tokens: StreamTokens;
  readonly awaitFlags: AwaitFlags;
  readonly now: Clock;
}

/**
 * Answers OFREP's evaluations for a key that has been let in. At once, but for a bulk evaluation that needs its
 * stream's token made, or waits for the flags that a change notice told its client of.
 */
export type OfrepHandler = (
  credential: Credential,
  request: EdgeRequest,
  body: string,
) => Reply | Promise<Reply>;

export function createOfrepHandler(deps: OfrepDeps): OfrepHandler {
  const { authorizer, source, tokens, awaitFlags, now } = deps;
  const headersFor = createStateHeaders();
  const evaluation = createOfrepEvaluation({ ...deps, headersFor });
  const readContext = createContextReader();

  function single(credential: Credential, path: string, body: string): Reply {
    const flagKey = decodeFlagKey(path);
    if (flagKey !== undefined) return evaluation.single(credential, flagKey, body);
    return failWith(
      'PARSE_ERROR',
      'The flag key in the path is not valid percent-encoding; encode it as UTF-8.',
    );
  }

  function bulk(credential: Credential, request: EdgeRequest, body: string): Reply | Promise<Reply> {
    const environment = environmentOf(source, credential);
    if (environment === undefined) return flagsNotReady();
    const context = readContext(body);
    if ('errorCode' in context) {
      return failWithHeaders(context.errorCode, context.errorDetails, headersFor(environment, now()));
    }
    const hint = readFreshnessHint(request.query);
    const token = tokenOf(credential, environment);
    if (token === undefined || hint?.isAhead(environment)) {
      return bulkLater(credential, environment, request, context, hint);
    }
    const ifNoneMatch = request.header('if-none-match');
    return evaluation.bulk({ credential, environment, context, ifNoneMatch, hint, token });
  }

  /** '' if the environment has no streams; `undefined` if the token must be made first. */
  function tokenOf(credential: Credential, { id }: ServedEnvironment): string | undefined {
    const secret = source.streamSecret(id);
    return secret === undefined ? '' : tokens.current(credential, id, secret);
  }

  async function bulkLater(
    admitted: Credential,
    before: ServedEnvironment,
    request: EdgeRequest,
    context: ReadContext,
    hint: FreshnessHint | undefined,
  ): Promise<Reply> {
    if (hint?.isAhead(before)) await awaitFlags(before.id, (environment) => !hint.isAhead(environment));
    const secret = source.streamSecret(before.id);
    const token = secret === undefined ? '' : await tokens.ready(admitted, before.id, secret);
    // Meanwhile the key may have been revoked, and the environment has other flags if the wait was of use.
    const header = request.header('authorization');
    const { credential, refusal } = await authorizer.authorize(header, ROUTES.ofrepBulk.access);
    if (refusal !== undefined) return refusal;
    const environment = environmentOf(source, credential);
    if (environment === undefined) return flagsNotReady();
    const ifNoneMatch = request.header('if-none-match');
    return evaluation.bulk({ credential, environment, context, ifNoneMatch, hint, token });
  }

  return (credential, request, body) =>
    request.path === ROUTES.ofrepBulk.path
      ? bulk(credential, request, body)
      : single(credential, request.path, body);
}
