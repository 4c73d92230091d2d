import { expect } from 'vitest';
import type { JsonValue } from '../../shared/model/json.ts';
import { isRecord } from '../../shared/model/type-guards.ts';
import { type EvaluateResult, evaluateAt } from '../support/edge-client.ts';
import type { Content } from './content.ts';
import { CONTEXT_NAMES, CONTEXTS, type ContextName, FLAG_CASES } from './flag-cases.ts';

/** What an edge answers, to be compared with what another one answers or has answered. */
export interface Answers {
  /** The flag set's position, by key. */
  readonly positions: Readonly<Record<string, string | null>>;
  /** Every answer with all flags, by protocol, key and context. */
  readonly bodies: Readonly<Record<string, JsonValue>>;
}

/**
 * Evaluates all flags in every context at an edge, with each key that may, over `/evaluate` and OFREP. Bulk evaluations
 * make no events. The revoked key must be refused.
 */
export async function readAnswers(edgeUrl: string, keys: Content['keys']): Promise<Answers> {
  const positions: Record<string, string | null> = {};
  const bodies: Record<string, JsonValue> = {};
  for (const kind of ['server', 'client', 'staging'] as const) {
    for (const name of CONTEXT_NAMES) {
      for (const path of ['/evaluate', '/ofrep/v1/evaluate/flags']) {
        const response = await post(edgeUrl + path, keys[kind], name);
        expect(response.status).toBe(200);
        bodies[`${path} ${kind} ${name}`] = parseComparable(await response.text());
        positions[kind] = response.headers.get('flags-version');
      }
    }
  }
  expect((await evaluateAt(edgeUrl, keys.revoked, {})).status).toBe(401);
  return { positions, bodies };
}

/**
 * Leaves out what may differ: the wording of an error, and the URL of change notices, whose token depends on the time.
 * OFREP results are brought into the format of the base release, which has no `$default` and says `DISABLED`.
 */
function parseComparable(body: string): JsonValue {
  return JSON.parse(body, (name, value) =>
    INCOMPARABLE.includes(name) ? undefined : asInBaseRelease(value),
  );
}

function asInBaseRelease(value: unknown): unknown {
  if (!isRecord(value) || !isRecord(value.metadata) || value.reason === undefined) return value;
  const { variant, metadata, reason, ...rest } = value;
  const { enabled, ...others } = metadata;
  return {
    ...rest,
    reason: enabled === false ? 'DISABLED' : reason,
    ...(variant === '$default' ? {} : { variant }),
    metadata: others,
  };
}

const INCOMPARABLE = ['errorDetails', 'eventStreams'];

function post(url: string, key: string, context: ContextName): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ context: CONTEXTS[context] }),
    signal: AbortSignal.timeout(15_000),
  });
}

/** Expects of an edge exactly what {@link FLAG_CASES} lists: the value, variation and reason of every flag. */
export async function expectListedAnswers(edgeUrl: string, { server }: Content['keys']): Promise<void> {
  for (const name of CONTEXT_NAMES) {
    const { body } = await evaluateAt(edgeUrl, server, { context: CONTEXTS[name] });
    const served = Object.entries(body.flags ?? {}).map(([key, result]) => [key, summaryOf(result)]);
    const listed = FLAG_CASES.map(({ flag, served }) => [flag.key, served[name]]);
    expect(Object.fromEntries(served)).toEqual(Object.fromEntries(listed));
    for (const { flag } of FLAG_CASES) {
      const result = body.flags?.[flag.key];
      const variation = flag.variations?.find(({ key }) => key === result?.variationKey);
      if (variation !== undefined) expect(result?.value).toEqual(variation.value);
    }
  }
}

function summaryOf({ variationKey, reason, errorCode }: EvaluateResult): string {
  return errorCode ?? `${variationKey ?? null} ${reason}`;
}
