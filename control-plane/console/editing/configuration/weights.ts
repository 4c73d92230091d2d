import { ROLLOUT_TOTAL, type WeightedVariation } from '../../../../shared/model/flag-set.ts';

/** A weight in percent. @param weight in 100,000ths */
export const percentOf = (weight: number): number => (weight * 100) / ROLLOUT_TOTAL;

/** The weight that is nearest to a share in percent, from 0 to 100,000. */
export function weightOf(percent: number): number {
  return Math.min(ROLLOUT_TOTAL, Math.max(0, Math.round((percent * ROLLOUT_TOTAL) / 100)));
}

export const formatPercent = (weight: number): string => `${percentOf(weight)} %`;

/**
 * Sets one weight and takes the difference from the others, so that the sum stays: from the last of them first, so that exact shares
 * can be entered from the first to the last.
 */
export function withWeight(
  shares: readonly WeightedVariation[],
  index: number,
  weight: number,
): readonly WeightedVariation[] {
  const others = shares.reduce((sum, share, at) => (at === index ? sum : sum + share.weight), 0);
  const isAlone = shares.length === 1;
  const next = isAlone ? ROLLOUT_TOTAL : Math.min(ROLLOUT_TOTAL, Math.max(0, Math.round(weight)));
  let missing = ROLLOUT_TOTAL - next - others;
  const changed = shares.map((share, at) => (at === index ? { ...share, weight: next } : share));
  for (let at = shares.length - 1; at >= 0 && missing !== 0; at -= 1) {
    const share = changed[at];
    if (at === index || share === undefined) continue;
    const given = Math.max(missing, -share.weight);
    changed[at] = { ...share, weight: share.weight + given };
    missing -= given;
  }
  return changed;
}

/** Equal shares. What cannot be divided goes to the first ones. */
export function equalShares(variations: readonly string[]): readonly WeightedVariation[] {
  const each = Math.floor(ROLLOUT_TOTAL / Math.max(1, variations.length));
  const rest = ROLLOUT_TOTAL - each * variations.length;
  return variations.map((variation, index) => ({ variation, weight: index < rest ? each + 1 : each }));
}

/** A share for every variation of the flag: 0 for those that the rollout does not name yet. Shares of variations that do not exist stay, to be mended. */
export function sharesOfAll(
  shares: readonly WeightedVariation[],
  variationKeys: readonly string[],
): readonly WeightedVariation[] {
  const named = new Set(shares.map(({ variation }) => variation));
  const missing = variationKeys.filter((key) => !named.has(key));
  return [...shares, ...missing.map((variation) => ({ variation, weight: 0 }))];
}

export const sumOfWeights = (shares: readonly WeightedVariation[]): number =>
  shares.reduce((sum, { weight }) => sum + weight, 0);
