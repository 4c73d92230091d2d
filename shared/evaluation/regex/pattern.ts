import { patternSize } from './pattern-size.ts';
import { buildAutomaton } from './position-automaton.ts';
import { compileProgram } from './program.ts';
import { createSearch, type Search } from './search.ts';

/** The longest text that a `regex` condition takes, in UTF-16 code units. Matching time is linear in the length. */
export const REGEX_TEXT_LIMIT = 1024;

/** The longest pattern, in UTF-16 code units. */
export const PATTERN_LENGTH_LIMIT = 1024;

/** The largest size of one pattern, as `patternSize` computes it. */
const PATTERN_SIZE_LIMIT = 256;

/** A compiled pattern. */
export interface Pattern {
  /** Whether a text contains a match. */
  readonly test: Search;
  readonly size: number;
}

/** A compiled pattern, or why there is none: a phrase that follows the name of the value, such as "must be …". */
export type PatternResult = { readonly pattern: Pattern } | { readonly fault: string };

/** Compiles a pattern of RE2 syntax. */
export type PatternCompiler = (source: string) => PatternResult;

/**
 * Compiles a pattern of RE2 syntax (https://github.com/google/re2/wiki/Syntax). What it costs to compile and to match is
 * bounded by the size of the pattern, which is computed from its text first.
 */
export function compilePattern(source: string): PatternResult {
  if (source.length > PATTERN_LENGTH_LIMIT) {
    return {
      fault: `must be a pattern of at most ${PATTERN_LENGTH_LIMIT} UTF-16 code units, and has ${source.length}`,
    };
  }
  const size = patternSize(source);
  if (size > PATTERN_SIZE_LIMIT) {
    return {
      fault:
        `must be a pattern of a size of at most ${PATTERN_SIZE_LIMIT}, and has ${size}: divide it into several values, of which any may match, ` +
        'or use fewer repetitions "{n,m}" and Unicode classes',
    };
  }
  try {
    return {
      pattern: { test: createSearch(buildAutomaton(compileProgram(source), PATTERN_SIZE_LIMIT)), size },
    };
  } catch (error) {
    const reason =
      error instanceof Error ? error.message.replace('error parsing regexp: ', '') : 'unreadable';
    return { fault: `must be a regular expression of RE2 syntax: ${reason}` };
  }
}
