import { ROLLOUT_TOTAL } from '../../../../shared/model/flag-set.ts';
import { isRecord } from '../../../../shared/model/type-guards.ts';
import { valueText } from './value-words.ts';

const OPERATOR_WORDS: Readonly<Record<string, string>> = {
  eq: 'is',
  neq: 'is not',
  in: 'is one of',
  not_in: 'is none of',
  gt: 'is greater than',
  gte: 'is at least',
  lt: 'is less than',
  lte: 'is at most',
  contains: 'contains',
  not_contains: 'does not contain',
  starts_with: 'starts with',
  not_starts_with: 'does not start with',
  ends_with: 'ends with',
  not_ends_with: 'does not end with',
  regex: 'matches the pattern',
  not_regex: 'does not match the pattern',
  exists: 'exists',
  not_exists: 'does not exist',
  before: 'is before',
  after: 'is after',
  semver_eq: 'is version',
  semver_neq: 'is not version',
  semver_gt: 'is a version after',
  semver_gte: 'is at least version',
  semver_lt: 'is a version before',
  semver_lte: 'is at most version',
  in_cidr: 'is in the network',
  not_in_cidr: 'is not in the network',
};

/** Values of a condition that are shown; the rest is counted. */
const SHOWN_VALUES = 10;

/** A condition in words: `plan is "premium"`. What is not understood is shown as JSON. */
function conditionText(condition: unknown): string {
  if (!isRecord(condition)) return valueText(condition);
  const { conditionType, attribute, operator, values } = condition;
  const listed = Array.isArray(values) ? valuesWords(values) : '';
  if (conditionType === 'segment') {
    return `${operator === 'not_in' ? 'not in' : 'in'} the segment ${listed}`;
  }
  const words = OPERATOR_WORDS[String(operator)] ?? String(operator);
  const takesNone = operator === 'exists' || operator === 'not_exists';
  return `${String(attribute)} ${words}${takesNone ? '' : ` ${listed}`}`;
}

function valuesWords(values: readonly unknown[]): string {
  const shown = values.slice(0, SHOWN_VALUES).map(valueText).join(' or ');
  return values.length <= SHOWN_VALUES ? shown : `${shown} or ${values.length - SHOWN_VALUES} more`;
}

/** The conditions of a rule in words: all of them must hold. */
export function conditionsText(conditions: unknown): string {
  if (!Array.isArray(conditions)) return valueText(conditions);
  return conditions.length === 0 ? 'everyone' : conditions.map(conditionText).join(' and ');
}

/** What a rule serves, in words: `on`, or `on 10 %, off 90 %`. */
export function serveText(serve: unknown): string {
  if (!isRecord(serve)) return valueText(serve);
  if (typeof serve.variation === 'string') return serve.variation;
  const { rollout } = serve;
  if (!isRecord(rollout) || !Array.isArray(rollout.variations)) return valueText(serve);
  const shares = rollout.variations
    .map((entry: unknown) =>
      isRecord(entry) && typeof entry.weight === 'number'
        ? `${String(entry.variation)} ${shareText(entry.weight)}`
        : valueText(entry),
    )
    .join(', ');
  const by = typeof rollout.bucketBy === 'string' ? `, split by ${rollout.bucketBy}` : '';
  const seed = typeof rollout.seed === 'string' ? `, seed ${rollout.seed}` : '';
  return `${shares}${by}${seed}`;
}

/** A rule in words: for whom, and what. */
export function ruleText(rule: unknown): string {
  if (!isRecord(rule)) return valueText(rule);
  const about =
    typeof rule.description === 'string' && rule.description !== '' ? ` (${rule.description})` : '';
  return `${conditionsText(rule.conditions)} → ${serveText(rule.serve)}${about}`;
}

/** @param weight of 100,000 */
export function shareText(weight: number): string {
  return `${(weight * 100) / ROLLOUT_TOTAL} %`;
}
