/** What a pool and its transactions do. Waiting: a transaction that has no connection yet. */
export interface DatabaseCounts {
  readonly openConnections: number;
  /** Connections on which an answer of Postgres is due. */
  readonly busyConnections: number;
  /** Connections that ended although this process did not end them, and attempts to connect that failed. */
  readonly lostConnections: number;
  readonly waitingTransactions: number;
  readonly runningTransactions: number;
  readonly committedTransactions: number;
  /** Rolled back, or lost with their connection. An attempt that is repeated counts too. */
  readonly failedTransactions: number;
  /** By the name of the SQL state. */
  readonly retries: Readonly<Record<RetryReason, number>>;
}

export type RetryReason = 'serialization_failure' | 'deadlock_detected';

export type DatabaseCounters = ReturnType<typeof createDatabaseCounters>;

/** Counts the connections and transactions of one pool. */
export function createDatabaseCounters() {
  const retries = { serialization_failure: 0, deadlock_detected: 0 };
  let [open, busy, lost, waiting, running, committed, failed] = [0, 0, 0, 0, 0, 0, 0];
  return {
    connectionOpened() {
      open += 1;
    },
    connectionClosed(isLost: boolean) {
      open -= 1;
      if (isLost) lost += 1;
    },
    connectionBusy(isBusy: boolean) {
      busy += isBusy ? 1 : -1;
    },
    /** A transaction asks for a connection. */
    transaction() {
      let isWaiting = true;
      waiting += 1;
      return {
        began() {
          isWaiting = false;
          waiting -= 1;
          running += 1;
        },
        ended(isCommitted: boolean) {
          if (isWaiting) waiting -= 1;
          else running -= 1;
          if (isCommitted) committed += 1;
          else failed += 1;
        },
      };
    },
    retried(reason: RetryReason) {
      retries[reason] += 1;
    },
    counts: (): DatabaseCounts => ({
      openConnections: open,
      busyConnections: busy,
      lostConnections: lost,
      waitingTransactions: waiting,
      runningTransactions: running,
      committedTransactions: committed,
      failedTransactions: failed,
      retries: { ...retries },
    }),
  };
}
