import { CONDITION_TYPES, OPERATORS, ROLLOUT_TOTAL } from '../model/flag-set.ts';
import type { JsonValue } from '../model/json.ts';
import { comparisonOf, isPresence, SEGMENT_OPERATORS } from './operators.ts';
import { compilePattern, type PatternCompiler } from './pattern.ts';
import { type Problem, within } from './problem.ts';

type Members = { readonly [name: string]: unknown };

/**
 * What an evaluator would not understand in a condition; empty where it is fine. Takes anything:
 * what the control plane refuses to store and what an edge refuses to guess at is the same.
 */
export function checkCondition(
  condition: unknown,
  patterns: PatternCompiler = compilePattern,
): readonly Problem[] {
  if (!isRecord(condition)) return [{ path: '', message: 'A condition must be an object.' }];
  const { conditionType, attribute, operator, values } = condition;
  if (!Array.isArray(values)) return [{ path: 'values', message: 'The values must be an array.' }];
  if (conditionType === 'segment') return checkSegmentCondition(operator, values);
  if (conditionType !== 'user' && conditionType !== 'custom') {
    return [
      { path: 'conditionType', message: `The condition type must be one of ${CONDITION_TYPES.join(', ')}.` },
    ];
  }
  const problems: Problem[] = [];
  if (!isText(attribute) || attribute === '') {
    problems.push({ path: 'attribute', message: 'The attribute must be a text that is not empty.' });
  }
  return [...problems, ...checkComparison(operator, values, patterns)];
}

function checkSegmentCondition(operator: unknown, values: readonly unknown[]): readonly Problem[] {
  const problems: Problem[] = [];
  if (!isText(operator) || !SEGMENT_OPERATORS.has(operator)) {
    const known = [...SEGMENT_OPERATORS.keys()].join(', ');
    problems.push({
      path: 'operator',
      message: `A condition on segments takes one of the operators ${known}.`,
    });
  }
  for (const [index, value] of values.entries()) {
    if (!isText(value))
      problems.push({ path: `values[${index}]`, message: 'A segment is named by its key, a text.' });
  }
  return problems;
}

function checkComparison(
  operator: unknown,
  values: readonly JsonValue[],
  patterns: PatternCompiler,
): readonly Problem[] {
  if (!isText(operator)) return [{ path: 'operator', message: 'The operator must be a text.' }];
  if (isPresence(operator)) return [];
  const comparison = comparisonOf(operator);
  if (comparison === undefined) {
    const name = JSON.stringify(operator.slice(0, 50));
    return [
      { path: 'operator', message: `${name} is no operator known here; these are: ${OPERATORS.join(', ')}.` },
    ];
  }
  const problems: Problem[] = [];
  for (const [index, value] of values.entries()) {
    const fault = comparison.family.faultOf(value, patterns);
    if (fault !== null) {
      problems.push({ path: `values[${index}]`, message: `The value ${fault}, which ${operator} needs.` });
    }
  }
  return problems;
}

/** What an evaluator would not understand in a segment; empty where it is fine. */
export function checkSegment(
  segment: unknown,
  patterns: PatternCompiler = compilePattern,
): readonly Problem[] {
  if (!isRecord(segment)) return [{ path: '', message: 'A segment must be an object.' }];
  const problems: Problem[] = [];
  for (const list of ['included', 'excluded']) {
    if (!isTexts(segment[list]))
      problems.push({ path: list, message: `${list} must be an array of targeting keys (texts).` });
  }
  if (!Array.isArray(segment.rules))
    return [...problems, { path: 'rules', message: 'The rules must be an array.' }];
  return [...problems, ...each('rules', segment.rules, (rule) => checkConditions(rule, patterns))];
}

/** What an evaluator would not understand in a flag; empty where it is fine. Names of other flags and segments are not looked up. */
export function checkFlag(flag: unknown, patterns: PatternCompiler = compilePattern): readonly Problem[] {
  if (!isRecord(flag)) return [{ path: '', message: 'A flag must be an object.' }];
  const problems: Problem[] = [];
  if (typeof flag.enabled !== 'boolean')
    problems.push({ path: 'enabled', message: 'enabled must be true or false.' });
  if (flag.defaultValue === undefined)
    problems.push({
      path: 'defaultValue',
      message: 'The default value must be given; null means that there is none.',
    });
  for (const list of ['variations', 'prerequisites', 'rules']) {
    if (!Array.isArray(flag[list])) problems.push({ path: list, message: `${list} must be an array.` });
  }
  const { variations, prerequisites, rules } = flag;
  const keys = new Set<unknown>();
  return [
    ...problems,
    ...each('variations', variations, (variation) => checkVariation(variation, keys)),
    ...each('prerequisites', prerequisites, checkPrerequisite),
    ...each('rules', rules, (rule) => checkRule(rule, keys, patterns)),
  ];
}

function checkVariation(variation: unknown, keys: Set<unknown>): readonly Problem[] {
  if (!isRecord(variation) || !isText(variation.key))
    return [{ path: 'key', message: 'A variation must have a key, a text.' }];
  const { key, value } = variation;
  const problems: Problem[] = [];
  if (value === undefined) problems.push({ path: 'value', message: 'A variation must have a value.' });
  if (keys.has(key)) problems.push({ path: 'key', message: 'Each variation must have a key of its own.' });
  keys.add(key);
  return problems;
}

function checkPrerequisite(prerequisite: unknown): readonly Problem[] {
  if (!isRecord(prerequisite) || !isText(prerequisite.flagKey)) {
    return [{ path: 'flagKey', message: 'A prerequisite must name a flag by its key, a text.' }];
  }
  const { variations } = prerequisite;
  if (isTexts(variations) && variations.length > 0) return [];
  return [
    { path: 'variations', message: 'A prerequisite must name at least one variation by its key, a text.' },
  ];
}

function checkRule(
  rule: unknown,
  variations: ReadonlySet<unknown>,
  patterns: PatternCompiler,
): readonly Problem[] {
  if (!isRecord(rule)) return [{ path: '', message: 'A rule must be an object.' }];
  const problems: Problem[] = [];
  if (!Number.isFinite(rule.priority))
    problems.push({ path: 'priority', message: 'The priority must be a number.' });
  return [...problems, ...checkConditions(rule, patterns), ...checkServe(rule.serve, variations)];
}

function checkConditions(rule: unknown, patterns: PatternCompiler): readonly Problem[] {
  const conditions = isRecord(rule) ? rule.conditions : undefined;
  if (!Array.isArray(conditions))
    return [{ path: 'conditions', message: 'The conditions must be an array.' }];
  return each('conditions', conditions, (condition) => checkCondition(condition, patterns));
}

function checkServe(serve: unknown, variations: ReadonlySet<unknown>): readonly Problem[] {
  if (!isRecord(serve) || (serve.variation === undefined) === (serve.rollout === undefined)) {
    return [{ path: 'serve', message: 'A rule must serve either a variation or a rollout.' }];
  }
  if (serve.rollout !== undefined) return within('serve.rollout', checkRollout(serve.rollout, variations));
  return within('serve', checkServed(serve.variation, variations));
}

function checkServed(key: unknown, variations: ReadonlySet<unknown>): readonly Problem[] {
  if (isText(key) && variations.has(key)) return [];
  return [
    {
      path: 'variation',
      message: 'What is served must be one of the variations of the flag, named by its key.',
    },
  ];
}

function checkRollout(rollout: unknown, variations: ReadonlySet<unknown>): readonly Problem[] {
  if (!isRecord(rollout) || !Array.isArray(rollout.variations)) {
    return [{ path: 'variations', message: 'A rollout must have an array of variations with weights.' }];
  }
  const { bucketBy, seed } = rollout;
  const shares: readonly unknown[] = rollout.variations;
  const problems = [...each('variations', shares, (share) => checkShare(share, variations))];
  const total = shares.reduce((sum: number, share) => sum + weightOf(share), 0);
  if (total !== ROLLOUT_TOTAL) {
    problems.push({
      path: 'variations',
      message: `The weights sum to ${total}; they must sum to ${ROLLOUT_TOTAL}.`,
    });
  }
  if (bucketBy !== undefined && (!isText(bucketBy) || bucketBy === '')) {
    problems.push({ path: 'bucketBy', message: 'bucketBy must name an attribute.' });
  }
  if (seed !== undefined && !isText(seed))
    problems.push({ path: 'seed', message: 'The seed must be a text.' });
  return problems;
}

function checkShare(share: unknown, variations: ReadonlySet<unknown>): readonly Problem[] {
  if (!isRecord(share))
    return [{ path: '', message: 'A share must be an object with a variation and a weight.' }];
  const { variation, weight } = share;
  const problems = checkServed(variation, variations);
  if (Number.isInteger(weight) && weightOf(share) >= 0) return problems;
  return [
    ...problems,
    { path: 'weight', message: 'The weight must be an integer, in 100,000ths, from 0 on.' },
  ];
}

function weightOf(share: unknown): number {
  return isRecord(share) && typeof share.weight === 'number' ? share.weight : 0;
}

function each(name: string, list: unknown, check: (item: unknown) => readonly Problem[]): readonly Problem[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item, index) => within(`${name}[${index}]`, check(item)));
}

function isRecord(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}
