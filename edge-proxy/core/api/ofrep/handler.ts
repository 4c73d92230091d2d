import type { Clock } from '../../../../shared/model/clock.ts';
import { type Answer, type EdgeRequest, JSON_HEADERS } from '../../model/answer.ts';
import type { FlagSource } from '../../model/flag-source.ts';
import type { Credential } from '../../model/key-ring.ts';
import { ROUTES } from '../../model/routes.ts';
import { type AwaitFlags, readHint } from '../../state/await-flags.ts';
import type { Authorizer } from '../authorize.ts';
import { refuseBody } from '../body-failure.ts';
import { environmentOf, stateHeaders } from '../evaluate/evaluate.ts';
import { notReady, type OfrepEvaluate, refuse } from './evaluate.ts';
import { asOfrepFailure, wordedFor } from './failure.ts';
import { BULK_PATH, decodeFlagKey } from './paths.ts';
import { createContextReader } from './read-context.ts';
import type { StreamTokens } from './stream-token.ts';

export interface OfrepDeps {
  readonly authorizer: Authorizer;
  readonly source: FlagSource;
  readonly evaluate: OfrepEvaluate;
  readonly tokens: StreamTokens;
  readonly awaitFlags: AwaitFlags;
  readonly now: Clock;
}

/** OFREP's requests, as the hot path takes them. */
export interface OfrepHandler {
  /** `undefined`: {@link prepare} first, then ask again with the same request. */
  answer(request: EdgeRequest): Answer | undefined;
  /** Does what takes time: hashes a new key, makes a stream's token, waits for flags that a hint tells of. */
  prepare(request: EdgeRequest): Promise<void>;
}

export function createOfrepHandler(deps: OfrepDeps): OfrepHandler {
  const { authorizer, source, evaluate, tokens, awaitFlags, now } = deps;
  const readContext = createContextReader();
  /** Requests that have waited once. */
  const waited = new WeakSet<EdgeRequest>();

  function authorize(request: EdgeRequest) {
    const { access } = request.path === BULK_PATH ? ROUTES.ofrepBulk : ROUTES.ofrepSingle;
    return authorizer.authorize(request.header('authorization'), access);
  }

  function answer(request: EdgeRequest): Answer | undefined {
    const authorization = authorize(request);
    if (authorization === undefined) return undefined;
    const { path, body } = request;
    if (authorization.refusal !== undefined) return wordedFor(path, authorization.refusal);
    if (typeof body !== 'string') return wordedFor(path, refuseBody(body));
    if (path === BULK_PATH) return bulk(authorization.credential, request, body);
    const flagKey = decodeFlagKey(path);
    if (flagKey !== undefined) return evaluate.single(authorization.credential, flagKey, body);
    const details = 'The flag key in the path is not valid percent-encoding; encode it as UTF-8.';
    return refuse(undefined, 'PARSE_ERROR', details, JSON_HEADERS);
  }

  function bulk(credential: Credential, request: EdgeRequest, body: string): Answer | undefined {
    const environment = environmentOf(source, credential);
    if (environment === undefined) return asOfrepFailure(notReady(), undefined);
    const context = readContext(body);
    if ('errorCode' in context) {
      const headers = stateHeaders(environment, now());
      return refuse(undefined, context.errorCode, context.errorDetails, headers);
    }
    const hint = readHint(request.query);
    if (hint?.isAhead(environment) && !waited.has(request)) return undefined;
    const secret = source.streamSecret(environment.id);
    const token = secret === undefined ? '' : tokens.current(credential, environment.id, secret);
    if (token === undefined) return undefined;
    return evaluate.bulk(credential, environment, request, context, token, hint);
  }

  async function prepare(request: EdgeRequest): Promise<void> {
    await authorizer.learn(request.header('authorization'));
    const credential = authorize(request)?.credential;
    if (credential === undefined || request.path !== BULK_PATH) return;
    await prepareBulk(credential, request);
  }

  async function prepareBulk(credential: Credential, request: EdgeRequest): Promise<void> {
    const environment = environmentOf(source, credential);
    if (environment === undefined) return;
    const secret = source.streamSecret(environment.id);
    if (secret !== undefined && tokens.current(credential, environment.id, secret) === undefined) {
      await tokens.make(credential, environment.id, secret);
    }
    const hint = readHint(request.query);
    if (hint?.isAhead(environment) && !waited.has(request)) {
      waited.add(request);
      await awaitFlags(environment.id, (fresh) => !hint.isAhead(fresh));
    }
  }

  return { answer, prepare };
}
