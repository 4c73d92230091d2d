import type { Clock } from '../../../shared/model/clock.ts';
import type { EdgeState } from '../../core/state/edge-state.ts';
import type { EdgeMeter } from '../../core/state/metrics/edge-metrics.ts';
import type { Feed } from '../feed/feed.ts';

/** What metrics are read from, each time somebody asks for them. */
export interface MetricsSources {
  readonly state: EdgeState;
  readonly meter: EdgeMeter;
  readonly now: Clock;
  readonly feed: Pick<Feed, 'streams' | 'counters' | 'stateWrites'>;
  readonly openStreams: () => number;
}

type Labels = Readonly<Record<string, string>>;
/** A value and what it is about. */
export type Sample = readonly [labels: Labels, value: number];

/** How a part of the metrics adds to the whole: the values are asked for when the metrics are. */
export interface Describe {
  counter(name: string, help: string, labels: readonly string[], read: () => Iterable<Sample>): void;
  gauge(name: string, help: string, labels: readonly string[], read: () => Iterable<Sample>): void;
}
