import type { PatternUse } from '../decide/compiled-flag-set.ts';
import type { ImmutableMap } from '../decide/immutable-map.ts';
import { compilePattern, type Pattern, type PatternCompiler, type PatternResult } from '../regex/pattern.ts';
import { patternSize } from '../regex/pattern-size.ts';

/**
 * The largest size of all patterns that a compiled flag set keeps: a unit takes about a kilobyte at most. It is far above
 * what a control plane accepts for an environment, and only protects the memory of the process.
 */
const KEPT_PATTERNS_SIZE_LIMIT = 60_000;

/** Compiles the patterns of one change, except those that the flag set has compiled already. */
export interface ChangePatterns {
  readonly compile: PatternCompiler;
  /** A pattern that has been compiled by its source. */
  readonly get: (source: string) => Pattern | undefined;
}

const TOO_MANY = `must not be one of so many: the patterns of a flag set have a size of at most ${KEPT_PATTERNS_SIZE_LIMIT} together`;

/** @param uses the patterns that the flag set uses before the change, each counted once in the limit */
export function changePatterns(uses: ImmutableMap<PatternUse>): ChangePatterns {
  const compiled = new Map<string, PatternResult>();
  let size = 0;
  for (const { pattern } of uses.values()) size += pattern.size;
  const compileNew: PatternCompiler = (source) => {
    if (size + patternSize(source) > KEPT_PATTERNS_SIZE_LIMIT) return { fault: TOO_MANY };
    const result = compilePattern(source);
    if ('pattern' in result) size += result.pattern.size;
    return result;
  };
  const get = (source: string): Pattern | undefined => {
    const result = compiled.get(source);
    return uses.get(source)?.pattern ?? (result && 'pattern' in result ? result.pattern : undefined);
  };
  return {
    get,
    compile: (source) => {
      const pattern = get(source);
      if (pattern !== undefined) return { pattern };
      const result = compiled.get(source) ?? compileNew(source);
      compiled.set(source, result);
      return result;
    },
  };
}

/** What a flag or a segment uses before and after a change: sources of patterns, each once. */
export interface PatternChange {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** The patterns that a flag set uses after the given changes. */
export function withPatternChanges(
  uses: ImmutableMap<PatternUse>,
  changes: readonly PatternChange[],
  patterns: ChangePatterns,
): ImmutableMap<PatternUse> {
  const added = new Map<string, number>();
  for (const { before, after } of changes) {
    for (const source of before) added.set(source, (added.get(source) ?? 0) - 1);
    for (const source of after) added.set(source, (added.get(source) ?? 0) + 1);
  }
  const edits = new Map<string, PatternUse | undefined>();
  for (const [source, count] of added) {
    const flags = (uses.get(source)?.flags ?? 0) + count;
    const pattern = patterns.get(source);
    edits.set(source, flags > 0 && pattern !== undefined ? { pattern, flags } : undefined);
  }
  return uses.with(edits);
}
