import { ROLLOUT_TOTAL, type Serve } from '../../../../shared/model/flag-set.ts';
import type { EditedConfiguration, EditedRule, EditedVariation } from './edited-configuration.ts';

/** A rule with its place in the list that it is to be moved to. */
export function moveRule(rules: readonly EditedRule[], from: number, to: number): readonly EditedRule[] {
  const moved = rules[from];
  if (moved === undefined || to < 0 || to >= rules.length) return rules;
  const others = rules.filter((_, index) => index !== from);
  return [...others.slice(0, to), moved, ...others.slice(to)];
}

/** Renames a variation, also where rules serve it. */
export function renameVariation(
  configuration: EditedConfiguration,
  from: string,
  to: string,
): EditedConfiguration {
  return {
    ...configuration,
    variations: configuration.variations.map((each) => (each.key === from ? { ...each, key: to } : each)),
    rules: configuration.rules.map((rule) => ({ ...rule, serve: renameServed(rule.serve, from, to) })),
  };
}

function renameServed(serve: Serve, from: string, to: string): Serve {
  if ('variation' in serve) return serve.variation === from ? { variation: to } : serve;
  const variations = serve.rollout.variations.map((share) =>
    share.variation === from ? { ...share, variation: to } : share,
  );
  return { rollout: { ...serve.rollout, variations } };
}

/** The numbers, from 1, of the rules that serve a variation to somebody. */
export function rulesServing(rules: readonly EditedRule[], variationKey: string): readonly number[] {
  return rules.flatMap(({ serve }, index) => (serves(serve, variationKey) ? [index + 1] : []));
}

function serves(serve: Serve, variationKey: string): boolean {
  if ('variation' in serve) return serve.variation === variationKey;
  return serve.rollout.variations.some(({ variation }) => variation === variationKey);
}

/** The place of the fallthrough: the first rule without conditions; -1 if there is none. Rules after it are never reached. */
export const fallthroughIndex = (rules: readonly EditedRule[]): number =>
  rules.findIndex(({ conditions }) => conditions.length === 0);

/** Puts a new rule before the fallthrough, or at the end. */
export function withNewRule(rules: readonly EditedRule[], rule: EditedRule): readonly EditedRule[] {
  const end = fallthroughIndex(rules);
  if (end < 0 || rule.conditions.length === 0) return [...rules, rule];
  return [...rules.slice(0, end), rule, ...rules.slice(end)];
}

/** Serves one variation to everybody, to begin with. */
export function firstServe(variations: readonly EditedVariation[]): Serve {
  return { variation: variations[0]?.key ?? '' };
}

/** A rollout that serves what was served before to everybody. */
export function rolloutFrom(serve: Serve, variationKeys: readonly string[]): Serve {
  if ('rollout' in serve) return serve;
  const variations = variationKeys.map((variation) => ({
    variation,
    weight: variation === serve.variation ? ROLLOUT_TOTAL : 0,
  }));
  return { rollout: { variations } };
}

/** The variation with the greatest share. */
export function variationFrom(serve: Serve): Serve {
  if ('variation' in serve) return serve;
  const greatest = serve.rollout.variations.reduce(
    (best, share) => (share.weight > best.weight ? share : best),
    {
      variation: serve.rollout.variations[0]?.variation ?? '',
      weight: 0,
    },
  );
  return { variation: greatest.variation };
}
