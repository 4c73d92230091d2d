import type { Registry } from 'prom-client';
import {
  type MetricsBuilder,
  openMetrics,
  samplesOf,
} from '../../../node-process/observability/metrics-builder.ts';
import type { EventCounters } from '../../core/state/events/event-counters.ts';
import { observePropagation, PROPAGATION_BUCKETS } from '../../core/state/metrics/observe-propagation.ts';
import type { Feed } from '../feed/feed.ts';
import type { MetricsSources } from './metrics-sources.ts';
import { addStateMetrics } from './state-metrics.ts';

const PREFIX = 'solid_fortnight_edge_';

/** All metrics of an edge, for Prometheus. All but propagation are read at each request for the metrics. */
export function createMetricsRegistry(sources: MetricsSources): Registry {
  const { registry, builder } = openMetrics(PREFIX);
  addStateMetrics(builder, sources);
  addTrafficMetrics(builder, sources);
  addEventMetrics(builder, sources.feed.counters);
  addStorageMetrics(builder, sources.feed.stateWrites);
  const propagation = builder.histogram(
    'propagation_seconds',
    'Time from the commit of a change until this edge has applied it.',
    [],
    PROPAGATION_BUCKETS,
  );
  observePropagation(sources.state, sources.now, propagation);
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
