import type { JsonValue } from '../../../shared/model/json.ts';
import type { Configuration } from '../../model/configuration.ts';
import type { RuleContent, VariationContent } from '../../model/project-change.ts';

/** A configuration as the members that are compared and merged one by one. A member is `undefined` if there is none. */
export interface ConfigurationMembers {
  enabled: boolean | undefined;
  defaultValue: JsonValue | undefined;
  readonly variations: Map<string, VariationContent>;
  variationOrder: readonly string[] | undefined;
  readonly prerequisites: Map<string, readonly string[]>;
  prerequisiteOrder: readonly string[] | undefined;
  readonly rules: Map<string, RuleContent>;
  readonly rulePriorities: Map<string, number>;
}

export function membersOf(configuration: Configuration | undefined): ConfigurationMembers {
  const { variations = [], prerequisites = [], rules = [] } = configuration ?? {};
  const order = (keys: readonly string[]) => (configuration === undefined ? undefined : keys);
  return {
    enabled: configuration?.enabled,
    defaultValue: configuration?.defaultValue,
    variations: new Map(variations.map(({ key, ...content }) => [key, content])),
    variationOrder: order(variations.map(({ key }) => key)),
    prerequisites: new Map(prerequisites.map(({ flagKey, variations: required }) => [flagKey, required])),
    prerequisiteOrder: order(prerequisites.map(({ flagKey }) => flagKey)),
    rules: new Map(rules.map(({ id, priority: _, ...content }) => [id, content])),
    rulePriorities: new Map(rules.map(({ id, priority }) => [id, priority])),
  };
}

/** `undefined` if there is no configuration. */
export function toConfigurationState(members: ConfigurationMembers): Configuration | undefined {
  const { enabled, defaultValue, variationOrder = [], prerequisiteOrder = [] } = members;
  if (enabled === undefined || defaultValue === undefined) return undefined;
  const variations = variationOrder.flatMap((key) => {
    const content = members.variations.get(key);
    return content === undefined ? [] : [{ key, ...content }];
  });
  const prerequisites = prerequisiteOrder.flatMap((flagKey) => {
    const required = members.prerequisites.get(flagKey);
    return required === undefined ? [] : [{ flagKey, variations: required }];
  });
  const rules = [...members.rules].flatMap(([id, content]) => {
    const priority = members.rulePriorities.get(id);
    return priority === undefined ? [] : [{ id, priority, ...content }];
  });
  rules.sort((left, right) => left.priority - right.priority);
  return { enabled, defaultValue, variations, prerequisites, rules };
}
