import type { HotPath } from '../../core/http/hot-path.ts';
import type { EdgeState } from '../../core/state/edge-state.ts';

/** What is put around the parts of an edge to see what they do. */
export interface Telemetry {
  aroundHotPath(hotPath: HotPath): HotPath;
  aroundState(state: EdgeState): EdgeState;
  /** Sends what has not been sent. */
  close(): Promise<void>;
}
