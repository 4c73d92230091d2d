import { type MetricsBuilder, samplesOf } from '../../node-process/observability/metrics-builder.ts';
import type { AttemptResult, NamedCounts } from '../model/named-counts.ts';

interface PurgeMeasures {
  readonly runs: NamedCounts<AttemptResult>;
  readonly purged: NamedCounts<string>;
}

/** Metrics of the purge of old data. */
export function addPurgeMetrics({ counter }: MetricsBuilder, read: () => PurgeMeasures): void {
  counter('purge_runs_total', 'Purges of old data by this process, by result.', ['result'], () =>
    samplesOf('result', read().runs.entries()),
  );
  counter('purged_total', 'What this process has purged, by kind.', ['kind'], () =>
    samplesOf('kind', read().purged.entries()),
  );
}
