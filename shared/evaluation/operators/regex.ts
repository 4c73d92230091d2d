import { RE2JS } from 're2js';

/** The longest text a `regex` condition takes, in UTF-16 code units: matching is linear, but not free. */
export const REGEX_TEXT_LIMIT = 16_384;

/** The longest pattern, in UTF-16 code units. */
const PATTERN_LIMIT = 1024;

/** A compiled pattern, or the sentence that says why there is none. */
export type PatternResult = { readonly pattern: RE2JS } | { readonly fault: string };

/** Compiles a pattern of RE2 syntax. */
export type PatternCompiler = (source: string) => PatternResult;

export function compilePattern(source: string): PatternResult {
  if (source.length > PATTERN_LIMIT) {
    return {
      fault: `must be a pattern of at most ${PATTERN_LIMIT} UTF-16 code units, and has ${source.length}`,
    };
  }
  try {
    return { pattern: RE2JS.compile(source) };
  } catch (error) {
    const reason =
      error instanceof Error ? error.message.replace('error parsing regexp: ', '') : 'unreadable';
    return { fault: `must be a regular expression of RE2 syntax: ${reason}` };
  }
}

/** A compiler that remembers, for the time of one compilation: the same patterns tend to come again and again. */
export function cachingCompiler(): PatternCompiler {
  const known = new Map<string, PatternResult>();
  return (source) => {
    const result = known.get(source) ?? compilePattern(source);
    known.set(source, result);
    return result;
  };
}
