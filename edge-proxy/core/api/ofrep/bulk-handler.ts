import type { Clock } from '../../../../shared/model/clock.ts';
import type { Reply } from '../../model/answer.ts';
import type { EdgeRequest } from '../../model/edge-request.ts';
import { failWithHeaders, flagsNotReady } from '../../model/failure.ts';
import type { FlagSource, ServedEnvironment } from '../../model/flag-source.ts';
import type { Credential } from '../../model/key-ring.ts';
import { ROUTES } from '../../model/routes.ts';
import type { AwaitFlags } from '../../state/await-flags.ts';
import type { Authorizer } from '../authorizer.ts';
import { keyHeaderOf } from '../key-header.ts';
import { environmentOf, type StateHeaders } from '../served-environment.ts';
import type { BulkResponse } from './bulk-response.ts';
import { type FreshnessHint, readFreshnessHint } from './freshness-hint.ts';
import { createHashedContextReader, type HashedContext } from './hashed-context.ts';
import type { StreamTokens } from './stream-token.ts';

export interface BulkDeps {
  readonly authorizer: Authorizer;
  readonly source: FlagSource;
  readonly tokens: StreamTokens;
  readonly awaitFlags: AwaitFlags;
  readonly now: Clock;
}

/**
 * Answers a bulk evaluation of an authorized key: reads the request, waits for a stream token or for announced flags if
 * needed, and lets {@link BulkResponse} write the response.
 */
export type BulkHandler = (
  credential: Credential,
  request: EdgeRequest,
  body: string,
) => Reply | Promise<Reply>;

export function createBulkHandler(
  { authorizer, source, tokens, awaitFlags, now }: BulkDeps,
  respond: BulkResponse,
  headersFor: StateHeaders,
): BulkHandler {
  const readContext = createHashedContextReader();

  /** '' if the environment has no streams; `undefined` if the token must be made first. */
  function tokenOf(credential: Credential, { id }: ServedEnvironment): string | undefined {
    const secret = source.streamSecret(id);
    return secret === undefined ? '' : tokens.current(credential, id, secret);
  }

  async function answerLater(
    admitted: Credential,
    before: ServedEnvironment,
    request: EdgeRequest,
    context: HashedContext,
    hint: FreshnessHint | undefined,
  ): Promise<Reply> {
    if (hint?.isAhead(before)) await awaitFlags(before.id, (environment) => !hint.isAhead(environment));
    const secret = source.streamSecret(before.id);
    const token = secret === undefined ? '' : await tokens.ready(admitted, before.id, secret);
    // Meanwhile the key may have been revoked, and the environment has other flags if the wait was of use.
    const key = [keyHeaderOf(request), ROUTES.ofrepBulk.access] as const;
    const authorization = authorizer.authorizeKnown(...key) ?? authorizer.authorizeUnknown(...key);
    const { credential, refusal } = await authorization;
    if (refusal !== undefined) return refusal;
    const environment = environmentOf(source, credential);
    if (environment === undefined) return flagsNotReady();
    const ifNoneMatch = request.header('if-none-match');
    return respond({ credential, environment, context, ifNoneMatch, hint, token });
  }

  return (credential, request, body) => {
    const environment = environmentOf(source, credential);
    if (environment === undefined) return flagsNotReady();
    const context = readContext(body);
    if ('errorCode' in context) {
      return failWithHeaders(context.errorCode, context.errorDetails, headersFor(environment, now()));
    }
    const hint = readFreshnessHint(request.query);
    const token = tokenOf(credential, environment);
    if (token === undefined || hint?.isAhead(environment)) {
      return answerLater(credential, environment, request, context, hint);
    }
    const ifNoneMatch = request.header('if-none-match');
    return respond({ credential, environment, context, ifNoneMatch, hint, token });
  };
}
