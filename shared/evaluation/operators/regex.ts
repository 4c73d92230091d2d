import { RE2JS } from 're2js';

/** The longest text that a `regex` condition takes, in UTF-16 code units. Matching time is linear in the length. */
export const REGEX_TEXT_LIMIT = 16_384;

/** The longest pattern, in UTF-16 code units. */
const PATTERN_LIMIT = 1024;

/** A compiled pattern, or why there is none: a phrase that follows the name of the value, such as "must be …". */
export type PatternResult = { readonly pattern: RE2JS } | { readonly fault: string };

/** Compiles a pattern of RE2 syntax. */
export type PatternCompiler = (source: string) => PatternResult;

/**
 * Compiles a pattern of RE2 syntax (https://github.com/google/re2/wiki/Syntax). RE2 matches in time linear in the length of
 * the text, without backtracking, so no pattern can block the process.
 */
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

/** A compiler that compiles each pattern once. It keeps all of them, so it should not outlive one compilation. */
export function cachingCompiler(): PatternCompiler {
  const compiled = new Map<string, PatternResult>();
  return (source) => {
    const result = compiled.get(source) ?? compilePattern(source);
    compiled.set(source, result);
    return result;
  };
}
