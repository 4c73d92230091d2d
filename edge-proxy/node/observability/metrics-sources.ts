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
