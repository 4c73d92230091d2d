import { type MetricsBuilder, samplesOf } from '../../node-process/observability/metrics-builder.ts';
import type { DatabaseCounts } from '../store/database/database-counters.ts';

/** Metrics of the connection pool for requests and of its transactions. */
export function addDatabaseMetrics(
  { counter, gauge }: MetricsBuilder,
  read: () => DatabaseCounts,
  maxConnections: number,
): void {
  gauge('database_connections_max', 'Connections to Postgres that requests may open.', [], () => [
    [{}, maxConnections],
  ]);
  gauge('database_connections_open', 'Open connections to Postgres.', [], () => [
    [{}, read().openConnections],
  ]);
  gauge('database_connections_busy', 'Connections on which an answer of Postgres is due.', [], () => [
    [{}, read().busyConnections],
  ]);
  gauge('database_transactions_running', 'Transactions that have a connection.', [], () => [
    [{}, read().runningTransactions],
  ]);
  gauge('database_transactions_waiting', 'Transactions that wait for a connection.', [], () => [
    [{}, read().waitingTransactions],
  ]);
  counter(
    'database_connections_lost_total',
    'Connections that were lost, and attempts to connect that failed.',
    [],
    () => [[{}, read().lostConnections]],
  );
  counter('database_transactions_total', 'Transactions that have ended, by result.', ['result'], () => [
    [{ result: 'committed' }, read().committedTransactions],
    [{ result: 'failed' }, read().failedTransactions],
  ]);
  counter(
    'database_transaction_retries_total',
    'Transactions that were repeated, by reason.',
    ['reason'],
    () => samplesOf('reason', Object.entries(read().retries)),
  );
}
