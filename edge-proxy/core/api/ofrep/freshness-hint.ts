import { comparePositions, parsePosition } from '../../../../shared/sync/position.ts';
import type { ServedEnvironment } from '../../model/flag-source.ts';
import { lastModifiedOf } from '../../state/streams/notice-source.ts';

/** The state that a change notice announced to a client, as the client repeats it in its request. */
export interface FreshnessHint {
  /** The environment is in the state that the notice named. */
  isMet(environment: ServedEnvironment): boolean;
  /** The environment is older than what the notice named, so waiting may help. */
  isAhead(environment: ServedEnvironment): boolean;
}

/**
 * Reads `flagConfigEtag` and `flagConfigLastModified` of a query; the former is more exact; if it is present, the
 * latter is ignored.
 */
export function readFreshnessHint(query: string): FreshnessHint | undefined {
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
      // The same number with another token: a backup was restored, and the edge or the client does not have the restored state yet.
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
