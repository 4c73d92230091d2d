import { LRUCache } from 'lru-cache';
import type { EvaluationContext } from '../../../../shared/model/evaluation-context.ts';
import type { RequestFault } from '../evaluate/parse-request.ts';
import { createPutCanonical } from './canonical-context.ts';
import { CodeUnits } from './code-units.ts';
import { hash128 } from './hash128.ts';
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
/** A power of 2, near {@link REMEMBERED}: whoever comes back later than that is not remembered for as long either. */
const SIGHTINGS = 1_024;

/**
 * Whoever polls sends the same body again and again, and mostly to hear that nothing has changed: then its hash is all
 * that is needed of it. Of bodies that were fine it is remembered, from the second time on: most come once, and what is held of
 * each costs the garbage collector more than the rest of this.
 */
export function createContextReader(): ContextReader {
  const hashes = new LRUCache<string, string>({ max: REMEMBERED });
  const isSeenAgain = createSightings();
  const putCanonical = createPutCanonical();
  const units = new CodeUnits();

  return (body) => {
    const known = body.length > LONGEST ? undefined : hashes.get(body);
    if (known !== undefined) return { hash: known, parse: () => contextIn(parseContext(body)) };
    const parsed = parseContext(body);
    if ('errorCode' in parsed) return parsed;
    units.clear();
    putCanonical(units, parsed.context);
    const { hex, word } = hash128(units);
    if (body.length <= LONGEST && isSeenAgain(word)) hashes.set(body, hex);
    return { hash: hex, parse: () => parsed.context };
  };
}

/** Whether a hash was among the last ones, roughly: each has one place, where the next one with that place displaces it. */
function createSightings(): (word: number) => boolean {
  const seen = new Int32Array(SIGHTINGS);
  return (word) => {
    const place = word & (SIGHTINGS - 1);
    const isAgain = seen[place] === word;
    seen[place] = word;
    return isAgain;
  };
}

function contextIn(parsed: ParsedContext): EvaluationContext {
  if ('errorCode' in parsed) throw new Error('a body that was fine before is not any more');
  return parsed.context;
}
