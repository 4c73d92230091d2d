import type { HotPath } from '../../core/http/hot-path.ts';
import type { EdgeState } from '../../core/state/edge-state.ts';

/** Wraps parts of an edge so that what they do is traced. */
export interface Telemetry {
  aroundHotPath(hotPath: HotPath): HotPath;
  aroundState(state: EdgeState): EdgeState;
  /** Sends the remaining spans. */
  close(): Promise<void>;
}
