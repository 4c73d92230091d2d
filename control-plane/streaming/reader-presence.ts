import type { Logger } from '../../shared/logging/logger.ts';
import type { TimerClock } from '../../shared/model/clock.ts';
import type { ReaderIdentity } from '../../shared/sync/reader-identity.ts';
import type { ReaderRow } from '../store/readers/stream-readers.ts';

/** How often connected readers are written. */
const WRITE_INTERVAL_MS = 15_000;
/** How soon a change is written, and the shortest time between two writes. */
const CHANGE_DELAY_MS = 2_000;
/** Readers of one statement. */
const BATCH = 500;
/** Readers of a project that one process writes; streams of others are not listed. */
const MAX_READERS_PER_PROJECT = 1_000;

/** A reader that opens a stream. */
export interface StreamReader {
  readonly projectId: string;
  /** `null`: the stream of keys. */
  readonly environmentId: string | null;
  readonly keyId: string;
  readonly identity: ReaderIdentity;
  readonly features: readonly string[];
}

/** Writes the readers of this process's streams to Postgres, where other control planes read them. */
export interface ReaderPresence {
  /** @returns must be called when the stream has ended */
  opened(stream: StreamReader): () => void;
  start(): void;
  /** Deletes what this process has written. Never rejects. */
  stop(): Promise<void>;
}

export interface ReaderPresenceDeps {
  readonly clock: TimerClock;
  readonly logger: Logger;
  readonly randomUuid: () => string;
  readonly save: (readers: readonly ReaderRow[]) => Promise<void>;
  readonly remove: (ids: readonly string[]) => Promise<void>;
  /** The position of the flags that are sent; `null`: unknown. */
  readonly positionOf: (environmentId: string) => string | null;
}

export function createReaderPresence(deps: ReaderPresenceDeps): ReaderPresence {
  const groups = createReaderGroups(deps);
  const { clock, logger, remove } = deps;
  let timer: { readonly dueAt: number; readonly cancel: () => void } | undefined;
  let isStopped = false;
  let isFailing = false;
  let writing: Promise<void> | undefined;

  const write = async (): Promise<void> => {
    timer = undefined;
    schedule(WRITE_INTERVAL_MS);
    try {
      await writeChanges(groups, deps);
      isFailing = false;
    } catch (error) {
      if (!isFailing) logger.warn('writing the readers of streams failed, retried later', { error });
      isFailing = true;
    }
    writing = undefined;
  };
  const schedule = (delayMs: number): void => {
    const dueAt = clock.now() + delayMs;
    if (isStopped || (timer !== undefined && timer.dueAt <= dueAt)) return;
    timer?.cancel();
    const cancel = clock.setTimer(() => {
      if (writing === undefined) writing = write();
    }, delayMs);
    timer = { dueAt, cancel };
  };

  return {
    opened(stream) {
      const close = groups.add(stream);
      schedule(CHANGE_DELAY_MS);
      return () => {
        close();
        schedule(CHANGE_DELAY_MS);
      };
    },
    start: () => schedule(WRITE_INTERVAL_MS),
    async stop() {
      isStopped = true;
      timer?.cancel();
      await writing;
      await remove(groups.all()).catch((error: unknown) => {
        logger.warn('deleting the readers of streams failed, they expire', { error });
      });
    },
  };
}

async function writeChanges(
  groups: ReturnType<typeof createReaderGroups>,
  { save, remove }: Pick<ReaderPresenceDeps, 'save' | 'remove'>,
): Promise<void> {
  const { rows, left } = groups.changes();
  for (let at = 0; at === 0 || at < rows.length; at += BATCH) await save(rows.slice(at, at + BATCH));
  await remove(left);
  groups.removed(left);
}

interface Group {
  readonly id: string;
  readonly stream: StreamReader;
  streams: number;
}

/** Streams that differ in nothing are one group, and one row. */
function createReaderGroups({
  randomUuid,
  positionOf,
}: Pick<ReaderPresenceDeps, 'randomUuid' | 'positionOf'>) {
  const groups = new Map<string, Group>();
  const projects = createProjectCounts();
  const left = new Set<string>();

  function join(name: string, stream: StreamReader): Group {
    const group = groups.get(name) ?? { id: randomUuid(), stream, streams: 0 };
    if (group.streams === 0) projects.add(stream.projectId, 1);
    groups.set(name, group);
    group.streams += 1;
    return group;
  }
  function leave(name: string, group: Group): void {
    group.streams -= 1;
    if (group.streams > 0) return;
    groups.delete(name);
    left.add(group.id);
    projects.add(group.stream.projectId, -1);
  }

  return {
    add(stream: StreamReader): () => void {
      const name = JSON.stringify(stream);
      if (!groups.has(name) && projects.get(stream.projectId) >= MAX_READERS_PER_PROJECT) return () => {};
      const group = join(name, stream);
      return () => leave(name, group);
    },
    changes() {
      const rows = [...groups.values()].map(({ id, stream, streams }): ReaderRow => {
        const { environmentId } = stream;
        return {
          ...stream,
          id,
          streams,
          position: environmentId === null ? null : positionOf(environmentId),
        };
      });
      return { rows, left: [...left] };
    },
    removed(ids: readonly string[]): void {
      for (const id of ids) left.delete(id);
    },
    all: (): readonly string[] => [...left, ...[...groups.values()].map(({ id }) => id)],
  };
}

/** Counts by project, without those that are 0. */
function createProjectCounts() {
  const counts = new Map<string, number>();
  return {
    get: (projectId: string): number => counts.get(projectId) ?? 0,
    add(projectId: string, by: number): void {
      const count = (counts.get(projectId) ?? 0) + by;
      if (count > 0) counts.set(projectId, count);
      else counts.delete(projectId);
    },
  };
}
