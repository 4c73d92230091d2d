import { type CompiledFlag, evaluateFlag } from '../../../../shared/evaluation/index.ts';
import type { Clock } from '../../../../shared/model/clock.ts';
import type { EvaluationContext } from '../../../../shared/model/evaluation-context.ts';
import { isKey } from '../../../../shared/model/key-syntax.ts';
import {
  type Answer,
  type EdgeErrorCode,
  type EdgeRequest,
  errorAnswer,
  statusOf,
} from '../../model/answer.ts';
import type { FlagSource, ServedEnvironment } from '../../model/flag-source.ts';
import type { Credential } from '../../model/key-ring.ts';
import type { EvaluationRecorder } from '../../model/ports.ts';
import type { FreshnessHint } from '../../state/await-flags.ts';
import { createVisibleFlags } from '../../state/visible-flags.ts';
import { createStateHeaders, environmentOf, notFound } from '../evaluate/evaluate.ts';
import { createEntityTags, matches } from './entity-tag.ts';
import { asOfrepFailure, failureText } from './failure.ts';
import { createOfrepFragments } from './fragments.ts';
import { parseContext } from './parse-context.ts';
import { STREAM_PATH } from './paths.ts';
import type { ReadContext } from './read-context.ts';

/** Seconds without anybody looking after which a client closes its stream, to ask anew when somebody does. */
const INACTIVITY_DELAY_SECONDS = 120;

export interface OfrepEvaluateDeps {
  readonly source: FlagSource;
  readonly recorder: EvaluationRecorder;
  readonly now: Clock;
}

/** OFREP's two evaluations for a key that has been let in: from body text to status, headers and body. */
export interface OfrepEvaluate {
  single(credential: Credential, flagKey: string, body: string): Answer;
  /** @param token of the notice stream to offer; '' for none */
  bulk(
    credential: Credential,
    environment: ServedEnvironment,
    request: EdgeRequest,
    context: ReadContext,
    token: string,
    hint: FreshnessHint | undefined,
  ): Answer;
}

export function createOfrepEvaluate({ source, recorder, now }: OfrepEvaluateDeps): OfrepEvaluate {
  const fragmentOf = createOfrepFragments();
  const headersFor = createStateHeaders();
  const visibleTo = createVisibleFlags();
  const entityTagOf = createEntityTags();
  const withoutContent = createWithoutContent();

  function single(credential: Credential, flagKey: string, body: string): Answer {
    const environment = environmentOf(source, credential);
    if (environment === undefined) return asOfrepFailure(notReady(), flagKey);
    const timeMs = now();
    const headers = headersFor(environment, timeMs);
    const parsed = parseContext(body);
    if ('errorCode' in parsed) return refuse(flagKey, parsed.errorCode, parsed.errorDetails, headers);
    const { context } = parsed;
    const flag = environment.set.flags.get(flagKey);
    // A flag that the key may not see is answered, and recorded, exactly like one that does not exist.
    if (flag === undefined || (credential.kind === 'client' && !flag.clientSide)) {
      const missing = notFound(flagKey);
      if (isKey(flagKey))
        recorder.recorded({ environmentId: environment.id, resolution: missing, context, timeMs });
      return refuse(flagKey, 'FLAG_NOT_FOUND', missing.errorDetails ?? '', headers);
    }
    const resolution = evaluateFlag(flag, context);
    recorder.recorded({ environmentId: environment.id, resolution, context, timeMs });
    const { status, item } = fragmentOf(resolution, flag.version);
    return { status, headers, body: item };
  }

  function bulk(
    credential: Credential,
    environment: ServedEnvironment,
    request: EdgeRequest,
    context: ReadContext,
    token: string,
    hint: FreshnessHint | undefined,
  ): Answer {
    const flags = visibleTo(credential.kind, environment.set);
    recorder.delivered(environment.id, flags.length);
    const etag = entityTagOf(environment, credential, token, context.hash);
    const headers = headersFor(environment, now());
    const ifNoneMatch = request.header('if-none-match');
    // Who was told of another state than this one must not be told that nothing has changed.
    const mayBeUnchanged = hint === undefined || hint.isMet(environment);
    if (ifNoneMatch !== undefined && mayBeUnchanged && matches(ifNoneMatch, etag)) {
      return { status: 304, headers: withoutContent(headers), etag, body: '' };
    }
    return { status: 200, headers, etag, body: bulkText(flags, environment, context.parse(), token) };
  }

  /** One erring flag is an item that says so; it fails nothing else. */
  function bulkText(
    flags: readonly CompiledFlag[],
    environment: ServedEnvironment,
    context: EvaluationContext,
    token: string,
  ): string {
    let items = '';
    for (const flag of flags) {
      const { item } = fragmentOf(evaluateFlag(flag, context), flag.version);
      items += items === '' ? item : `,${item}`;
    }
    return `{"flags":[${items}]${streamsText(token)},"metadata":{"version":"${environment.position}"}}`;
  }

  return { single, bulk };
}

/** Without an origin, clients take that of the base URL they were given: it is right behind every proxy. */
function streamsText(token: string): string {
  if (token === '') return '';
  const requestUri = `${STREAM_PATH}?token=${token}`;
  const stream = {
    type: 'sse',
    endpoint: { requestUri },
    inactivityDelaySec: INACTIVITY_DELAY_SECONDS,
  };
  return `,"eventStreams":[${JSON.stringify(stream)}]`;
}

export function notReady(): Answer {
  return errorAnswer('PROVIDER_NOT_READY', "This environment's flags have not arrived yet; retry.");
}

/** @param flagKey of a single evaluation; `undefined` for a bulk one */
export function refuse(
  flagKey: string | undefined,
  errorCode: EdgeErrorCode,
  errorDetails: string,
  headers: Readonly<Record<string, string>>,
): Answer {
  return { status: statusOf(errorCode), headers, body: failureText(flagKey, errorCode, errorDetails) };
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
