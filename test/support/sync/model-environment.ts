import type { Flag, Segment } from '../../../shared/model/flag-set.ts';
import { formatPosition, versionOf } from '../../../shared/sync/position.ts';
import { type Replica, replicaFromSnapshot, withTombstones } from '../../../shared/sync/replica.ts';
import {
  type DeltaData,
  type Position,
  type SnapshotData,
  SYNC_PROTOCOL,
} from '../../../shared/sync/wire.ts';
import { flag, segment } from '../flags.ts';

/** One thing that happens to a flag or segment of an environment. */
export interface ModelChange {
  readonly kind: 'flags' | 'segments';
  readonly key: string;
  readonly action: 'set' | 'archive' | 'restore' | 'delete';
}

interface Row {
  readonly key: string;
  readonly archived: boolean;
  readonly deleted: boolean;
  readonly version: number;
  readonly content: number;
}

interface History {
  readonly versions: readonly Position[];
  readonly rows: { readonly flags: readonly Row[]; readonly segments: readonly Row[] };
}

/** An environment as the control plane's tables hold it: rows stamped with versions, tombstones that stay. */
export interface ModelEnvironment {
  readonly position: Position;
  /** Whether a position belongs to the current history. */
  knows(position: Position): boolean;
  /** One transaction: all changes share the environment's next version. */
  change(changes: readonly ModelChange[]): void;
  /** Restores an earlier state: versions after it are lost, and their numbers are used again. */
  restoreBackup(versionsBack: number): void;
  snapshot(): SnapshotData;
  /** What a hub loads first. */
  replica(): Replica;
  /** What a hub reads next, holding `since`; `null`: nothing new. */
  changedSince(since: Position): DeltaData | null;
}

const ENVIRONMENT = { id: '00000000-0000-4000-8000-000000000001', key: 'production' };
const TIME = '2026-01-01T00:00:00.000Z';

export function createModelEnvironment(): ModelEnvironment {
  let tokens = 0;
  const nextPosition = (version: number) => {
    tokens += 1;
    return formatPosition(version, `t${tokens}`);
  };
  let now: History = { versions: [nextPosition(1)], rows: { flags: [], segments: [] } };
  let past: History[] = [now];
  const position = () => now.versions.at(-1) ?? '';

  const changedIn = (rows: readonly Row[], since: number) => {
    const live = rows.filter((row) => !row.archived && !row.deleted);
    const liveKeys = new Set(live.map(({ key }) => key));
    const gone = new Map<string, number>();
    for (const { key, version } of rows) {
      if (version > since && !liveKeys.has(key)) gone.set(key, Math.max(version, gone.get(key) ?? 0));
    }
    return { live: live.filter(({ version }) => version > since), gone };
  };
  const snapshot = (): SnapshotData => ({
    protocol: SYNC_PROTOCOL,
    environment: ENVIRONMENT,
    flags: changedIn(now.rows.flags, 0).live.map(toFlag),
    segments: changedIn(now.rows.segments, 0).live.map(toSegment),
    committedAt: TIME,
  });

  return {
    get position() {
      return position();
    },
    knows: (asked) => now.versions.includes(asked),
    change(changes) {
      const version = versionOf(position()) + 1;
      let { flags, segments } = now.rows;
      for (const change of changes) {
        if (change.kind === 'flags') flags = applyChange(flags, change, version);
        else segments = applyChange(segments, change, version);
      }
      now = { versions: [...now.versions, nextPosition(version)], rows: { flags, segments } };
      past = [...past, now];
    },
    restoreBackup(versionsBack) {
      past = past.slice(0, Math.max(1, past.length - versionsBack));
      now = past.at(-1) ?? now;
    },
    snapshot,
    replica: () =>
      withTombstones(replicaFromSnapshot(position(), snapshot()), 1, {
        flags: changedIn(now.rows.flags, 0).gone,
        segments: changedIn(now.rows.segments, 0).gone,
      }),
    changedSince(since) {
      if (since === position()) return null;
      const flags = changedIn(now.rows.flags, versionOf(since));
      const segments = changedIn(now.rows.segments, versionOf(since));
      return {
        from: since,
        to: position(),
        deleted: { flags: [...flags.gone.keys()], segments: [...segments.gone.keys()] },
        flags: flags.live.map(toFlag),
        segments: segments.live.map(toSegment),
        committedAt: TIME,
      };
    },
  };
}

/** Setting a key that was deleted makes a new row beside the tombstone of the old one. */
function applyChange(rows: readonly Row[], { key, action }: ModelChange, version: number): readonly Row[] {
  const index = rows.findIndex((row) => row.key === key && !row.deleted);
  const row = rows[index];
  if (row === undefined) {
    const created = { key, archived: false, deleted: false, version, content: version };
    return action === 'set' ? [...rows, created] : rows;
  }
  const changed: Row = {
    ...row,
    version,
    archived: action === 'archive' || (row.archived && action !== 'restore'),
    deleted: action === 'delete',
    content: action === 'set' ? version : row.content,
  };
  return rows.with(index, changed);
}

function toFlag({ key, version, content }: Row): Flag {
  return flag({ key, type: 'number', version, defaultValue: content, variations: [] });
}

function toSegment({ key, version, content }: Row): Segment {
  return segment(key, { version, included: [String(content)] });
}
