import type { HotPath } from '../../core/http/hot-path.ts';
import type { EdgeState } from '../../core/state/edge-state.ts';

/** What is put around the parts of an edge to see what they do. */
export interface Telemetry {
  aroundHotPath(hotPath: HotPath): HotPath;
  aroundState(state: EdgeState): EdgeState;
  /** Sends what has not been sent. */
  close(): Promise<void>;
}

/** Loads OpenTelemetry where traces are wanted; otherwise not a line of it is read. */
export async function loadTelemetry(serviceName: string | undefined): Promise<Telemetry | undefined> {
  if (serviceName === undefined) return undefined;
  const { startTelemetry } = await import('./open-telemetry.ts');
  return startTelemetry(serviceName);
}
