import type { SetTimer } from '../../../shared/model/clock.ts';
import { comparePositions, parsePosition } from '../../../shared/sync/position.ts';
import type { ServedEnvironment } from '../model/flag-source.ts';
import type { EdgeState } from './edge-state.ts';

/** How long a request waits for the state that a change notice has told its client of. */
export const FRESHNESS_WAIT_MS = 500;
/** Requests that wait at the same time; more than that are answered from what there is. */
const MOST_WAITING = 10_000;

/**
 * Resolves once an environment's flags are as fresh as asked, or after {@link FRESHNESS_WAIT_MS}. Never rejects,
 * and holds up nobody else.
 */
export type AwaitFlags = (
  environmentId: string,
  isFresh: (environment: ServedEnvironment) => boolean,
) => Promise<void>;

/** What a client knows of the state it asks for, from the notice that made it ask. */
export interface FreshnessHint {
  /** The environment is what the notice told of. */
  isMet(environment: ServedEnvironment): boolean;
  /** The environment is older than what the notice told of, so that waiting may help. */
  isAhead(environment: ServedEnvironment): boolean;
}

/** Reads `flagConfigEtag` and `flagConfigLastModified` of a query; the former says more, and counts alone. */
export function readHint(query: string): FreshnessHint | undefined {
  if (query === '') return undefined;
  const parameters = new URLSearchParams(query);
  const etag = parameters.get('flagConfigEtag');
  if (etag !== null && etag !== '') return hintOfPosition(etag);
  const lastModified = parameters.get('flagConfigLastModified');
  return lastModified === null || lastModified === '' ? undefined : hintOfTime(lastModified);
}

function hintOfPosition(position: string): FreshnessHint {
  const isPosition = parsePosition(position) !== null;
  return {
    isMet: (environment) => environment.position === position,
    isAhead: (environment) => {
      if (!isPosition) return false;
      const order = comparePositions(position, environment.position);
      // The same number with another token: a backup was restored, and one of the two has not heard of it yet.
      return order === 'newer' || order === 'forked';
    },
  };
}

/** Whole seconds since 1970, or a date. One that cannot be read is met by nothing, and not waited for. */
function hintOfTime(text: string): FreshnessHint {
  const isSeconds = /^\d{1,12}$/.test(text);
  const seconds = isSeconds ? Number(text) : Math.floor(Date.parse(text) / 1000);
  return {
    isMet: ({ committedAt }) => lastModifiedOf(committedAt) === seconds,
    isAhead: ({ committedAt }) => lastModifiedOf(committedAt) < seconds,
  };
}

/** A time of commit, in milliseconds, as notices and hints tell it: in whole seconds. */
export function lastModifiedOf(committedAt: number): number {
  return Math.floor(committedAt / 1000);
}

/** Waits on an edge that holds its own state and hears of every change. */
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
