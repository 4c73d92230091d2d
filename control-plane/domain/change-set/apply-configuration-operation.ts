import type { ConfigurationDraft, DraftRule } from '../../model/configuration.ts';
import type { ConfigurationOperation } from '../../model/operation.ts';
import { applyPatch, type Patch } from '../../model/patch.ts';
import type { Origin } from './operation-problem.ts';
import { type DraftedConfiguration, draftKey, report, type WorkingState } from './working-state.ts';

type OperationOf<Kind extends ConfigurationOperation['kind']> = Extract<
  ConfigurationOperation,
  { readonly kind: Kind }
>;
type RuleChange = OperationOf<'rule.update' | 'rule.remove' | 'rule.move'>;

/** Applies one operation on a configuration. What the result means is validated when all operations are applied. */
export function applyConfigurationOperation(
  working: WorkingState,
  operation: ConfigurationOperation,
  index: number,
): void {
  const origin: Origin = { operation: index, path: '' };
  const target = findDraft(working, operation, origin);
  if (target === undefined) return;
  const drafted = apply(working, target, operation, origin);
  if (drafted === undefined) return;
  working.drafts.set(draftKey(operation.flagKey, operation.environmentKey), { ...drafted, last: origin });
}

function findDraft(
  working: WorkingState,
  { flagKey, environmentKey }: ConfigurationOperation,
  origin: Origin,
): DraftedConfiguration | undefined {
  if (!working.before.environments.includes(environmentKey)) {
    const message = `There is no environment "${environmentKey}" in this project.`;
    return report(working, origin, 'NOT_FOUND', message);
  }
  const configuration = working.flags.get(flagKey)?.configurations.get(environmentKey);
  if (configuration === undefined) {
    return report(working, origin, 'NOT_FOUND', `There is no flag "${flagKey}" in this project.`);
  }
  const drafted = working.drafts.get(draftKey(flagKey, environmentKey));
  if (drafted !== undefined) return drafted;
  const before = working.before.flags.get(flagKey)?.configurations.get(environmentKey);
  return {
    flagKey,
    environmentKey,
    before,
    draft: configuration,
    last: origin,
    members: new Map(),
    rules: new Map(),
  };
}

function apply(
  working: WorkingState,
  target: DraftedConfiguration,
  operation: ConfigurationOperation,
  origin: Origin,
): DraftedConfiguration | undefined {
  switch (operation.kind) {
    case 'configuration.update':
      return withMembers(target, operation.patch, origin);
    case 'configuration.replace':
      for (const { id } of operation.configuration.rules) {
        if (id !== undefined) working.givenRuleIds.add(id);
      }
      return withMembers(target, operation.configuration, origin);
    case 'rule.add':
      if (operation.rule.id !== undefined) working.givenRuleIds.add(operation.rule.id);
      return withRules(target, [...target.draft.rules, operation.rule], [[operation.rule, origin]]);
    default:
      return changeRule(working, target, operation, origin);
  }
}

function withMembers(
  target: DraftedConfiguration,
  patch: Patch<ConfigurationDraft>,
  origin: Origin,
): DraftedConfiguration {
  const given = Object.entries(patch).flatMap(([name, value]) => (value === undefined ? [] : name));
  const rules = (patch.rules ?? []).map((rule, index): [DraftRule, Origin] => [
    rule,
    { ...origin, path: `rules[${index}]` },
  ]);
  return {
    ...target,
    draft: applyPatch<ConfigurationDraft>(target.draft, patch),
    members: new Map([
      ...target.members,
      ...given.map((name): [string, Origin] => [name, { ...origin, path: name }]),
    ]),
    rules: new Map([...target.rules, ...rules]),
  };
}

function withRules(
  target: DraftedConfiguration,
  rules: readonly DraftRule[],
  origins: readonly (readonly [DraftRule, Origin])[],
): DraftedConfiguration {
  return {
    ...target,
    draft: { ...target.draft, rules },
    rules: new Map([...target.rules, ...origins]),
  };
}

function changeRule(
  working: WorkingState,
  target: DraftedConfiguration,
  operation: RuleChange,
  origin: Origin,
): DraftedConfiguration | undefined {
  const { rules } = target.draft;
  const { ruleId, flagKey, environmentKey } = operation;
  const rule = rules.find(({ id }) => id === ruleId);
  const missing = (id: string) =>
    report(
      working,
      origin,
      'NOT_FOUND',
      `There is no rule ${id} of flag "${flagKey}" in environment "${environmentKey}".`,
    );
  if (rule === undefined) return missing(ruleId);
  if (operation.kind === 'rule.remove') {
    return withRules(
      target,
      rules.filter((each) => each !== rule),
      [],
    );
  }
  if (operation.kind === 'rule.update') {
    const changed = applyPatch<DraftRule>(rule, operation.patch);
    return withRules(
      target,
      rules.map((each) => (each === rule ? changed : each)),
      [[changed, origin]],
    );
  }
  const { before } = operation;
  if (before !== null && !rules.some(({ id }) => id === before)) return missing(before);
  return withMoved(target, rule, before, origin);
}

/** The rules exchange their priorities, so that no other priorities come into use. */
function withMoved(
  target: DraftedConfiguration,
  rule: DraftRule,
  before: string | null,
  origin: Origin,
): DraftedConfiguration {
  if (rule.id === before) return target;
  const ordered = [...target.draft.rules].sort((left, right) => left.priority - right.priority);
  const others = ordered.filter((each) => each !== rule);
  const index = before === null ? others.length : others.findIndex(({ id }) => id === before);
  const moved = [...others.slice(0, index), rule, ...others.slice(index)];
  const origins: [DraftRule, Origin][] = [];
  const rules = moved.map((each, position) => {
    const priority = ordered[position]?.priority ?? each.priority;
    if (priority === each.priority) return each;
    const changed = { ...each, priority };
    origins.push([changed, target.rules.get(each) ?? origin]);
    return changed;
  });
  return withRules(target, rules, origins);
}
