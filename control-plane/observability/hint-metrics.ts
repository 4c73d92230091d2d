import type { MetricsBuilder } from '../../node-process/observability/metrics-builder.ts';
import type { HintBus } from '../messaging/hint-bus.ts';

const COUNTERS = {
  sent: ['hints_sent_total', 'Hints that Redis has accepted.'],
  failed: ['hints_failed_total', 'Hints that could not be sent. The sweep finds their changes.'],
  received: ['hints_received_total', 'Hints of other control planes.'],
  own: ['hints_own_total', 'Hints of this process that Redis has sent back.'],
  invalid: ['hints_invalid_total', 'Messages that are not hints.'],
} as const;

/** Metrics of the hints between control planes. */
export function addHintMetrics(
  { counter, gauge }: MetricsBuilder,
  bus: () => Pick<HintBus, 'counts' | 'problem'> | undefined,
): void {
  for (const [name, [metric, help]] of Object.entries(COUNTERS)) {
    counter(metric, help, [], () => [[{}, new Map<string, number>(bus()?.counts.entries()).get(name) ?? 0]]);
  }
  gauge('hints_connected', '1 if hints arrive from Redis, 0 if not.', [], () => [
    [{}, bus()?.problem() === null ? 1 : 0],
  ]);
}
