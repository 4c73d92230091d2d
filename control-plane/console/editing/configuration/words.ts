import type { Condition, Serve } from '../../../../shared/model/flag-set.ts';
import { isJsonEqual } from '../../../../shared/model/json-equal.ts';
import type { EditedConfiguration, EditedRule } from './edited-configuration.ts';
import { entryKindOf, operatorLabel } from './operators.ts';
import { formatPercent } from './weights.ts';

const SHOWN_VALUES = 3;
const SHOWN_CHARACTERS = 60;

/** A value, cut if it is long. */
export function shownValue(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
}

/** A condition in words: `plan is one of "pro", "team"`. */
export function conditionWords({ conditionType, attribute, operator, values }: Condition): string {
  const shown = values.slice(0, SHOWN_VALUES).map(shownValue).join(', ');
  const entries = values.length > SHOWN_VALUES ? `${shown} and ${values.length - SHOWN_VALUES} more` : shown;
  if (conditionType === 'segment') {
    return `is ${operator === 'in' || operator === 'eq' ? 'in' : 'not in'} segment ${entries === '' ? '(none)' : entries}`;
  }
  const name = attribute === '' ? '(no attribute)' : attribute;
  if (entryKindOf(operator) === 'none') return `${name} ${operatorLabel(operator)}`;
  return `${name} ${operatorLabel(operator)} ${entries === '' ? '(no value)' : entries}`;
}

/** What is served, in words: `on`, or `on 10 %, off 90 %`. */
export function serveWords(serve: Serve): string {
  if ('variation' in serve) return serve.variation;
  const { variations, bucketBy } = serve.rollout;
  const shares = variations
    .filter(({ weight }) => weight > 0)
    .map(({ variation, weight }) => `${variation} ${formatPercent(weight)}`)
    .join(', ');
  return bucketBy === undefined ? shares : `${shares} by ${bucketBy}`;
}

export const ruleWords = ({ conditions }: Pick<EditedRule, 'conditions'>): string =>
  conditions.length === 0 ? 'everybody' : conditions.map(conditionWords).join(' and ');

/** What has changed between two configurations, one line a change. */
export function changeWords(before: EditedConfiguration, after: EditedConfiguration): readonly string[] {
  return [
    ...(before.enabled === after.enabled ? [] : [after.enabled ? 'turned on' : 'turned off']),
    ...(isJsonEqual(before.defaultValue, after.defaultValue)
      ? []
      : [`off value: ${shownValue(before.defaultValue)} → ${shownValue(after.defaultValue)}`]),
    ...listWords('variation', before.variations, after.variations, {
      idOf: ({ key }) => key,
      change: (was, is) =>
        isJsonEqual(was.value, is.value)
          ? ['name or description changed']
          : [`${shownValue(was.value)} → ${shownValue(is.value)}`],
    }),
    ...listWords('prerequisite', before.prerequisites, after.prerequisites, {
      idOf: ({ flagKey }) => flagKey,
      change: (was, is) => [`${was.variations.join(' or ')} → ${is.variations.join(' or ')}`],
    }),
    ...rulesWords(before.rules, after.rules),
  ];
}

interface ListWords<Entry> {
  readonly idOf: (entry: Entry) => string;
  readonly change: (was: Entry, is: Entry) => readonly string[];
}

function listWords<Entry>(
  what: string,
  before: readonly Entry[],
  after: readonly Entry[],
  { idOf, change }: ListWords<Entry>,
): readonly string[] {
  const old = new Map(before.map((entry) => [idOf(entry), entry]));
  const current = new Set(after.map(idOf));
  const kept = (entries: readonly Entry[]) =>
    entries.map(idOf).filter((id) => old.has(id) && current.has(id));
  return [
    ...before.flatMap((entry) => (current.has(idOf(entry)) ? [] : [`${what} "${idOf(entry)}" removed`])),
    ...after.flatMap((entry) => {
      const was = old.get(idOf(entry));
      if (was === undefined) return [`${what} "${idOf(entry)}" added`];
      return isJsonEqual(was, entry)
        ? []
        : change(was, entry).map((text) => `${what} "${idOf(entry)}": ${text}`);
    }),
    ...(isJsonEqual(kept(before), kept(after)) ? [] : [`${what}s reordered`]),
  ];
}

function rulesWords(before: readonly EditedRule[], after: readonly EditedRule[]): readonly string[] {
  const old = new Map(before.map((rule, index) => [rule.id, { rule, index }]));
  const current = new Set(after.map(({ id }) => id));
  const removed = before.flatMap((rule, index) =>
    current.has(rule.id) ? [] : [`rule ${index + 1} (${ruleWords(rule)}) removed`],
  );
  const changed = after.flatMap((rule, index) => {
    const was = old.get(rule.id);
    const name = `rule ${index + 1}`;
    if (was === undefined) return [`${name} added: ${ruleWords(rule)} → ${serveWords(rule.serve)}`];
    return ruleChangeWords(was.rule, rule).map((text) => `${name}: ${text}`);
  });
  const kept = (rules: readonly EditedRule[]) =>
    rules.map(({ id }) => id).filter((id) => old.has(id) && current.has(id));
  const isReordered = !isJsonEqual(kept(before), kept(after));
  return [...removed, ...changed, ...(isReordered ? ['rules reordered'] : [])];
}

function ruleChangeWords(was: EditedRule, is: EditedRule): readonly string[] {
  return [
    ...(was.description === is.description ? [] : ['description changed']),
    ...(isJsonEqual(was.conditions, is.conditions) ? [] : [`${ruleWords(was)} → ${ruleWords(is)}`]),
    ...(isJsonEqual(was.serve, is.serve) ? [] : [serveChangeWords(was.serve, is.serve)]),
  ];
}

function serveChangeWords(was: Serve, is: Serve): string {
  const before = serveWords(was);
  const after = serveWords(is);
  return before === after ? 'how the rollout assigns users changed' : `serves ${before} → ${after}`;
}
