import type {
  ConditionExplanation,
  PrerequisiteExplanation,
} from '../../../../../shared/evaluation/explanation.ts';
import type { Resolution } from '../../../../../shared/model/resolution.ts';
import { valueText } from '../../../editing/diff/value-words.ts';

const REASONS: Readonly<Record<Resolution['reason'], string>> = {
  TARGETING_MATCH: 'The conditions of a rule hold.',
  SPLIT: 'A percentage rollout has chosen the variation.',
  DEFAULT: 'No rule with conditions decided.',
  STATIC: 'The flag serves this to everybody.',
  DISABLED: 'The flag is off, so it serves its default value.',
  ERROR: 'The evaluation failed, so the default in the code counts.',
};

/** Why an evaluation answers what it answers. */
export function reasonWords({ reason, errorDetails }: Resolution): string {
  return errorDetails === null ? REASONS[reason] : errorDetails;
}

/** What the context has, and why a condition does not hold. */
export function conditionResultWords({
  condition,
  actual,
  comparison,
  holds,
  segments,
}: ConditionExplanation): string {
  const result = holds ? 'holds' : 'does not hold';
  if (condition.conditionType === 'segment') {
    const each = segments.map(
      ({ segmentKey, member, reason }) => `${segmentKey}: ${member ? 'a member' : 'no member'} (${reason})`,
    );
    return [result, ...each].join(', ');
  }
  if (comparison === 'absent') return `${result}: the context has no ${condition.attribute}`;
  if (comparison === 'type mismatch')
    return `${result}: it is ${valueText(actual)}, which is of the wrong type`;
  return `${result}: it is ${valueText(actual)}`;
}

const STATUS_WORDS: Readonly<Record<PrerequisiteExplanation['status'], string>> = {
  fulfilled: 'it does',
  missing: 'there is no such flag',
  cycle: 'it needs this flag itself',
  off: 'it is off',
  error: 'its evaluation fails',
  'other variation': 'it serves another variation',
};

export function prerequisiteWords({
  flagKey,
  variations,
  status,
  resolution,
}: PrerequisiteExplanation): string {
  const served = status === 'other variation' ? ` (${resolution?.variationKey ?? 'none'})` : '';
  return `${flagKey} must serve ${variations.join(' or ')}: ${STATUS_WORDS[status]}${served}`;
}
