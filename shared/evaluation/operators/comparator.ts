import type { JsonValue } from '../../model/json.ts';
import type { PatternCompiler } from '../regex/pattern.ts';
import type { ParsedValues } from './parsed-values.ts';

/** How the entries of a condition match attributes. */
export interface Matcher {
  /** Whether a value that is not an array matches any entry; `null` if the operator does not take values of this type. */
  readonly one: (value: JsonValue) => boolean | null;
  /** Whether any element of an array matches any entry. Its time does not grow with the product of both numbers. */
  readonly any: (elements: ParsedValues) => boolean;
  /** Does what `one` does, with a text that has been parsed for another condition; `null` if the text need not be parsed. */
  readonly parsed: ((text: ParsedValues) => boolean | null) | null;
}

/** One entry of `values` as the operator reads it, or why it cannot: a phrase such as "must be a number". */
export type EntryResult<Entry> = { readonly entry: Entry } | { readonly fault: string };

/** A way to compare attributes with the entries of a condition. An operator and its negation share one. */
export interface Comparator {
  /** Why the entry cannot be used, as a phrase that follows its name; `null` if it can. */
  readonly faultOf: (entry: JsonValue, patterns: PatternCompiler) => string | null;
  /** Ignores entries with a fault. */
  readonly matcher: (entries: readonly JsonValue[], patterns: PatternCompiler) => Matcher;
}

export function comparator<Entry>(
  read: (entry: JsonValue, patterns: PatternCompiler) => EntryResult<Entry>,
  build: (entries: readonly Entry[]) => Matcher,
): Comparator {
  return {
    faultOf: (entry, patterns) => {
      const result = read(entry, patterns);
      return 'fault' in result ? result.fault : null;
    },
    matcher: (entries, patterns) => {
      const readable: Entry[] = [];
      for (const value of entries) {
        const result = read(value, patterns);
        if ('entry' in result) readable.push(result.entry);
      }
      return build(readable);
    },
  };
}
