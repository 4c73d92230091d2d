import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { EventCounters } from '../../core/state/events/event-counters.ts';
import { observePropagation, PROPAGATION_BUCKETS } from '../../core/state/metrics/observe-propagation.ts';
import type { Feed } from '../feed/feed.ts';
import type { Describe, MetricsSources, Sample } from './metrics-sources.ts';
import { describeState } from './state-metrics.ts';

const PREFIX = 'solid_fortnight_edge_';

/** Default metrics that are gauges and named like counters; the same is told by kind under names without `_total`. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

/** All metrics of an edge, in Prometheus' terms. Nothing but propagation is recorded before it is asked for. */
export function createMetricsRegistry(sources: MetricsSources): Registry {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
  const describe: Describe = {
    counter(name, help, labelNames, read) {
      new Counter({
        name: PREFIX + name,
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
        name: PREFIX + name,
        help,
        labelNames,
        registers,
        collect() {
          this.reset();
          for (const [labels, value] of read()) this.set(labels, value);
        },
      });
    },
  };
  describeState(describe, sources);
  describeTraffic(describe, sources);
  describeEvents(describe, sources.feed.counters);
  describeStorage(describe, sources.feed.stateWrites);
  const propagation = new Histogram({
    name: `${PREFIX}propagation_seconds`,
    help: 'Time from the commit of a change to the moment it counted at this edge.',
    buckets: [...PROPAGATION_BUCKETS],
    registers,
  });
  observePropagation(sources.state, sources.now, (seconds) => propagation.observe(seconds));
  return registry;
}

function describeTraffic({ counter, gauge }: Describe, { meter, openStreams }: MetricsSources): void {
  counter('requests_total', 'Requests answered, by route and HTTP status.', ['route', 'status'], () =>
    meter.read().requests.map(({ route, status, count }) => [{ route, status: String(status) }, count]),
  );
  counter('evaluations_total', 'Single evaluations answered, by reason.', ['reason'], () =>
    samplesOf('reason', Object.entries(meter.read().evaluations)),
  );
  counter(
    'evaluation_errors_total',
    'Single evaluations that ended in an error, by its code.',
    ['error_code'],
    () => samplesOf('error_code', Object.entries(meter.read().evaluationErrors)),
  );
  counter('limits_hit_total', 'What was refused or cut because of a limit.', ['limit'], () =>
    samplesOf('limit', Object.entries(meter.read().limits)),
  );
  gauge('streams_open', 'Event streams open to readers.', [], () => [[{}, openStreams()]]);
}

function describeEvents({ counter, gauge }: Describe, counters: () => EventCounters): void {
  counter('events_recorded_total', 'Evaluations recorded as events.', [], () => [[{}, counters().recorded]]);
  counter('events_sent_total', 'Events that the other side has taken for good.', [], () => [
    [{}, counters().sent],
  ]);
  counter('events_dropped_total', 'Events given up before they were sent, by reason.', ['reason'], () =>
    samplesOf('reason', Object.entries(counters().dropped)),
  );
  counter('event_batch_retries_total', 'Batches of events that had to be sent again.', [], () => [
    [{}, counters().retries],
  ]);
  counter('values_delivered_total', 'Values handed out in bulk, which are no events.', [], () => [
    [{}, counters().delivered],
  ]);
  gauge('events_buffered', 'Events that wait for their first sending.', [], () => [
    [{}, counters().buffered],
  ]);
  gauge('events_in_flight', 'Events being sent, or to be sent again.', [], () => [[{}, counters().inFlight]]);
  gauge('events_buffer_bytes', 'What buffered and in-flight events weigh, estimated.', [], () => [
    [{}, counters().bytes],
  ]);
}

function describeStorage({ counter }: Describe, read: Feed['stateWrites']): void {
  if (read === undefined) return;
  counter('state_writes_total', 'Files of kept state written, by result.', ['result'], () => [
    [{ result: 'written' }, read().written],
    [{ result: 'failed' }, read().failed],
  ]);
}

function samplesOf(label: string, counts: Iterable<readonly [string, number]>): readonly Sample[] {
  return Array.from(counts, ([name, count]) => [{ [label]: name }, count]);
}
