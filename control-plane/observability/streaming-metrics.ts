import {
  type MetricsBuilder,
  type Sample,
  samplesOf,
} from '../../node-process/observability/metrics-builder.ts';
import type { HubMeasures, StreamingMeasures } from '../streaming/stream-hubs.ts';

const KINDS = ['flags', 'keys'] as const;

/** Metrics of hubs, streams and the sweep. Kind `flags`: of an environment; `keys`: keys and environments of a project. */
export function addStreamingMetrics(builder: MetricsBuilder, read: () => StreamingMeasures): void {
  addHubMetrics(builder, read);
  addReaderMetrics(builder, read);
}

function addHubMetrics({ counter, gauge }: MetricsBuilder, read: () => StreamingMeasures): void {
  const ofEach = (value: (hubs: HubMeasures) => number) => (): readonly Sample[] => {
    const measures = read();
    return KINDS.map((kind) => [{ kind }, value(measures[kind])]);
  };
  gauge(
    'hubs',
    'Environments and projects that this process holds in memory.',
    ['kind'],
    ofEach(({ hubs }) => hubs),
  );
  gauge(
    'hub_verified_age_seconds',
    'Time since every hub was last known to hold what Postgres holds.',
    ['kind'],
    ofEach(({ verifiedAgoMs }) => Math.max(0, verifiedAgoMs) / 1000),
  );
  gauge(
    'streams_open',
    'Event streams open to readers.',
    ['kind'],
    ofEach(({ streams }) => streams),
  );
  counter('hub_refreshes_total', 'Readings of Postgres by hubs, by result.', ['kind', 'result'], () => {
    const { refreshes } = read().counters;
    return KINDS.flatMap((kind) =>
      Array.from(refreshes[kind].entries(), ([result, count]): Sample => [{ kind, result }, count]),
    );
  });
}

function addReaderMetrics({ counter }: MetricsBuilder, read: () => StreamingMeasures): void {
  const counters = () => read().counters;
  counter(
    'streams_closed_total',
    'Streams that have ended: the reader left, this process ended them, or the reader read nothing for too long.',
    ['reason'],
    () => samplesOf('reason', counters().closedStreams.entries()),
  );
  counter(
    'stream_queue_replacements_total',
    'Full queues of slow readers that were replaced by one snapshot.',
    ['kind'],
    () => samplesOf('kind', counters().queueReplacements.entries()),
  );
  counter('sweeps_total', 'Comparisons of all hubs with Postgres, by result.', ['result'], () =>
    samplesOf('result', counters().sweeps.entries()),
  );
  counter(
    'sweep_found_total',
    'Hubs that the sweep found behind Postgres: their hint was lost or late.',
    ['kind'],
    () => samplesOf('kind', counters().foundBySweep.entries()),
  );
}
