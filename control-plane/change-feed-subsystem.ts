import type { Logger } from '../shared/logging/logger.ts';
import type { TimerClock } from '../shared/model/clock.ts';
import { type ChangeFeed, createChangeFeed } from './change-feed/change-feed.ts';
import type { ChangeSubscription } from './change-feed/change-reader.ts';
import { can } from './model/rights.ts';
import { findCallersOfCredentials } from './store/access/credential-callers.ts';
import { readChangeHeads, readProjectEvents } from './store/audit/project-events.ts';
import type { Database } from './store/database/database.ts';
import type { Subsystem } from './subsystem.ts';

export interface ChangeFeedSubsystemDeps {
  readonly sql: Database;
  readonly clock: TimerClock;
  readonly logger: Logger;
}

/** Streams changes of projects to people with a session and programs with an API token. */
export function createChangeFeedSubsystem({ sql, clock, logger }: ChangeFeedSubsystemDeps): {
  readonly changeFeed: ChangeFeed;
  readonly subsystem: Subsystem;
} {
  const changeFeed = createChangeFeed({
    clock,
    logger,
    readHeads: (projectIds) => readChangeHeads(sql, projectIds),
    readEvents: (projectId, after, limit) => readProjectEvents(sql, projectId, after, limit),
    findAllowed: (subscriptions) => findAllowed(sql, subscriptions),
  });
  const subsystem: Subsystem = {
    name: 'change feed',
    addMetrics: ({ gauge }) =>
      gauge('change_streams_open', 'Streams of changes that are open.', [], () => [[{}, changeFeed.streams]]),
    async stop() {
      changeFeed.stop();
    },
  };
  return { changeFeed, subsystem };
}

async function findAllowed(
  sql: Database,
  subscriptions: readonly ChangeSubscription[],
): Promise<ReadonlySet<ChangeSubscription>> {
  const callers = await findCallersOfCredentials(sql, subscriptions);
  return new Set(
    subscriptions.filter((subscription) => {
      const caller = callers.get(subscription);
      return (
        caller !== undefined && can(caller, { kind: 'project', projectId: subscription.projectId }, 'viewer')
      );
    }),
  );
}
