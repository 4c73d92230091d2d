import type { Condition } from '../../model/flag-set.ts';
import { type AttributePath, attributePath } from '../decide/attribute.ts';
import type { Test } from '../decide/compiled-flag-set.ts';
import { type PatternCompiler, rememberingCompiler } from '../operators/regex.ts';

/** What one compilation shares among all that it compiles: the same attributes and patterns come again and again. */
export interface Workshop {
  readonly patterns: PatternCompiler;
  readonly pathOf: (attribute: string) => AttributePath;
  /** The test of a comparison, which `make` makes where no equal one was made before. */
  readonly testOf: (condition: Condition, make: (condition: Condition) => Test) => Test;
}

/** Conditions with more values than this are hardly ever equal to another, and cost more to tell. */
const MOST_VALUES = 16;

export function openWorkshop(): Workshop {
  const paths = new Map<string, AttributePath>();
  const tests = new Map<string, Test>();
  return {
    patterns: rememberingCompiler(),
    pathOf: (attribute) => {
      const known = paths.get(attribute);
      if (known !== undefined) return known;
      const path = attributePath(attribute);
      paths.set(attribute, path);
      return path;
    },
    testOf: (condition, make) => {
      const { operator, attribute, values } = condition;
      if (values.length > MOST_VALUES) return make(condition);
      const name = JSON.stringify([operator, attribute, values]);
      const known = tests.get(name);
      if (known !== undefined) return known;
      const test = make(condition);
      tests.set(name, test);
      return test;
    },
  };
}
