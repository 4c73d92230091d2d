import type { EnvironmentInfo, Flag, Segment } from '../model/flag-set.ts';

/** The version of the sync protocol; a reader refuses a snapshot with a higher one. */
export const SYNC_PROTOCOL = 1;

/**
 * `version-token`, for example `42-9f86d081884c7d65`: one state of an environment's flag set. Versions order positions. After
 * a restored backup a version may come a second time; its random token differs then.
 */
export type Position = string;

/** Data of the SSE event `snapshot`: the whole flag set. Its SSE `id` is the position. */
export interface SnapshotData {
  readonly protocol: number;
  readonly environment: EnvironmentInfo;
  readonly flags: readonly Flag[];
  readonly segments: readonly Segment[];
  /** RFC 3339: when the change that made this position was committed. */
  readonly committedAt: string;
}

/** Data of the SSE event `delta`: deleted keys apply first, then whole flags and segments. No key is in both. */
export interface DeltaData {
  readonly from: Position;
  readonly to: Position;
  readonly deleted: { readonly flags: readonly string[]; readonly segments: readonly string[] };
  readonly flags: readonly Flag[];
  readonly segments: readonly Segment[];
  /** RFC 3339: when the change that made `to` was committed. */
  readonly committedAt: string;
}
