import { canonicalJson } from '../../../shared/model/canonical-json.ts';
import type { ConfiguredRule } from '../../model/configuration.ts';

/** What makes two rules of different configurations the same rule, from the closest to the most distant. */
const IDENTITIES: readonly ((texts: RuleTexts) => string)[] = [
  ({ content, priority }) => `${priority} ${content}`,
  ({ content }) => content,
  ({ conditions, priority }) => `${priority} ${conditions}`,
  ({ conditions }) => conditions,
  ({ priority }) => String(priority),
];

interface RuleTexts {
  readonly rule: ConfiguredRule;
  readonly priority: number;
  readonly content: string;
  readonly conditions: string;
}

/**
 * Gives rules the ids of the rules that they correspond to in another configuration, so that both can be compared rule by
 * rule. Each rule of the database has an id of its own. Rules that are equal but for their ids are equal after this.
 *
 * @param idOfNew the id of a rule that corresponds to none
 */
export function alignRules(
  rules: readonly ConfiguredRule[],
  others: readonly ConfiguredRule[],
  idOfNew: (rule: ConfiguredRule) => string,
): readonly ConfiguredRule[] {
  const ids = new Map<ConfiguredRule, string>();
  let unmatched = rules.map(textsOf);
  let free = others.map(textsOf);
  for (const identityOf of IDENTITIES) {
    const byIdentity = new Map<string, string[]>();
    for (const texts of free.toReversed()) {
      const identity = identityOf(texts);
      byIdentity.set(identity, [...(byIdentity.get(identity) ?? []), texts.rule.id]);
    }
    for (const texts of unmatched) {
      const id = byIdentity.get(identityOf(texts))?.pop();
      if (id !== undefined) ids.set(texts.rule, id);
    }
    const taken = new Set(ids.values());
    unmatched = unmatched.filter(({ rule }) => !ids.has(rule));
    free = free.filter(({ rule }) => !taken.has(rule.id));
  }
  return rules.map((rule) => ({ ...rule, id: ids.get(rule) ?? idOfNew(rule) }));
}

function textsOf(rule: ConfiguredRule): RuleTexts {
  const { id: _, priority, ...content } = rule;
  return { rule, priority, content: canonicalJson(content), conditions: canonicalJson(content.conditions) };
}
