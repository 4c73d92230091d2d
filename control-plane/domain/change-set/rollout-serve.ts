import { ROLLOUT_TOTAL, type Serve, type WeightedVariation } from '../../../shared/model/flag-set.ts';

/** The share of users to whom a rule serves a variation, in 100,000ths. */
export function shareOfVariation(serve: Serve, variation: string): number {
  return sharesOf(serve)
    .filter((share) => share.variation === variation)
    .reduce((sum, { weight }) => sum + weight, 0);
}

/**
 * What a rule serves if a variation gets a larger share. The other variations keep their order and share the rest in
 * the proportion of before. The attribute and the seed stay.
 *
 * A user who has the variation keeps it. A variation holds one interval of buckets. The boundary at its lower end, which
 * is what remains for the variations before it, never grows with the share; the boundary at its upper end never falls.
 *
 * @param base a rollout whose weights sum to 100,000, or one variation; it serves the variation to a smaller share
 * @param weight the new share in 100,000ths
 */
export function serveWithShare(base: Serve, variation: string, weight: number): Serve {
  const shares = sharesOf(base);
  const place = Math.max(
    0,
    shares.findIndex((share) => share.variation === variation),
  );
  const others = shrink(
    shares.filter((share) => share.variation !== variation),
    ROLLOUT_TOTAL - weight,
  );
  const variations = [...others.slice(0, place), { variation, weight }, ...others.slice(place)];
  return { rollout: 'rollout' in base ? { ...base.rollout, variations } : { variations } };
}

function sharesOf(serve: Serve): readonly WeightedVariation[] {
  return 'rollout' in serve
    ? serve.rollout.variations
    : [{ variation: serve.variation, weight: ROLLOUT_TOTAL }];
}

/** Shrinks shares to a sum. The ends of their intervals are rounded down, so that each only falls with the sum. */
function shrink(shares: readonly WeightedVariation[], sum: number): readonly WeightedVariation[] {
  const total = shares.reduce((all, { weight }) => all + weight, 0);
  let end = 0;
  let shrunkEnd = 0;
  return shares.map(({ variation, weight }) => {
    end += weight;
    const next = Math.floor((end * sum) / total);
    const shrunk = { variation, weight: next - shrunkEnd };
    shrunkEnd = next;
    return shrunk;
  });
}
