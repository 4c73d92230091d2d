import { ROLLOUT_TOTAL, type Serve } from '../../../shared/model/flag-set.ts';
import { isJsonEqual } from '../../../shared/model/json-equal.ts';
import type {
  ConfigurationChange,
  FlagChange,
  ProjectChange,
  ProjectDiff,
  RuleContent,
  SegmentChange,
  ValueChange,
} from '../../model/project-change.ts';

/** Characters of a value in a line. */
const SHOWN_VALUE = 80;

/** A diff in words, one line a change, in the order of the diff. */
export function describeDiff(diff: ProjectDiff): readonly string[] {
  const isWhole = wholeChanges(diff);
  return diff.flatMap((change) => {
    if (isWhole(change) && change.member !== 'flag' && change.member !== 'segment') return [];
    return describeChange(change).map((text) => `${placeOf(change)}: ${text}`);
  });
}

/** Whether a change only follows from the creation or deletion of its flag or segment. */
function wholeChanges(diff: ProjectDiff): (change: ProjectChange) => boolean {
  const deleted = new Set(
    diff
      .filter(({ member }) => member === 'flag' || member === 'segment')
      .filter((change) => 'before' in change && change.after === undefined)
      .map(ownerOf),
  );
  const created = new Set(
    diff
      .filter(({ member }) => member === 'flag' || member === 'segment')
      .filter((change) => 'after' in change && change.before === undefined)
      .map(ownerOf),
  );
  return (change) =>
    deleted.has(ownerOf(change)) ||
    (created.has(ownerOf(change)) &&
      !('after' in change && change.member === 'enabled' && change.after === true));
}

const ownerOf = (change: ProjectChange): string =>
  'flagKey' in change ? `flag "${change.flagKey}"` : `segment "${change.segmentKey}"`;

const placeOf = (change: ProjectChange): string =>
  'environmentKey' in change ? `${ownerOf(change)} in ${change.environmentKey}` : ownerOf(change);

function describeChange(change: ProjectChange): readonly string[] {
  if ('environmentKey' in change) return describeConfigurationChange(change);
  return 'flagKey' in change ? describeFlagChange(change) : describeSegmentChange(change);
}

function describeFlagChange(change: FlagChange): readonly string[] {
  switch (change.member) {
    case 'flag':
      return [change.after === undefined ? 'deleted' : `created, of type ${change.after.type}`];
    case 'archived':
      return [change.after === true ? 'archived' : 'restored'];
    case 'clientSide':
      return [change.after === true ? 'visible to client keys' : 'hidden from client keys'];
    case 'description':
      return ['description changed'];
    case 'jsonSchema':
      return [entry('JSON Schema', change)];
    default:
      return [fromTo(change.member, change)];
  }
}

function describeConfigurationChange(change: ConfigurationChange): readonly string[] {
  switch (change.member) {
    case 'enabled':
      return [change.after === true ? 'turned on' : 'turned off'];
    case 'defaultValue':
      return [fromTo('default value', change)];
    case 'variation':
      return [entry(`variation "${change.id}"`, change)];
    case 'prerequisite':
      return [entry(`prerequisite "${change.id}"`, change)];
    case 'variationOrder':
    case 'prerequisiteOrder':
      return describeOrder(change);
    case 'rule':
      return describeRule(`rule ${change.position}`, change);
    case 'rulePriority':
      if (change.before === undefined || change.after === undefined) return [];
      return [`rule ${change.position}: priority ${change.before} → ${change.after}`];
  }
}

/** Keys that are added or removed have lines of their own. */
function describeOrder({
  member,
  before = [],
  after = [],
}: Extract<ConfigurationChange, { member: 'variationOrder' | 'prerequisiteOrder' }>): readonly string[] {
  const kept = (keys: readonly string[], others: readonly string[]) =>
    keys.filter((key) => others.includes(key));
  if (isJsonEqual(kept(before, after), kept(after, before))) return [];
  return [`${member === 'variationOrder' ? 'variations' : 'prerequisites'} reordered`];
}

function describeRule(name: string, { before, after }: ValueChange<RuleContent>): readonly string[] {
  if (before === undefined) return [`${name} added`];
  if (after === undefined) return [`${name} removed`];
  return [
    ...(before.description === after.description ? [] : [`${name}: description changed`]),
    ...(isJsonEqual(before.conditions, after.conditions) ? [] : [`${name}: conditions changed`]),
    ...(isJsonEqual(before.serve, after.serve) ? [] : describeServe(name, before.serve, after.serve)),
  ];
}

/** Each variation whose share changes; a single variation has the share 100 %. */
function describeServe(name: string, before: Serve, after: Serve): readonly string[] {
  const old = sharesOf(before);
  const current = sharesOf(after);
  const lines = [...new Set([...old.keys(), ...current.keys()])].flatMap((variation) => {
    const from = old.get(variation) ?? 0;
    const to = current.get(variation) ?? 0;
    return from === to ? [] : [`${name}: ${variation}: ${percent(from)} → ${percent(to)}`];
  });
  return lines.length > 0 ? lines : [`${name}: how the rollout assigns users changed`];
}

function sharesOf(serve: Serve): ReadonlyMap<string, number> {
  if ('variation' in serve) return new Map([[serve.variation, ROLLOUT_TOTAL]]);
  return new Map(serve.rollout.variations.map(({ variation, weight }) => [variation, weight]));
}

const percent = (weight: number): string => `${(weight * 100) / ROLLOUT_TOTAL} %`;

function describeSegmentChange(change: SegmentChange): readonly string[] {
  switch (change.member) {
    case 'segment':
      return [change.after === undefined ? 'deleted' : 'created'];
    case 'name':
      return [fromTo('name', change)];
    case 'included':
    case 'excluded': {
      const what = (keys: readonly string[]) =>
        `${keys.length} ${change.member} ${keys.length === 1 ? 'member' : 'members'}`;
      return [
        ...(change.added.length === 0 ? [] : [`${what(change.added)} added`]),
        ...(change.removed.length === 0 ? [] : [`${what(change.removed)} removed`]),
      ];
    }
    default:
      return [`${change.member} changed`];
  }
}

function entry(name: string, { before, after }: ValueChange<unknown>): string {
  if (before === undefined) return `${name} added`;
  return after === undefined ? `${name} removed` : `${name} changed`;
}

const fromTo = (name: string, { before, after }: ValueChange<unknown>): string =>
  `${name}: ${shown(before)} → ${shown(after)}`;

function shown(value: unknown): string {
  // Only the beginning of a long text is written as JSON.
  const text = JSON.stringify(typeof value === 'string' ? value.slice(0, SHOWN_VALUE + 1) : value) ?? 'none';
  return text.length <= SHOWN_VALUE ? text : `${text.slice(0, SHOWN_VALUE)}…`;
}
