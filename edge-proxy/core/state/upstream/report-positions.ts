import type { SetTimer } from '../../../../shared/model/clock.ts';
import type { Position } from '../../../../shared/sync/wire.ts';
import type { Fetch } from '../../model/ports.ts';
import type { ReportedReaders } from '../../model/stream-readers.ts';
import { type EdgeState, environmentIdsOf } from '../edge-state.ts';

const INTERVAL_MS = 15_000;
const TIMEOUT_MS = 10_000;
/** The next attempt at an upstream that does not take reports: another edge, or an older control plane. */
const NOT_SERVED_INTERVAL_MS = 600_000;

export interface PositionReportsOptions {
  /** The control plane or another edge; without a slash at the end. */
  readonly url: string;
  /** A secret: the relay key. */
  readonly key: string;
  /** What the edge says in `Flags-Reader` as `instance`. */
  readonly instance: string;
  /** Who reads flags from this edge. */
  readonly readers: () => readonly ReportedReaders[];
}

/**
 * Reports to the upstream every 15 s which position of each environment this edge holds, and which readers it has (`POST
 * /relay/positions`). A report that fails is not repeated: the next one says more.
 *
 * @returns ends the reports
 */
export function reportPositions(
  {
    fetch,
    setTimer,
    state,
  }: { readonly fetch: Fetch; readonly setTimer: SetTimer; readonly state: EdgeState },
  options: PositionReportsOptions,
): () => void {
  const ended = new AbortController();
  let cancel = setTimer(report, INTERVAL_MS);

  function report(): void {
    const positions = heldPositions(state);
    if (Object.keys(positions).length === 0) {
      cancel = setTimer(report, INTERVAL_MS);
      return;
    }
    void send(fetch, setTimer, {
      ...options,
      positions,
      readers: options.readers(),
      ended: ended.signal,
    }).then((status) => {
      if (ended.signal.aborted) return;
      cancel = setTimer(report, status === 404 || status === 405 ? NOT_SERVED_INTERVAL_MS : INTERVAL_MS);
    });
  }

  return () => {
    cancel();
    ended.abort();
  };
}

function heldPositions(state: EdgeState): Readonly<Record<string, Position>> {
  return Object.fromEntries(
    environmentIdsOf(state).flatMap((id) => {
      const position = state.environment(id)?.position;
      return position === undefined ? [] : [[id, position]];
    }),
  );
}

interface Report extends Omit<PositionReportsOptions, 'readers'> {
  readonly readers: readonly ReportedReaders[];
  readonly positions: Readonly<Record<string, Position>>;
  readonly ended: AbortSignal;
}

/** @returns the status of the answer; 0 if there was none in time */
async function send(
  fetch: Fetch,
  setTimer: SetTimer,
  { url, key, instance, positions, readers, ended }: Report,
): Promise<number> {
  const request = new AbortController();
  const end = () => request.abort();
  ended.addEventListener('abort', end, { once: true });
  const stopTimer = setTimer(end, TIMEOUT_MS);
  try {
    const response = await fetch(`${url}/relay/positions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: new TextEncoder().encode(
        JSON.stringify({ instance, positions, ...(readers.length === 0 ? {} : { readers }) }),
      ),
      signal: request.signal,
    });
    await response.body?.getReader().cancel();
    return response.status;
  } catch {
    return 0;
  } finally {
    stopTimer();
    ended.removeEventListener('abort', end);
  }
}
