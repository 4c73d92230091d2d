import { isJsonEqual } from '../../../shared/model/json-equal.ts';
import type {
  Configuration,
  ConfigurationDraft,
  ConfiguredRule,
  DraftRule,
} from '../../model/configuration.ts';

/**
 * Brings a draft into the form in which configurations are stored and compared: rules by priority, each with an id;
 * the variations of a prerequisite in alphabetical order, without duplicates.
 *
 * A rule without id takes the id of a stored rule that is equal and that the draft does not name. So writing the same
 * draft twice changes nothing.
 */
export function normalizeConfiguration(
  draft: ConfigurationDraft,
  before: Configuration,
  randomUuid: () => string,
): Configuration {
  const named = new Set(draft.rules.flatMap((rule) => rule.id ?? []));
  const unnamed = before.rules.filter((rule) => !named.has(rule.id));
  const withId = (rule: DraftRule): ConfiguredRule => {
    if (rule.id !== undefined) return { ...rule, id: rule.id };
    const equalRule = unnamed.find((stored) => isJsonEqual({ ...rule, id: stored.id }, stored));
    return { ...rule, id: equalRule?.id ?? randomUuid() };
  };
  return {
    enabled: draft.enabled,
    defaultValue: draft.defaultValue,
    variations: draft.variations,
    prerequisites: draft.prerequisites.map(({ flagKey, variations }) => ({
      flagKey,
      variations: [...new Set(variations)].sort(),
    })),
    rules: draft.rules.map(withId).sort((left, right) => left.priority - right.priority),
  };
}
