import type { components } from '../../../../shared/management-client/openapi.ts';

const HOUR_MS = 3_600_000;

export interface HourlySeries {
  /** The start of each hour, in seconds since 1970. */
  readonly hours: number[];
  readonly series: readonly { readonly name: string; readonly counts: number[] }[];
}

/** Counts of every hour of the time, zero where there is none, of the variations with the most evaluations. */
export function hourlySeries(
  counts: components['schemas']['EvaluationCounts'],
  maxSeries: number,
): HourlySeries {
  const from = Math.floor(Date.parse(counts.from) / HOUR_MS) * HOUR_MS;
  const length = Math.max(1, Math.ceil((Date.parse(counts.to) - from) / HOUR_MS));
  const hours = Array.from({ length }, (_, index) => (from + index * HOUR_MS) / 1_000);
  const series = counts.variations.slice(0, maxSeries).map(({ variationKey, hours: counted }) => {
    const byHour = new Map(counted.map(({ hour, evaluations }) => [Date.parse(hour) / 1_000, evaluations]));
    return { name: variationKey ?? 'none', counts: hours.map((hour) => byHour.get(hour) ?? 0) };
  });
  return { hours, series };
}
