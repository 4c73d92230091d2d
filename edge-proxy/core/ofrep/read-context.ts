import { LRUCache } from 'lru-cache';
import type { EvaluationContext } from '../../../shared/evaluation/context.ts';
import type { RequestFault } from '../evaluate/parse-request.ts';
import { canonicalText } from './canonical.ts';
import { hash128 } from './hash.ts';
import { type ParsedContext, parseContext } from './parse-context.ts';

/** A context that is fine, as far as it has been looked at. */
export interface ReadContext {
  /** The same for contexts that mean the same. */
  readonly hash: string;
  /** Parses the body, where that has not been done. */
  parse(): EvaluationContext;
}

/** Reads the body of a bulk evaluation. */
export type ContextReader = (body: string) => ReadContext | RequestFault;

/** Bodies that are remembered, and the code units of the longest of them: 4 MiB at most. */
const REMEMBERED = 1_000;
const LONGEST = 4 * 1024;

/**
 * Whoever polls sends the same body again and again, and mostly to hear that nothing has changed: then its hash is all
 * that is needed of it. Of bodies that were fine it is remembered.
 */
export function createContextReader(): ContextReader {
  const hashes = new LRUCache<string, string>({ max: REMEMBERED });

  return (body) => {
    const known = body.length > LONGEST ? undefined : hashes.get(body);
    if (known !== undefined) return { hash: known, parse: () => contextIn(parseContext(body)) };
    const parsed = parseContext(body);
    if ('errorCode' in parsed) return parsed;
    const hash = hash128(canonicalText(parsed.context));
    if (body.length <= LONGEST) hashes.set(body, hash);
    return { hash, parse: () => parsed.context };
  };
}

function contextIn(parsed: ParsedContext): EvaluationContext {
  if ('errorCode' in parsed) throw new Error('a body that was fine before is not any more');
  return parsed.context;
}
