import type { Clock } from '../../../shared/model/clock.ts';
import type { EdgeState } from '../../core/state/edge-state.ts';
import type { EdgeMeter } from '../../core/state/metrics/edge-metrics.ts';
import type { Feed } from '../feed/feed.ts';

/** What metrics are read from, at each request for them. */
export interface MetricsSources {
  readonly state: EdgeState;
  readonly meter: EdgeMeter;
  readonly now: Clock;
  readonly feed: Pick<Feed, 'streams' | 'counters' | 'stateWrites'>;
  readonly openStreams: () => number;
}

type Labels = Readonly<Record<string, string>>;
/** A value and its labels. */
export type Sample = readonly [labels: Labels, value: number];

/** Adds metrics to the registry. Their values are read at each request for the metrics. */
export interface MetricsBuilder {
  counter(name: string, help: string, labels: readonly string[], read: () => Iterable<Sample>): void;
  gauge(name: string, help: string, labels: readonly string[], read: () => Iterable<Sample>): void;
}
