import { isJsonEqual } from '../../../shared/model/json-equal.ts';
import type {
  Configuration,
  ConfigurationDraft,
  ConfiguredRule,
  DraftRule,
} from '../../model/configuration.ts';

/**
 * Brings a draft into the one form in which configurations are stored and compared: rules by priority and
 * each with an id, prerequisite variations in alphabetical order, each once.
 *
 * A rule without id that says exactly what a stored one says, and that the draft does not name otherwise,
 * is that rule: putting the same document twice changes nothing.
 */
export function toConfiguration(
  draft: ConfigurationDraft,
  before: Configuration,
  randomUuid: () => string,
): Configuration {
  const named = new Set(draft.rules.flatMap((rule) => rule.id ?? []));
  const unnamed = before.rules.filter((rule) => !named.has(rule.id));
  const identify = (rule: DraftRule): ConfiguredRule => {
    if (rule.id !== undefined) return { ...rule, id: rule.id };
    const twin = unnamed.find((stored) => isJsonEqual({ ...rule, id: stored.id }, stored));
    return { ...rule, id: twin?.id ?? randomUuid() };
  };
  return {
    enabled: draft.enabled,
    defaultValue: draft.defaultValue,
    variations: draft.variations,
    prerequisites: draft.prerequisites.map(({ flagKey, variations }) => ({
      flagKey,
      variations: [...new Set(variations)].sort(),
    })),
    rules: draft.rules.map(identify).sort((left, right) => left.priority - right.priority),
  };
}
