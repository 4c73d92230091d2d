import type { CountedHours, HourlyCount } from '../../store/events/evaluation-counts.ts';
import { groupBy } from '../change-set/group-by.ts';

const HOUR_MS = 3_600_000;

interface Series {
  readonly evaluations: number;
  readonly hours: readonly { readonly hour: Date; readonly evaluations: number }[];
}

/** The evaluations of a flag, by variation. */
export interface EvaluationSeries {
  readonly from: Date;
  /** The end of the last hour. */
  readonly to: Date;
  readonly evaluations: number;
  /** The most evaluated first. `variationKey` is `null` if none was served. */
  readonly variations: readonly (Series & { readonly variationKey: string | null })[];
  /** Of all variations that are not counted apart. */
  readonly others: Series;
}

export function toSeries({ first, last, counts }: CountedHours): EvaluationSeries {
  const byVariation = groupBy(counts, ({ variationKey }) => variationKey);
  return {
    from: first,
    to: new Date(last.getTime() + HOUR_MS),
    evaluations: sum(counts),
    variations: [...byVariation].flatMap(([variationKey, each]) =>
      variationKey === undefined ? [] : [{ variationKey, ...seriesOf(each) }],
    ),
    others: seriesOf(byVariation.get(undefined) ?? []),
  };
}

const sum = (counts: readonly HourlyCount[]) =>
  counts.reduce((total, { evaluations }) => total + evaluations, 0);

const seriesOf = (counts: readonly HourlyCount[]): Series => ({
  evaluations: sum(counts),
  hours: counts.map(({ hour, evaluations }) => ({ hour, evaluations })),
});
