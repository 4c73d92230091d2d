import { contextFault } from '../../../../shared/model/context-limits.ts';
import type { EvaluationContext } from '../../../../shared/model/evaluation-context.ts';
import { isJsonArray, type JsonValue } from '../../../../shared/model/json.ts';
import { isKey, KEY_RULE } from '../../../../shared/model/key-syntax.ts';
import type { ErrorCode } from '../../../../shared/model/resolution.ts';
import { isRecord, isStringArray } from '../../../../shared/model/type-guards.ts';
import { tryParseJson } from '../../model/try-parse-json.ts';

/** The contents of a request to `POST /evaluate`. */
export interface EvaluateRequest {
  /** One flag, some, or all of them. */
  readonly flags: { readonly one: string } | { readonly some: readonly string[] } | 'all';
  readonly context: EvaluationContext;
}

export interface RequestFault {
  readonly errorCode: Extract<ErrorCode, 'PARSE_ERROR' | 'INVALID_CONTEXT'>;
  readonly errorDetails: string;
}

/** Flags that one request may name; asking for all of them has no such limit. */
export const MAX_FLAG_KEYS = 1_000;

const MEMBERS: ReadonlySet<string> = new Set(['flagKey', 'flagKeys', 'context']);
const NO_CONTEXT: EvaluationContext = Object.freeze({});

/** Reads a request's body; a fault names what is wrong and at which place. */
export function parseEvaluateRequest(text: string): EvaluateRequest | RequestFault {
  const body = tryParseJson(text);
  if (body === undefined) return unreadable(text);
  if (!isRecord(body)) return parseError(`The body must be a JSON object, not ${kindOf(body)}.`);
  for (const member in body) {
    if (!MEMBERS.has(member)) return parseError(unknownMember(member));
  }
  const { flagKey, flagKeys, context } = body;
  const fault = flagKeyFault(flagKey) ?? flagKeysFault(flagKeys) ?? bothFault(flagKey, flagKeys);
  if (fault !== undefined) return parseError(fault);
  if (context === undefined || context === null)
    return { flags: asked(flagKey, flagKeys), context: NO_CONTEXT };
  if (!isRecord(context)) return invalidContext(`"context" must be an object, not ${kindOf(context)}.`);
  const limit = contextFault(context);
  if (limit !== undefined) return invalidContext(limit);
  return { flags: asked(flagKey, flagKeys), context };
}

function asked(flagKey: JsonValue | undefined, flagKeys: JsonValue | undefined): EvaluateRequest['flags'] {
  if (typeof flagKey === 'string') return { one: flagKey };
  return isStringArray(flagKeys) ? { some: flagKeys } : 'all';
}

function flagKeyFault(flagKey: JsonValue | undefined): string | undefined {
  if (flagKey === undefined) return undefined;
  if (typeof flagKey !== 'string') return `"flagKey" must be a string, not ${kindOf(flagKey)}.`;
  return isKey(flagKey) ? undefined : `"flagKey" is not a flag key: it must be ${KEY_RULE}.`;
}

function flagKeysFault(flagKeys: JsonValue | undefined): string | undefined {
  if (flagKeys === undefined) return undefined;
  if (!isJsonArray(flagKeys)) return `"flagKeys" must be an array of strings, not ${kindOf(flagKeys)}.`;
  if (flagKeys.length > MAX_FLAG_KEYS) {
    return `"flagKeys" has ${flagKeys.length} entries; at most ${MAX_FLAG_KEYS} may be named (leave it out for all flags).`;
  }
  const index = flagKeys.findIndex((key) => typeof key !== 'string' || !isKey(key));
  return index === -1
    ? undefined
    : `"flagKeys"[${index}] is not a flag key: it must be a string of ${KEY_RULE}.`;
}

function bothFault(flagKey: JsonValue | undefined, flagKeys: JsonValue | undefined): string | undefined {
  if (flagKey === undefined || flagKeys === undefined) return undefined;
  return 'Send "flagKey" (one flag) or "flagKeys" (several), not both.';
}

function unknownMember(member: string): string {
  return `Unknown member ${JSON.stringify(member.slice(0, 100))}: expected "flagKey", "flagKeys" and "context".`;
}

function unreadable(text: string): RequestFault {
  if (text.trim() === '')
    return parseError('The body is empty; send a JSON object, for example {"flagKey":"my-flag"}.');
  return parseError('The body is not valid JSON.');
}

function parseError(errorDetails: string): RequestFault {
  return { errorCode: 'PARSE_ERROR', errorDetails };
}

function invalidContext(errorDetails: string): RequestFault {
  return { errorCode: 'INVALID_CONTEXT', errorDetails };
}

/** What a value is, for error messages. */
export function kindOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
