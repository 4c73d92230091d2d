import type { Comparison } from './compare.ts';

/** The limits of a row: the lowest throughput and the highest p99, both as ratios to the baseline. */
export interface Target {
  readonly throughput: number;
  readonly p99?: number;
}

export const HEADING = [
  ''.padEnd(38),
  'baseline'.padStart(10),
  'measured'.padStart(10),
  'ratio'.padStart(7),
  'by CPU'.padStart(7),
  'p50'.padStart(6),
  'p99'.padStart(6),
  '  target',
].join(' ');

/** One line of the report, and whether the row meets its target. */
export function describeRow(name: string, row: Comparison, target: Target): { line: string; isMet: boolean } {
  const missed = [
    ...(row.throughput < target.throughput ? ['throughput'] : []),
    ...(target.p99 !== undefined && row.p99 > target.p99 ? ['p99'] : []),
  ];
  const limits = `≥ ${target.throughput}${target.p99 === undefined ? '' : `, p99 ≤ ${target.p99}`}`;
  const line = [
    name.padEnd(38),
    perSecond(row.baseline.perSecond),
    perSecond(row.measured.perSecond),
    ratio(row.throughput, 7),
    ratio(row.byCpu, 7),
    ratio(row.p50, 6),
    ratio(row.p99, 6),
    ` ${limits}: ${missed.length === 0 ? 'met' : `MISSED (${missed.join(', ')})`}`,
  ].join(' ');
  return { line, isMet: missed.length === 0 };
}

function perSecond(value: number): string {
  return `${Math.round(value)}/s`.padStart(10);
}

function ratio(value: number | undefined, width: number): string {
  return (value === undefined ? '–' : value.toFixed(3)).padStart(width);
}
