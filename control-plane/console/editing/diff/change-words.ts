import type { components } from '../../../../shared/management-client/openapi.ts';
import { isRecord } from '../../../../shared/model/type-guards.ts';
import { conditionsText, ruleText, serveText } from './rule-words.ts';
import { keysText, valueText } from './value-words.ts';

/** One change of one member, as the API answers it in a diff. */
export type DiffChange = components['schemas']['ProjectChange'];

/** One line of a diff. Without `before` something is added, without `after` it is removed. */
export interface DiffEntry {
  readonly id: string;
  readonly what: string;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

const SWITCHES: Readonly<Record<string, readonly [whenTrue: string, whenFalse: string]>> = {
  enabled: ['on', 'off'],
  archived: ['archived', 'in use'],
  clientSide: ['visible to client keys', 'hidden from client keys'],
};

const MEMBER_NAMES: Readonly<Record<string, string>> = {
  enabled: 'Switch',
  archived: 'State',
  clientSide: 'Browsers and apps',
  name: 'Name',
  description: 'Description',
  tags: 'Tags',
  owner: 'Owner',
  metadata: 'Metadata',
  jsonSchema: 'JSON Schema',
  defaultValue: 'Default value',
  variationOrder: 'Order of variations',
  prerequisiteOrder: 'Order of prerequisites',
  ruleOrder: 'Order of rules',
  rules: 'Rules',
};

/** The lines of one change. */
export function entriesOf(change: DiffChange): readonly DiffEntry[] {
  switch (change.member) {
    case 'flag':
      return [valueEntry(change, 'Flag', (value) => `of type ${isRecord(value) ? String(value.type) : ''}`)];
    case 'segment':
      return [valueEntry(change, 'Segment', () => 'exists')];
    case 'included':
    case 'excluded':
      return memberEntries(change, change.member);
    case 'variation':
      return [valueEntry(change, `Variation ${change.id}`, variationWords)];
    case 'prerequisite':
      return [valueEntry(change, `Prerequisite ${change.id}`, (value) => `serves ${keysText(value)}`)];
    case 'rule':
      return ruleEntries(change);
    case 'rulePriority':
      return change.before === undefined || change.after === undefined
        ? []
        : [valueEntry(change, `Rule ${change.position}, priority`, valueText)];
    default:
      return [valueEntry(change, MEMBER_NAMES[change.member] ?? change.member, wordsOf(change.member))];
  }
}

function wordsOf(member: string): (value: unknown) => string {
  const words = SWITCHES[member];
  if (words !== undefined) return (value) => (value === true ? words[0] : words[1]);
  if (member === 'tags' || member.endsWith('Order')) return keysText;
  if (member === 'rules') return segmentRulesWords;
  return (value) =>
    typeof value === 'string' && value !== '' && member !== 'defaultValue' ? value : valueText(value);
}

function segmentRulesWords(rules: unknown): string {
  if (!Array.isArray(rules)) return valueText(rules);
  if (rules.length === 0) return 'none';
  return rules.map((rule: unknown) => (isRecord(rule) ? conditionsText(rule.conditions) : '')).join('; or ');
}

function variationWords(content: unknown): string {
  if (!isRecord(content)) return valueText(content);
  const { value, ...rest } = content;
  const others = Object.entries(rest)
    .filter(([, other]) => other !== '' && other !== null)
    .map(([name, other]) => `${name} ${valueText(other)}`);
  return [valueText(value), ...others].join(', ');
}

/** What differs inside of a rule is named apart; a rule that comes or goes is shown whole. */
function ruleEntries(change: DiffChange): readonly DiffEntry[] {
  const { before, after, position } = change;
  const name = `Rule ${position}`;
  if (!isRecord(before) || !isRecord(after)) return [valueEntry(change, name, ruleText)];
  const parts = [
    ['for whom', conditionsText(before.conditions), conditionsText(after.conditions)],
    ['serves', serveText(before.serve), serveText(after.serve)],
    ['description', textOf(before.description), textOf(after.description)],
  ] as const;
  const differing = parts
    .filter(([, old, current]) => old !== current)
    .map(([part, old, current]) => ({
      id: `rule ${change.id} ${part}`,
      what: `${name}, ${part}`,
      before: old,
      after: current,
    }));
  return differing.length > 0
    ? differing
    : [{ id: `rule ${change.id}`, what: name, before: valueText(before), after: valueText(after) }];
}

const textOf = (value: unknown): string => (typeof value === 'string' && value !== '' ? value : 'none');

function memberEntries({ added = [], removed = [] }: DiffChange, member: string): readonly DiffEntry[] {
  const what = member === 'included' ? 'Included users' : 'Excluded users';
  return [
    ...(added.length === 0 ? [] : [{ id: `${member} added`, what, after: listWords(added) }]),
    ...(removed.length === 0 ? [] : [{ id: `${member} removed`, what, before: listWords(removed) }]),
  ];
}

const SHOWN_KEYS = 20;

function listWords(keys: readonly string[]): string {
  const shown = keys.slice(0, SHOWN_KEYS).join(', ');
  return keys.length <= SHOWN_KEYS
    ? shown
    : `${shown} and ${(keys.length - SHOWN_KEYS).toLocaleString()} more`;
}

function valueEntry(change: DiffChange, what: string, words: (value: unknown) => string): DiffEntry {
  const { member, id = '', before, after } = change;
  return {
    id: `${member} ${id}`,
    what,
    ...(before === undefined ? {} : { before: words(before) }),
    ...(after === undefined ? {} : { after: words(after) }),
  };
}
