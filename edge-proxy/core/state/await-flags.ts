import type { SetTimer } from '../../../shared/model/clock.ts';
import type { ServedEnvironment } from '../model/flag-source.ts';
import type { EdgeState } from './edge-state.ts';

/** How long a request waits for the state that a change notice named to its client. */
export const FRESHNESS_WAIT_MS = 500;
/** Requests that wait at the same time; more than that are answered from what there is. */
const MOST_WAITING = 10_000;

/**
 * Resolves once an environment's flags are as fresh as asked, or after {@link FRESHNESS_WAIT_MS}. Never rejects,
 * and delays no other request.
 */
export type AwaitFlags = (
  environmentId: string,
  isFresh: (environment: ServedEnvironment) => boolean,
) => Promise<void>;

/** Waits on an edge that holds its own state, by listening for changes. */
export function createAwaitFlags(state: EdgeState, setTimer: SetTimer): AwaitFlags {
  const waiting = new Map<string, Set<(environment: ServedEnvironment) => void>>();
  let size = 0;

  state.listen({
    relayChanged() {},
    flagsChanged(environment) {
      for (const look of [...(waiting.get(environment.id) ?? [])]) look(environment);
    },
    flagsErased() {},
    everythingErased() {},
  });

  return (environmentId, isFresh) => {
    const held = state.environment(environmentId);
    if (size >= MOST_WAITING || (held !== undefined && isFresh(held))) return Promise.resolve();
    const looks = waiting.get(environmentId) ?? new Set();
    waiting.set(environmentId, looks);
    size += 1;
    return new Promise((resolve) => {
      const end = () => {
        cancel();
        size -= 1;
        looks.delete(look);
        if (looks.size === 0 && waiting.get(environmentId) === looks) waiting.delete(environmentId);
        resolve();
      };
      const look = (environment: ServedEnvironment) => {
        if (isFresh(environment)) end();
      };
      const cancel = setTimer(end, FRESHNESS_WAIT_MS);
      looks.add(look);
    });
  };
}
