import { LRUCache } from 'lru-cache';
import type { EvaluationContext } from '../../../../shared/model/evaluation-context.ts';
import type { RequestFault } from '../evaluate/parse-request.ts';
import { createCanonicalWriter } from './canonical-context.ts';
import { CodeUnitBuffer } from './code-unit-buffer.ts';
import { hash128 } from './hash128.ts';
import { type ParsedContext, parseContext } from './parse-context.ts';

/** A context whose body was valid, parsed now or when it was first seen. */
export interface HashedContext {
  /** The same for contexts that mean the same. */
  readonly hash: string;
  /** Parses the body if that has not been done. */
  parse(): EvaluationContext;
}

/** Reads the body of a bulk evaluation. */
export type HashedContextReader = (body: string) => HashedContext | RequestFault;

/** Bodies that are cached, and the code units of the longest of them: 4 MiB at most. */
const CACHED_BODIES = 1_000;
const LONGEST = 4 * 1024;
/** A power of 2, near {@link CACHED_BODIES}: a body that comes again only later would not stay cached either. */
const SIGHTINGS = 1_024;

/**
 * A client that polls sends the same body again and again, and mostly nothing has changed: then the hash of its context is
 * all that is needed. It is cached for valid bodies from the second time on: most bodies come once, and each cached one
 * costs the garbage collector more than the rest of this.
 */
export function createHashedContextReader(): HashedContextReader {
  const hashes = new LRUCache<string, string>({ max: CACHED_BODIES });
  const isSeenAgain = createSightings();
  const writeCanonical = createCanonicalWriter();
  const units = new CodeUnitBuffer();

  return (body) => {
    const known = body.length > LONGEST ? undefined : hashes.get(body);
    if (known !== undefined) return { hash: known, parse: () => contextIn(parseContext(body)) };
    const parsed = parseContext(body);
    if ('errorCode' in parsed) return parsed;
    units.clear();
    writeCanonical(units, parsed.context);
    const { hex, word } = hash128(units);
    if (body.length <= LONGEST && isSeenAgain(word)) hashes.set(body, hex);
    return { hash: hex, parse: () => parsed.context };
  };
}

/** Whether a hash was among the last ones, roughly: each has one slot, and the next hash with that slot displaces it. */
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
  if ('errorCode' in parsed) throw new Error('a cached body became invalid');
  return parsed.context;
}
