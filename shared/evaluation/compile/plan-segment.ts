import type { Segment } from '../../model/flag-set.ts';
import { patternsOf } from '../check/check-patterns.ts';
import { checkSegment } from '../check/check-segment.ts';
import type { PlannedSegmentRule, SegmentPlan } from '../decide/compiled-flag-set.ts';
import type { CompileCache } from './compile-cache.ts';
import { compileCondition } from './compile-condition.ts';
import { referenceList } from './reference-list.ts';

const NO_KEYS: ReadonlySet<string> = new Set();
const NO_RULES: readonly PlannedSegmentRule[] = [];

/** Compiles a segment, without the segments it refers to. */
export function planSegment(definition: Segment, cache: CompileCache): SegmentPlan {
  const problems = checkSegment(definition, cache.patterns);
  const references = referenceList();
  if (problems.length > 0) {
    const empty = { patterns: [], included: NO_KEYS, excluded: NO_KEYS, rules: NO_RULES, conditions: 0 };
    return { definition, problems, references: references.collected(), ...empty };
  }
  const rules = definition.rules.map(({ conditions }) => ({
    conditions,
    tests: conditions.map((condition) => compileCondition(condition, references, cache)),
  }));
  return {
    definition,
    problems,
    references: references.collected(),
    patterns: [...new Set(patternsOf(definition.rules))],
    included: keySet(definition.included),
    excluded: keySet(definition.excluded),
    rules,
    conditions: rules.reduce((sum, { tests }) => sum + tests.length, 0),
  };
}

function keySet(keys: readonly string[]): ReadonlySet<string> {
  return keys.length === 0 ? NO_KEYS : new Set(keys);
}
