import type { Condition } from '../../model/flag-set.ts';
import { type AttributePath, attributePath } from '../decide/attribute.ts';
import type { Test } from '../decide/compiled-flag-set.ts';
import type { PatternCompiler } from '../regex/pattern.ts';

/** What one compilation shares between all flags and segments it compiles. Attributes, patterns and conditions repeat. */
export interface CompileCache {
  readonly patterns: PatternCompiler;
  readonly pathOf: (attribute: string) => AttributePath;
  /** The test of a comparison. Calls `make` if it has made no test for an equal condition before. */
  readonly testOf: (condition: Condition, make: (condition: Condition) => Test) => Test;
}

/** A condition with more values than this is not cached: it rarely equals another one, and its key is expensive. */
const MAX_CACHED_VALUES = 16;

export function createCompileCache(patterns: PatternCompiler): CompileCache {
  const paths = new Map<string, AttributePath>();
  const tests = new Map<string, Test>();
  return {
    patterns,
    pathOf: (attribute) => {
      const cached = paths.get(attribute);
      if (cached !== undefined) return cached;
      const path = attributePath(attribute);
      paths.set(attribute, path);
      return path;
    },
    testOf: (condition, make) => {
      const { operator, attribute, values } = condition;
      if (values.length > MAX_CACHED_VALUES) return make(condition);
      const key = JSON.stringify([operator, attribute, values]);
      const cached = tests.get(key);
      if (cached !== undefined) return cached;
      const test = make(condition);
      tests.set(key, test);
      return test;
    },
  };
}
