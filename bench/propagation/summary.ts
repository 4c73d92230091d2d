/** Percentiles of durations, in milliseconds. */
export interface Summary {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Percentiles by nearest rank, so every figure is a measured one. */
export function summarise(durations: readonly number[]): Summary {
  const sorted = durations.toSorted((left, right) => left - right);
  const rank = (share: number): number => {
    const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
    if (value === undefined) throw new RangeError('nothing was measured');
    return value;
  };
  return { count: sorted.length, p50: rank(0.5), p99: rank(0.99), max: rank(1) };
}

/** One line of the report. */
export function formatSummary(name: string, { count, p50, p99, max }: Summary): string {
  const ms = (value: number) => `${value.toFixed(1)} ms`.padStart(10);
  return `${name.padEnd(64)} ${String(count).padStart(4)} ${ms(p50)} ${ms(p99)} ${ms(max)}`;
}
