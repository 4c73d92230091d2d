import {
  type CompiledFlag,
  type EvaluationContext,
  evaluateFlags,
} from '../../../../shared/evaluation/index.ts';
import type { Clock } from '../../../../shared/model/clock.ts';
import type { Answer } from '../../model/answer.ts';
import type { ServedEnvironment } from '../../model/flag-source.ts';
import type { Credential } from '../../model/key-ring.ts';
import type { EvaluationRecorder } from '../../model/ports.ts';
import { ROUTES } from '../../model/routes.ts';
import { createVisibleFlags } from '../../state/visible-flags.ts';
import type { StateHeaders } from '../served-environment.ts';
import { createEntityTags, matches } from './entity-tag.ts';
import type { FreshnessHint } from './freshness-hint.ts';
import type { HashedContext } from './hashed-context.ts';
import type { OfrepFragments } from './ofrep-fragments.ts';

/** Seconds without a visible page after which a client closes its stream; it evaluates again once a page is visible. */
const INACTIVITY_DELAY_SECONDS = 120;

export interface BulkResponseDeps {
  readonly recorder: EvaluationRecorder;
  readonly fragmentOf: OfrepFragments;
  readonly headersFor: StateHeaders;
  readonly now: Clock;
  /** Where clients open streams of change notices; absent: the origin of their base URL. */
  readonly streamOrigin?: string | undefined;
}

/** A bulk evaluation of an authorized key, with what its response needs. */
export interface BulkRequest {
  readonly credential: Credential;
  readonly environment: ServedEnvironment;
  readonly context: HashedContext;
  readonly ifNoneMatch: string | undefined;
  readonly hint: FreshnessHint | undefined;
  /** Of the notice stream to offer; '' for none. */
  readonly token: string;
}

/** Evaluates every visible flag and writes the response, or 304 if the client has it already. */
export type BulkResponse = (request: BulkRequest) => Answer;

export function createBulkResponse(deps: BulkResponseDeps): BulkResponse {
  const { recorder, fragmentOf, headersFor, now, streamOrigin } = deps;
  const visibleTo = createVisibleFlags();
  const entityTagOf = createEntityTags();
  const withoutContent = createWithoutContent();
  return ({ credential, environment, context, ifNoneMatch, hint, token }) => {
    const flags = visibleTo(credential.kind, environment.set);
    recorder.delivered(environment.id, flags.length);
    const offered = streamOrigin === undefined || token === '' ? token : `${streamOrigin}${token}`;
    const etag = entityTagOf(environment, credential, offered, context.hash);
    const headers = headersFor(environment, now());
    // A client whose change notice names another state than this one must not get a 304.
    const mayBeUnchanged = hint === undefined || hint.isMet(environment);
    if (ifNoneMatch !== undefined && mayBeUnchanged && matches(ifNoneMatch, etag)) {
      return { status: 304, headers: withoutContent(headers), etag, body: '' };
    }
    const items = itemsText(flags, context.parse(), fragmentOf);
    const metadata = `"metadata":{"version":"${environment.position}"}`;
    return {
      status: 200,
      headers,
      etag,
      body: `{"flags":[${items}]${streamsText(token, streamOrigin)},${metadata}}`,
    };
  };
}

/** A flag that cannot be evaluated becomes an item with its error; the others are not affected. */
function itemsText(
  flags: readonly CompiledFlag[],
  context: EvaluationContext,
  fragmentOf: OfrepFragments,
): string {
  let items = '';
  const resolutions = evaluateFlags(flags, context);
  for (let index = 0; index < flags.length; index++) {
    const flag = flags[index];
    const resolution = resolutions[index];
    if (flag === undefined || resolution === undefined) continue;
    const { item } = fragmentOf(resolution, flag);
    items += items === '' ? item : `,${item}`;
  }
  return items;
}

/** Without an origin clients resolve the URI against their base URL, so it is right behind every proxy. */
function streamsText(token: string, origin: string | undefined): string {
  if (token === '') return '';
  const requestUri = `${ROUTES.ofrepStream.path}?token=${token}`;
  const stream = {
    type: 'sse',
    endpoint: origin === undefined ? { requestUri } : { origin, requestUri },
    inactivityDelaySec: INACTIVITY_DELAY_SECONDS,
  };
  return `,"eventStreams":[${JSON.stringify(stream)}]`;
}

/** The headers of an answer without a body. Many answers share a headers object: each is converted once. */
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
