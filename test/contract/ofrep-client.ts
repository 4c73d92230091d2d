import { expect } from 'vitest';
import type { JsonObject, JsonValue } from '../../shared/model/json.ts';
import { readOfrepDocument } from './ofrep-document.ts';

/** An evaluation as OFREP words it, or an error. */
export interface OfrepResult {
  readonly key?: string;
  readonly value?: JsonValue;
  readonly variant?: string;
  readonly reason?: string;
  readonly errorCode?: string;
  readonly errorDetails?: string;
  readonly metadata?: JsonObject;
}

export interface OfrepBody extends OfrepResult {
  readonly flags?: readonly OfrepResult[];
  readonly eventStreams?: readonly {
    readonly type: string;
    readonly endpoint: { readonly requestUri: string };
    readonly inactivityDelaySec: number;
  }[];
}

export interface OfrepAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Empty for a 304. */
  readonly body: OfrepBody;
  readonly text: string;
}

export interface OfrepRequest {
  readonly key?: string | undefined;
  /** Sent as it is; `context` is ignored then. */
  readonly body?: string;
  readonly context?: JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  /** With its question mark. */
  readonly query?: string;
}

const BULK = '/ofrep/v1/evaluate/flags';
const document = readOfrepDocument();

/** Requests all flags. Every answer must match the OpenAPI document. */
export async function bulkAt(edgeUrl: string, request: OfrepRequest): Promise<OfrepAnswer> {
  const answer = await send(edgeUrl + BULK, request);
  expect(document.faultsOf({ method: 'post', path: BULK }, answer)).toEqual([]);
  return answer;
}

/** The same for one flag. `encodedKey` becomes part of the path unchanged. */
export async function singleAt(
  edgeUrl: string,
  encodedKey: string,
  request: OfrepRequest,
): Promise<OfrepAnswer> {
  const answer = await send(`${edgeUrl}${BULK}/${encodedKey}`, request);
  expect(document.faultsOf({ method: 'post', path: `${BULK}/{key}` }, answer)).toEqual([]);
  return answer;
}

/** What is wrong with the data of an event of a notice stream. */
export function faultsOfNotice(data: string): readonly string[] {
  return document.faultsIn('sseEventData', JSON.parse(data));
}

/** What is wrong with the answer that refuses a notice stream; nothing if it is accepted. */
export async function faultsOfStreamRefusal(response: Response): Promise<readonly string[]> {
  const { status, headers } = response;
  if (status === 200) return [];
  const answer = { status, headers, text: await response.text() };
  return document.faultsOf({ method: 'get', path: '/ofrep/v1/stream' }, answer);
}

async function send(url: string, request: OfrepRequest): Promise<OfrepAnswer> {
  const { key, context, headers, method = 'POST', query = '' } = request;
  const body = request.body ?? JSON.stringify(context === undefined ? {} : { context });
  const response = await fetch(url + query, {
    method,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...headers,
    },
    ...(method === 'GET' ? {} : { body }),
    signal: AbortSignal.timeout(15_000),
  });
  const text = await response.text();
  const parsed: OfrepBody = text === '' ? {} : JSON.parse(text);
  return { status: response.status, headers: response.headers, body: parsed, text };
}
