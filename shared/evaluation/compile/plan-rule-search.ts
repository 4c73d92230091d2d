import type { Condition } from '../../model/flag-set.ts';
import type { JsonValue } from '../../model/json.ts';
import type { Candidate, PlannedRule, RuleIndex, RuleSearch } from '../decide/compiled-flag-set.ts';
import type { CompileCache } from './compile-cache.ts';

/** Fewer rules than this are tried one by one: a look-up costs as much as two comparisons. */
const MIN_INDEXED_RULES = 3;

/**
 * Builds an index of the rules that compare the same attribute for equality, so that one look-up of its value finds
 * them. The other rules are tried one by one. Each rule keeps its position, because the first match wins.
 */
export function planRuleSearch(rules: readonly PlannedRule[], cache: CompileCache): RuleSearch {
  const indexes: RuleIndex[] = [];
  let unindexed = rules;
  for (let attribute = mostCompared(unindexed); attribute !== null; attribute = mostCompared(unindexed)) {
    const indexed = attribute;
    const comparing = unindexed.filter((rule) => equalityOn(rule, indexed) !== undefined);
    indexes.push(indexOf(indexed, comparing, cache));
    unindexed = unindexed.filter((rule) => equalityOn(rule, indexed) === undefined);
  }
  return { indexes, unindexed };
}

/** The attribute that most rules compare for equality; `null` if no attribute is worth an index. */
function mostCompared(rules: readonly PlannedRule[]): string | null {
  if (rules.length < MIN_INDEXED_RULES) return null;
  const counts = new Map<string, number>();
  for (const { definition } of rules) {
    const attributes = new Set(definition.conditions.filter(isEquality).map(({ attribute }) => attribute));
    for (const attribute of attributes) counts.set(attribute, (counts.get(attribute) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most !== undefined && most[1] >= MIN_INDEXED_RULES ? most[0] : null;
}

function isEquality({ conditionType, operator }: Condition): boolean {
  return conditionType !== 'segment' && (operator === 'eq' || operator === 'in');
}

function equalityOn(rule: PlannedRule, attribute: string): Condition | undefined {
  return rule.definition.conditions.find((each) => isEquality(each) && each.attribute === attribute);
}

function indexOf(attribute: string, rules: readonly PlannedRule[], cache: CompileCache): RuleIndex {
  const byValue = new Map<JsonValue, Candidate[]>();
  for (const rule of rules) {
    const { position, tests, outcome, definition } = rule;
    const equality = equalityOn(rule, attribute);
    const otherTests = tests.filter((_, index) => definition.conditions[index] !== equality);
    const candidate = { position, tests: otherTests, outcome };
    for (const value of new Set(equality?.values)) addTo(byValue, value, candidate);
  }
  return { attribute: cache.pathOf(attribute), byValue, rules };
}

function addTo(byValue: Map<JsonValue, Candidate[]>, value: JsonValue, candidate: Candidate): void {
  const present = byValue.get(value);
  if (present === undefined) byValue.set(value, [candidate]);
  else present.push(candidate);
}
