import {
  type CompiledFlag,
  type EvaluationContext,
  evaluateFlag,
  flagNotFound,
} from '../../../../shared/evaluation/index.ts';
import type { Clock } from '../../../../shared/model/clock.ts';
import { isKey } from '../../../../shared/model/key-syntax.ts';
import type { Answer, Reply } from '../../model/answer.ts';
import { failWithHeaders, flagsNotReady } from '../../model/failure.ts';
import type { FlagSource, ServedEnvironment } from '../../model/flag-source.ts';
import type { Credential } from '../../model/key-ring.ts';
import type { EvaluationRecorder } from '../../model/ports.ts';
import { ROUTES } from '../../model/routes.ts';
import { createVisibleFlags } from '../../state/visible-flags.ts';
import { environmentOf, type StateHeaders } from '../served-environment.ts';
import { createEntityTags, matches } from './entity-tag.ts';
import type { FreshnessHint } from './freshness-hint.ts';
import { createOfrepFragments, type OfrepFragments } from './ofrep-fragments.ts';
import { parseContext } from './parse-context.ts';
import type { ReadContext } from './read-context.ts';

/** Seconds without a visible page after which a client closes its stream, to ask again once one is visible. */
const INACTIVITY_DELAY_SECONDS = 120;

export interface OfrepEvaluationDeps {
  readonly source: FlagSource;
  readonly recorder: EvaluationRecorder;
  readonly headersFor: StateHeaders;
  readonly now: Clock;
}

/** A bulk evaluation whose key, body and environment have been found. */
export interface BulkRequest {
  readonly credential: Credential;
  readonly environment: ServedEnvironment;
  readonly context: ReadContext;
  readonly ifNoneMatch: string | undefined;
  readonly hint: FreshnessHint | undefined;
  /** Of the notice stream to offer; '' for none. */
  readonly token: string;
}

/** OFREP's two evaluations for a key that has been let in: from body text to status, headers and body. */
export interface OfrepEvaluation {
  single(credential: Credential, flagKey: string, body: string): Reply;
  bulk(request: BulkRequest): Answer;
}

export function createOfrepEvaluation(deps: OfrepEvaluationDeps): OfrepEvaluation {
  const { source, recorder, headersFor, now } = deps;
  const fragmentOf = createOfrepFragments();
  const visibleTo = createVisibleFlags();
  const entityTagOf = createEntityTags();
  const withoutContent = createWithoutContent();

  function single(credential: Credential, flagKey: string, body: string): Reply {
    const environment = environmentOf(source, credential);
    if (environment === undefined) return flagsNotReady();
    const timeMs = now();
    const headers = headersFor(environment, timeMs);
    const parsed = parseContext(body);
    if ('errorCode' in parsed) return failWithHeaders(parsed.errorCode, parsed.errorDetails, headers);
    const { context } = parsed;
    const flag = environment.set.flags.get(flagKey);
    // A flag that the key may not see is answered, and recorded, exactly like one that does not exist.
    if (flag === undefined || (credential.kind === 'client' && !flag.clientSide)) {
      const resolution = flagNotFound(flagKey);
      if (isKey(flagKey)) recorder.recorded({ environmentId: environment.id, resolution, context, timeMs });
      return failWithHeaders('FLAG_NOT_FOUND', resolution.errorDetails ?? '', headers);
    }
    const resolution = evaluateFlag(flag, context);
    recorder.recorded({ environmentId: environment.id, resolution, context, timeMs });
    const { status, item } = fragmentOf(resolution, flag.version);
    return { status, headers, body: item };
  }

  function bulk({ credential, environment, context, ifNoneMatch, hint, token }: BulkRequest): Answer {
    const flags = visibleTo(credential.kind, environment.set);
    recorder.delivered(environment.id, flags.length);
    const etag = entityTagOf(environment, credential, token, context.hash);
    const headers = headersFor(environment, now());
    // A client that knows of another state than this one must not read that nothing has changed.
    const mayBeUnchanged = hint === undefined || hint.isMet(environment);
    if (ifNoneMatch !== undefined && mayBeUnchanged && matches(ifNoneMatch, etag)) {
      return { status: 304, headers: withoutContent(headers), etag, body: '' };
    }
    const items = itemsText(flags, context.parse(), fragmentOf);
    const metadata = `"metadata":{"version":"${environment.position}"}`;
    return { status: 200, headers, etag, body: `{"flags":[${items}]${streamsText(token)},${metadata}}` };
  }

  return { single, bulk };
}

/** A flag that fails is an item that says so; the others are evaluated all the same. */
function itemsText(
  flags: readonly CompiledFlag[],
  context: EvaluationContext,
  fragmentOf: OfrepFragments,
): string {
  let items = '';
  for (const flag of flags) {
    const { item } = fragmentOf(evaluateFlag(flag, context), flag.version);
    items += items === '' ? item : `,${item}`;
  }
  return items;
}

/** Without an origin, clients take that of the base URL they were given: it is right behind every proxy. */
function streamsText(token: string): string {
  if (token === '') return '';
  const requestUri = `${ROUTES.ofrepStream.path}?token=${token}`;
  const stream = {
    type: 'sse',
    endpoint: { requestUri },
    inactivityDelaySec: INACTIVITY_DELAY_SECONDS,
  };
  return `,"eventStreams":[${JSON.stringify(stream)}]`;
}

/** Headers for an answer without a body, made once for those that many answers share. */
function createWithoutContent(): (headers: Answer['headers']) => Answer['headers'] {
  const made = new WeakMap<Answer['headers'], Answer['headers']>();
  return (headers) => {
    const known = made.get(headers);
    if (known !== undefined) return known;
    const { 'content-type': _, ...rest } = headers;
    made.set(headers, rest);
    return rest;
  };
}
