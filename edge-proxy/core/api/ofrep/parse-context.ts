import { contextFault } from '../../../../shared/model/context-limits.ts';
import type { EvaluationContext } from '../../../../shared/model/evaluation-context.ts';
import { isRecord } from '../../../../shared/model/type-guards.ts';
import { tryParseJson } from '../../model/try-parse-json.ts';
import { kindOf, type RequestFault } from '../evaluate/parse-request.ts';

const NO_CONTEXT: EvaluationContext = Object.freeze({});

export type ParsedContext = { readonly context: EvaluationContext } | RequestFault;

/**
 * Reads the body of an OFREP request, `{"context": {…}}`. A body without context, or none at all, is an empty
 * context: whether a targeting key is needed is the flag's to say. Members that OFREP may add are let pass.
 */
export function parseContext(text: string): ParsedContext {
  if (text === '') return { context: NO_CONTEXT };
  const body = tryParseJson(text);
  if (body === undefined) return { errorCode: 'PARSE_ERROR', errorDetails: 'The body is not valid JSON.' };
  if (!isRecord(body)) {
    const errorDetails = `The body must be a JSON object such as {"context":{"targetingKey":"user-1"}}, not ${kindOf(body)}.`;
    return { errorCode: 'PARSE_ERROR', errorDetails };
  }
  const { context } = body;
  if (context === undefined || context === null) return { context: NO_CONTEXT };
  if (!isRecord(context)) {
    return {
      errorCode: 'INVALID_CONTEXT',
      errorDetails: `"context" must be an object, not ${kindOf(context)}.`,
    };
  }
  const limit = contextFault(context);
  return limit === undefined ? { context } : { errorCode: 'INVALID_CONTEXT', errorDetails: limit };
}
