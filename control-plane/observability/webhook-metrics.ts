import { type MetricsBuilder, samplesOf } from '../../node-process/observability/metrics-builder.ts';
import type { NamedCounts } from '../model/named-counts.ts';
import type { DeliveryOutcome } from '../webhooks/delivery-worker.ts';

/** Metrics of webhooks. `readOldestDueSeconds` asks Postgres. */
export function addWebhookMetrics(
  { counter, gauge }: MetricsBuilder,
  outcomes: NamedCounts<DeliveryOutcome>,
  readOldestDueSeconds: () => Promise<number>,
): void {
  counter(
    'webhook_attempts_total',
    'Attempts to deliver a webhook, by outcome: delivered, to be tried again, given up.',
    ['outcome'],
    () => samplesOf('outcome', outcomes.entries()),
  );
  gauge(
    'webhook_oldest_due_seconds',
    'How long the webhook delivery that is due longest is due. Absent if Postgres is unreachable.',
    [],
    async () => {
      const seconds = await readOldestDueSeconds().catch(() => undefined);
      return seconds === undefined ? [] : [[{}, seconds]];
    },
  );
}
