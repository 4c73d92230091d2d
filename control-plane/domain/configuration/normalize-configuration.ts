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
  // Stored rules have different priorities, so at most one of them can be equal to a given rule.
  const unnamed = new Map(
    before.rules.flatMap((rule) => (named.has(rule.id) ? [] : [[rule.priority, rule]])),
  );
  const withId = (rule: DraftRule): ConfiguredRule => {
    if (rule.id !== undefined) return { ...rule, id: rule.id };
    const stored = unnamed.get(rule.priority);
    const isEqual = stored !== undefined && isJsonEqual({ ...rule, id: stored.id }, stored);
    return { ...rule, id: isEqual ? stored.id : randomUuid() };
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
