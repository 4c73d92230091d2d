import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { EventCounters } from '../../core/state/events/event-counters.ts';
import { observePropagation, PROPAGATION_BUCKETS } from '../../core/state/metrics/observe-propagation.ts';
import type { Feed } from '../feed/feed.ts';
import type { MetricsBuilder, MetricsSources, Sample } from './metrics-sources.ts';
import { addStateMetrics } from './state-metrics.ts';

const PREFIX = 'solid_fortnight_edge_';

/** Default metrics that are gauges but named like counters. The same values exist by kind, without `_total`. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

/** All metrics of an edge, for Prometheus. All but propagation are read at each request for the metrics. */
export function createMetricsRegistry(sources: MetricsSources): Registry {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
  const builder: MetricsBuilder = {
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
  addStateMetrics(builder, sources);
  addTrafficMetrics(builder, sources);
  addEventMetrics(builder, sources.feed.counters);
  addStorageMetrics(builder, sources.feed.stateWrites);
  const propagation = new Histogram({
    name: `${PREFIX}propagation_seconds`,
    help: 'Time from the commit of a change until this edge has applied it.',
    buckets: [...PROPAGATION_BUCKETS],
    registers,
  });
  observePropagation(sources.state, sources.now, (seconds) => propagation.observe(seconds));
  return registry;
}

function addTrafficMetrics({ counter, gauge }: MetricsBuilder, { meter, openStreams }: MetricsSources): void {
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
  counter('limits_hit_total', 'Requests and streams refused or cut because of a limit.', ['limit'], () =>
    samplesOf('limit', Object.entries(meter.read().limits)),
  );
  gauge('streams_open', 'Event streams open to readers.', [], () => [[{}, openStreams()]]);
}

function addEventMetrics({ counter, gauge }: MetricsBuilder, counters: () => EventCounters): void {
  counter('events_recorded_total', 'Evaluations recorded as events.', [], () => [[{}, counters().recorded]]);
  counter('events_sent_total', 'Events that Redis or the upstream has accepted.', [], () => [
    [{}, counters().sent],
  ]);
  counter('events_dropped_total', 'Events dropped before they were sent, by reason.', ['reason'], () =>
    samplesOf('reason', Object.entries(counters().dropped)),
  );
  counter('event_batch_retries_total', 'Batches of events that were sent again.', [], () => [
    [{}, counters().retries],
  ]);
  counter(
    'values_delivered_total',
    'Values delivered in bulk answers, which are not recorded as events.',
    [],
    () => [[{}, counters().delivered]],
  );
  gauge('events_buffered', 'Events that have not been sent yet.', [], () => [[{}, counters().buffered]]);
  gauge('events_in_flight', 'Events that are being sent, or will be sent again.', [], () => [
    [{}, counters().inFlight],
  ]);
  gauge('events_buffer_bytes', 'Estimated size of buffered and in-flight events.', [], () => [
    [{}, counters().bytes],
  ]);
}

function addStorageMetrics({ counter }: MetricsBuilder, read: Feed['stateWrites']): void {
  if (read === undefined) return;
  counter('state_writes_total', 'State files written, by result.', ['result'], () => [
    [{ result: 'written' }, read().written],
    [{ result: 'failed' }, read().failed],
  ]);
}

function samplesOf(label: string, counts: Iterable<readonly [string, number]>): readonly Sample[] {
  return Array.from(counts, ([name, count]) => [{ [label]: name }, count]);
}
