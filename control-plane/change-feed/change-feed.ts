import type { Logger } from '../../shared/logging/logger.ts';
import type { TimerClock } from '../../shared/model/clock.ts';
import type { StreamSink } from '../../shared/streaming/sink.ts';
import type { ProjectEvent } from '../model/project-event.ts';
import { RequestError, resourceNotFound } from '../model/request-error.ts';
import { type ChangeReader, type ChangeSubscription, createChangeReader } from './change-reader.ts';
import { createStreamQuota } from './stream-quota.ts';

const POLL_MS = 500;
/** Events that a reader gets at once. */
const BATCH = 100;
/** Readings of events in one poll. Readers that come back from many positions wait for the next one. */
const MAX_READINGS = 50;

export interface ChangeFeedDeps {
  readonly clock: TimerClock;
  readonly logger: Logger;
  /** The position of the last entry of each live project. */
  readonly readHeads: (projectIds: readonly string[]) => Promise<ReadonlyMap<string, number>>;
  readonly readEvents: (projectId: string, after: number, limit: number) => Promise<readonly ProjectEvent[]>;
  /** Those that may still read the project. */
  readonly findAllowed: (
    subscriptions: readonly ChangeSubscription[],
  ) => Promise<ReadonlySet<ChangeSubscription>>;
}

/** Streams of what changes in projects. Postgres is asked only while there are readers. */
export interface ChangeFeed {
  readonly streams: number;
  /**
   * @param resumed the position that the reader holds; `null`: it has none
   * @returns starts the stream; it must be called, or the other function, which gives the place back
   * @throws RequestError TOO_MANY_REQUESTS, NOT_FOUND, UNAVAILABLE
   */
  prepare(subscription: ChangeSubscription, resumed: number | null): Promise<PreparedStream>;
  /** Ends all streams. */
  stop(): void;
}

export interface PreparedStream {
  attach(sink: StreamSink): void;
  release(): void;
}

export function createChangeFeed(deps: ChangeFeedDeps): ChangeFeed {
  const { clock } = deps;
  const readers = new Set<ChangeReader>();
  const quota = createStreamQuota();
  const poll = createPoll(deps, readers);
  let isStopped = false;
  let isPolling = false;

  const schedule = (): void => {
    if (isPolling || isStopped || readers.size === 0) return;
    isPolling = true;
    clock.setTimer(async () => {
      await poll();
      isPolling = false;
      schedule();
    }, POLL_MS);
  };

  return {
    get streams() {
      return readers.size;
    },
    async prepare(subscription, resumed) {
      if (isStopped) throw stopping();
      const release = quota.take(subscription.userId);
      const head = await headOf(deps, subscription.projectId).catch((error: unknown) => {
        release();
        throw error;
      });
      return {
        release,
        attach(sink) {
          const reader = createChangeReader(subscription, sink, { head, resumed, now: clock.now() });
          readers.add(reader);
          sink.onClosed(() => {
            readers.delete(reader);
            release();
          });
          if (isStopped) reader.close();
          schedule();
        },
      };
    },
    stop() {
      isStopped = true;
      for (const reader of [...readers]) reader.close();
    },
  };
}

const stopping = (): RequestError =>
  new RequestError('UNAVAILABLE', 'The control plane is stopping. Connect again.', { retryAfterSeconds: 2 });

async function headOf({ readHeads }: ChangeFeedDeps, projectId: string): Promise<number> {
  const head = (await readHeads([projectId])).get(projectId);
  if (head === undefined) throw resourceNotFound(`project ${projectId}`);
  return head;
}

/** @returns asks Postgres once, and sends what is new. Never rejects. */
function createPoll(deps: ChangeFeedDeps, readers: Set<ChangeReader>): () => Promise<void> {
  const { clock, logger } = deps;
  let verifiedAt = clock.now();
  let isFailing = false;
  return async () => {
    try {
      await sendNews(deps, readers);
      verifiedAt = clock.now();
      isFailing = false;
    } catch (error) {
      if (!isFailing) logger.warn('reading changes for streams failed, retrying', { error });
      isFailing = true;
    }
    for (const reader of readers) reader.beat(clock.now(), verifiedAt);
  };
}

/** Whether readers are allowed is asked after the events are read: no reader gets an event that came after it lost access. */
async function sendNews(deps: ChangeFeedDeps, readers: Set<ChangeReader>): Promise<void> {
  const asked = [...readers];
  const news = await readNews(deps, asked);
  const allowed = await deps.findAllowed(asked.map(({ subscription }) => subscription));
  for (const reader of asked) if (!allowed.has(reader.subscription)) reader.close();
  for (const [reader, events] of news) {
    if (!readers.delete(reader)) continue;
    reader.send(events);
    // To the end of the line: the next poll begins with those who had to wait.
    readers.add(reader);
  }
}

/** The next events of readers that are behind. Readers of projects that are deleted are closed. */
async function readNews(
  deps: ChangeFeedDeps,
  asked: readonly ChangeReader[],
): Promise<ReadonlyMap<ChangeReader, readonly ProjectEvent[]>> {
  const heads = await deps.readHeads([...new Set(asked.map(({ subscription }) => subscription.projectId))]);
  const behind: ChangeReader[] = [];
  for (const reader of asked) {
    const head = heads.get(reader.subscription.projectId);
    if (head === undefined) reader.close();
    else if (reader.isReady(deps.clock.now()) && reader.position < head) behind.push(reader);
  }
  const news = new Map<ChangeReader, readonly ProjectEvent[]>();
  for (const group of groupsOf(behind).slice(0, MAX_READINGS)) {
    const [{ subscription, position }] = group;
    const events = await deps.readEvents(subscription.projectId, position, BATCH);
    for (const reader of group) news.set(reader, events);
  }
  return news;
}

/** Readers of one project at one position get the same events. */
function groupsOf(readers: readonly ChangeReader[]): readonly (readonly [ChangeReader, ...ChangeReader[]])[] {
  const groups = new Map<string, [ChangeReader, ...ChangeReader[]]>();
  for (const reader of readers) {
    const name = `${reader.subscription.projectId} ${reader.position}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [reader]);
    else group.push(reader);
  }
  return [...groups.values()];
}
