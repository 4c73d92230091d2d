import type { FlagMetadata } from '../../shared/model/flag-metadata.ts';
import type { JsonObject, JsonValue } from '../../shared/model/json.ts';

/** What an edge answered to `POST /evaluate`. */
export interface EvaluateAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: EvaluateBody;
}

/** One evaluation, or an error. */
export interface EvaluateResult {
  readonly flagKey?: string;
  readonly value?: JsonValue;
  readonly variationKey?: string;
  readonly reason?: string;
  readonly metadata?: FlagMetadata;
  readonly errorCode?: string;
  readonly errorDetails?: string;
}

export interface EvaluateBody extends EvaluateResult {
  readonly flags?: Readonly<Record<string, EvaluateResult>>;
}

export interface EvaluateRequest {
  readonly flagKey?: string;
  readonly flagKeys?: readonly string[];
  readonly context?: JsonObject;
}

/** Requests evaluations from an edge as a thin client does. */
export async function evaluateAt(
  edgeUrl: string,
  key: string | undefined,
  request: EvaluateRequest,
): Promise<EvaluateAnswer> {
  return postEvaluate(edgeUrl, key, JSON.stringify(request));
}

/** The same with any text as body, and headers of the test's own. */
export async function postEvaluate(
  edgeUrl: string,
  key: string | undefined,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<EvaluateAnswer> {
  const response = await fetch(`${edgeUrl}/evaluate`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...headers,
    },
    body,
    signal: AbortSignal.timeout(15_000),
  });
  const text = await response.text();
  try {
    const parsed: EvaluateBody = JSON.parse(text);
    return { status: response.status, headers: response.headers, body: parsed };
  } catch {
    throw new Error(`POST /evaluate answered ${response.status} with no JSON: ${text.slice(0, 200)}`);
  }
}
