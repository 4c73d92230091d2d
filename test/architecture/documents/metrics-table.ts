import { createNamedCounts } from '../../../control-plane/model/named-counts.ts';
import { addDatabaseMetrics } from '../../../control-plane/observability/database-metrics.ts';
import { addEventMetrics } from '../../../control-plane/observability/event-metrics.ts';
import { addHintMetrics } from '../../../control-plane/observability/hint-metrics.ts';
import { addHttpMetrics } from '../../../control-plane/observability/http-metrics.ts';
import { addPurgeMetrics } from '../../../control-plane/observability/purge-metrics.ts';
import { addRolloutMetrics } from '../../../control-plane/observability/rollout-metrics.ts';
import {
  addSignInMetrics,
  createSignInCounts,
} from '../../../control-plane/observability/sign-in-metrics.ts';
import { addStreamingMetrics } from '../../../control-plane/observability/streaming-metrics.ts';
import { addWebhookMetrics } from '../../../control-plane/observability/webhook-metrics.ts';
import type { MetricsBuilder } from '../../../node-process/observability/metrics-builder.ts';

/** Stands for the sources of the metrics, which are not read here. */
function notRead(): never {
  throw new Error('the table of metrics reads no values');
}

/** The metrics of the control plane as a Markdown table, for docs/operations.md. */
export function controlPlaneMetricsTable(): string {
  const rows: string[] = [];
  const add = (kind: string) => (name: string, help: string, labels: readonly string[]) => {
    rows.push(`| \`${name}\` | ${kind} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${help} |`);
  };
  const histogram = add('histogram');
  const builder: MetricsBuilder = {
    counter: add('counter'),
    gauge: add('gauge'),
    histogram(name, help, labels) {
      histogram(name, help, labels);
      return notRead;
    },
  };
  addHttpMetrics(builder);
  addDatabaseMetrics(builder, notRead, 0);
  addStreamingMetrics(builder, notRead);
  addHintMetrics(builder, notRead);
  addEventMetrics(builder, notRead, notRead);
  addPurgeMetrics(builder, notRead);
  addWebhookMetrics(builder, createNamedCounts([]), notRead);
  addRolloutMetrics(builder, createNamedCounts([]), notRead);
  addSignInMetrics(builder, createSignInCounts());
  return ['| metric | kind | labels | meaning |', '|---|---|---|---|', ...rows].join('\n');
}
