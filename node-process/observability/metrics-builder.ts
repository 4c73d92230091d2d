import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Default metrics that are gauges but named like counters. The same values exist by kind, without `_total`. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

type Labels = Readonly<Record<string, string>>;
/** A value and its labels. */
export type Sample = readonly [labels: Labels, value: number];
type Samples = Iterable<Sample>;

/** Adds metrics to a registry. Values of counters and gauges are read at each request for the metrics. */
export interface MetricsBuilder {
  counter(name: string, help: string, labels: readonly string[], read: () => Samples): void;
  gauge(name: string, help: string, labels: readonly string[], read: () => Samples | Promise<Samples>): void;
  /** @returns adds a value to the histogram */
  histogram(
    name: string,
    help: string,
    labels: readonly string[],
    buckets: readonly number[],
  ): (value: number, labels?: Labels) => void;
}

/** A registry for Prometheus with the usual metrics of the process, and what adds others whose names begin with `prefix`. */
export function openMetrics(prefix: string): {
  readonly registry: Registry;
  readonly builder: MetricsBuilder;
} {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
  return { registry, builder: builderFor(registry, prefix) };
}

function builderFor(registry: Registry, prefix: string): MetricsBuilder {
  const registers = [registry];
  return {
    counter(name, help, labelNames, read) {
      new Counter({
        name: prefix + name,
        help,
        labelNames,
        registers,
        collect() {
          this.reset();
          for (const [labels, value] of read()) this.inc(labels, value);
        },
      });
    },
    gauge(name, help, labelNames, read) {
      new Gauge({
        name: prefix + name,
        help,
        labelNames,
        registers,
        async collect() {
          const samples = await read();
          this.reset();
          // A reset gauge without labels has the value 0, although nothing was read.
          if (labelNames.length === 0) this.remove();
          for (const [labels, value] of samples) this.set(labels, value);
        },
      });
    },
    histogram(name, help, labelNames, buckets) {
      const metric = new Histogram({
        name: prefix + name,
        help,
        labelNames,
        buckets: [...buckets],
        registers,
      });
      return (value, labels = {}) => metric.observe(labels, value);
    },
  };
}

/** One sample for each name, with the name as the value of a label. */
export function samplesOf(label: string, counts: Iterable<readonly [string, number]>): readonly Sample[] {
  return Array.from(counts, ([name, count]) => [{ [label]: name }, count]);
}
